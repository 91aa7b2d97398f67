import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { beforeAll, expect, test } from 'vitest'
import { linesOf, NEVER, plan, run, tinyRequest } from './tiny-run.ts'

let url = ''
beforeAll(async () => {
  const child = spawn('python3', [
    'bench-runner/sidecar/sidecar.py',
    '--model=stepmark/tiny-class-head',
    '--load=test/bench-runner/http/formula_model.py',
    '--device=cpu',
    '--port=0',
  ])
  const [line] = await once(createInterface(child.stdout), 'line')
  url = String(line)
  return () => void child.kill()
})

function post(body: unknown) {
  return fetch(`${url}/score`, { method: 'POST', body: JSON.stringify(body) })
}

const SCHEMA = 'stepmark.sidecar/1'

test('the reference sidecar answers a run', async () => {
  const request = tinyRequest('classes', { backend: 'http', engine: { baseUrls: [url] } })
  const planned = await plan(request)
  expect(planned.scorer.describe().backend).toEqual({
    kind: 'http',
    version: 'sidecar 1',
    dtype: 'bfloat16',
    device: 'cpu',
  })
  await planned.scorer.close?.()
  const lines = linesOf(await run(request))
  expect(lines.every(({ error }) => error === undefined)).toBe(true)
  const scores = lines.flatMap((line) => line.scores)
  expect(new Set(scores).size).toBeGreaterThan(5)
})

test('it answers each request by itself, at its places, with null for a number that is none', async () => {
  const requests = [
    { ids: [1, 2, 3], positions: [0, 2] },
    { ids: [7, 1], positions: [1] },
    { ids: Array(2001).fill(1), positions: [0] },
    { ids: [1], positions: [1] },
  ]
  const response = await post({ schema: SCHEMA, need: 'token_vectors', requests })
  expect(await response.json()).toEqual({
    answers: [
      // 1 % 11 / 5 and (1 + 2 + 3) % 11 / 5
      {
        rows: [
          [0.2, 0],
          [1.2, 2],
        ],
      },
      { rows: [[null, 0]] },
      { error: 'too_long: 2001 tokens, more than 2000' },
      { error: 'positions must be places in ids' },
    ],
  })
})

test('it refuses what it cannot read, and goes on', async () => {
  const bodies = [{}, [], { schema: SCHEMA, need: 'generate', requests: [{}] }, 'x']
  for (const body of bodies) expect((await post(body)).status).toBe(400)
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
  expect((await fetch(`${url}/info`, { signal: NEVER })).status).toBe(200)
})
