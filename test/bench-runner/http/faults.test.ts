import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { fnv1a } from '../../../bench-runner/baselines/random.ts'
import { misbehavingServer } from './misbehaving-server.ts'
import { sendJson } from './send-json.ts'
import { standInServer } from './stand-in-server.ts'
import { filesOf, linesOf, run, tinyRequest } from './tiny-run.ts'

const FAULTS: readonly ((response: ServerResponse) => void)[] = [
  (response) => sendJson(response, { error: { message: 'CUDA error' } }, 500),
  (response) => sendJson(response, { error: { message: 'busy' } }, 429, { 'retry-after': '0' }),
  (response) => void response.destroy(),
  (response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"data":[{"index":0,')
    response.socket?.end()
  },
  (response) => void response.writeHead(200).end('<html>'),
  // A body that never ends.
  (response) => void response.writeHead(200).write('{'),
  (response) => sendJson(response, { error: 'loading' }, 503),
]

/** One request of five is answered wrongly, by its number alone. */
function fault(count: number, response: ServerResponse): boolean {
  const draw = fnv1a(`fault ${count}`)
  if (count === 0 || draw % 5 > 0) return false
  FAULTS[Math.floor(draw / 5) % FAULTS.length]?.(response)
  return true
}

const PATIENT = { timeout: 120_000 }

test(
  'a server that fails a fifth of its requests, dies and comes back gives the same file',
  PATIENT,
  async () => {
    const steady = await standInServer('tiny-label-rows')
    onTestFinished(() => steady.close())
    const expected = await run(
      tinyRequest('labels', { backend: 'vllm', engine: { baseUrls: [steady.url] }, limit: 36 }),
    )
    let deaths = 0
    let faults = 0
    const shaky = await standInServer('tiny-label-rows', {
      fault(count, response) {
        if (count === 20) void die()
        const isWrong = fault(count, response)
        if (isWrong) faults += 1
        return isWrong
      },
    })
    let alive = shaky
    onTestFinished(() => alive.close())
    async function die() {
      deaths += 1
      await shaky.close()
      await setTimeout(400)
      const port = Number(new URL(shaky.url).port)
      alive = await standInServer('tiny-label-rows', { port, fault })
    }
    const engine = { baseUrls: [shaky.url], timeout: 2, patience: 60, tokensInFlight: 3000 }
    const found = await run(tinyRequest('labels', { backend: 'vllm', engine, limit: 36 }))
    expect(deaths).toBe(1)
    expect(faults).toBeGreaterThan(3)
    expect(alive.got.length).toBeGreaterThan(10)
    expect(filesOf(found)).toEqual(filesOf(expected))
    expect(linesOf(found).filter(({ error }) => error === undefined).length).toBeGreaterThan(20)
  },
)

test('a run whose servers stay away stops, keeps what it has, and ends as if nothing had been', async () => {
  const first = await standInServer('tiny-label-rows', {
    fault(count, response) {
      if (count < 20) return false
      response.destroy()
      return true
    },
  })
  onTestFinished(() => first.close())
  const engine = { baseUrls: [first.url], patience: 0.2, tokensInFlight: 2000 }
  const begun = await run(tinyRequest('labels', { backend: 'vllm', engine }))
  expect(begun.executed).toMatchObject({
    status: 'stopped',
    failure: { code: 'network', message: expect.stringContaining('Start the server and resume') },
  })
  expect(linesOf(begun).length).toBeGreaterThan(0)
  const second = await standInServer('tiny-label-rows')
  onTestFinished(() => second.close())
  const again = { ...engine, baseUrls: [second.url] }
  const root = begun.root
  const ended = await run({ ...begun.request, engine: { ...begun.request.engine, ...again } }, root)
  const whole = await run(tinyRequest('labels', { backend: 'vllm', engine: again }))
  expect(ended.folder).toBe(begun.folder)
  expect(filesOf(ended)).toEqual(filesOf(whole))
})

test('goes on with the other server when one dies for good, and shares problems between two', async () => {
  const first = await standInServer('tiny-label-rows', {
    fault(count, response) {
      if (count < 6) return false
      response.destroy()
      return true
    },
  })
  const second = await standInServer('tiny-label-rows')
  onTestFinished(async () => {
    await first.close()
    await second.close()
  })
  const engine = { baseUrls: [first.url, second.url], tokensInFlight: 2000 }
  const found = await run(tinyRequest('labels', { backend: 'vllm', engine }))
  const expected = await run(
    tinyRequest('labels', { backend: 'vllm', engine: { baseUrls: [second.url] } }),
  )
  expect(first.got.length).toBeGreaterThan(5)
  expect(filesOf(found)).toEqual(filesOf(expected))
})

test('a proxy’s error page is no answer, however well it is sent', async () => {
  const proxy = await misbehavingServer((_, response) => void response.writeHead(200).end('<html>'))
  const engine = { baseUrls: [proxy.url] }
  await expect(run(tinyRequest('labels', { backend: 'vllm', engine }))).rejects.toThrow(
    'no list of models',
  )
})
