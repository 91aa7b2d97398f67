import { beforeEach, expect, test } from 'vitest'
import type { ErrorBody } from '#schema/error.ts'
import type { Run } from '#schema/run.ts'
import type { RunDifference } from '#schema/run-difference.ts'
import { call, manifest, newToken, PREDICTIONS, publish, submit, TINY, ITEMS } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function list(change: object, predictions: Readonly<Record<string, string>> = PREDICTIONS) {
  return (await (await submit(token, manifest(revision, change), predictions)).json<Run>()).id
}

test('two runs differ in what their manifests state, in scores, and in decisions', async () => {
  const a = await list({ backend: { kind: 'vllm', version: '1', dtype: 'bfloat16' } })
  const b = await list(
    { backend: { kind: 'vllm', version: '1', dtype: 'float32' }, seed: 7 },
    // a-1's first step moves by 0.1 and decides nothing; b-1 falls below 0.5 and is now found.
    { a: PREDICTIONS.a.replace('0.9', '0.8'), b: PREDICTIONS.b.replace('0.7', '0.2') },
  )
  const diff = await (await call(`/diff?a=${a}&b=${b}`)).json<RunDifference>()
  expect(diff.manifest).toEqual([
    {
      field: 'backend.dtype',
      a: 'bfloat16',
      b: 'float32',
      consequence: expect.objectContaining({ text: expect.stringContaining('flips decisions') }),
    },
    { field: 'seed', a: null, b: 7, consequence: expect.anything() },
  ])
  expect(diff.scores).toEqual({
    compared: 7,
    differing: 2,
    inOneOnly: 0,
    largest: { item: 'b-1', step: 0, a: 0.7, b: 0.2, difference: 0.7 - 0.2 },
  })
  expect(diff.flips).toEqual({ count: 1, items: [{ item: 'b-1', a: 'missed', b: 'hit' }] })
  expect([diff.a.policy, diff.b.policy]).toEqual(['fixed:0.5', 'fixed:0.5'])
})

test('a step that one run left out is told of, not compared', async () => {
  const a = await list({})
  const b = await list({}, { ...PREDICTIONS, b: PREDICTIONS.b.replace('0.9', 'null') })
  const { manifest: fields, scores } = await (
    await call(`/diff?a=${a}&b=${b}`)
  ).json<RunDifference>()
  expect(fields).toEqual([])
  expect(scores).toEqual({ compared: 6, differing: 0, inOneOnly: 1, largest: null })
})

test('another cut on the same scores is a difference of decisions alone', async () => {
  const a = await list({})
  const b = await list({ scoreKind: { kind: 'bounded', range: [0, 1], cut: 0.75 } })
  const { scores, flips } = await (await call(`/diff?a=${a}&b=${b}`)).json<RunDifference>()
  expect(scores.differing).toBe(0)
  // a-2's 0.5 is now a false alarm, b-1's 0.7 a hit.
  expect(flips.items).toEqual([
    { item: 'a-2', a: 'passed', b: 'false_alarm' },
    { item: 'b-1', a: 'missed', b: 'hit' },
  ])
})

test('runs that are not there or of different benchmarks are refused', async () => {
  const a = await list({})
  const other = { ...TINY, id: 'other' }
  const otherRevision = await publish(ITEMS, other)
  const b = await list({ benchmark: 'other', revision: otherRevision })
  const apart = await call(`/diff?a=${a}&b=${b}`)
  expect([apart.status, (await apart.json<ErrorBody>()).message]).toEqual([
    400,
    'The runs are of tiny and other. Choose two of one benchmark',
  ])
  expect((await call(`/diff?a=${a}&b=run_0000000000000000`)).status).toBe(404)
  expect((await call(`/diff?a=${a}`)).status).toBe(422)
})
