import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { RunComparison } from '#schema/run-comparison.ts'
import { call, manifest, newToken, PREDICTIONS, publish, refusalOf, submit, TINY } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function list(id: string, predictions: Readonly<Record<string, string>> = PREDICTIONS) {
  const model = { id, kind: 'discriminative_prm' }
  return (await submit(token, manifest(revision, { model }), predictions)).json<Run>()
}

/** b-1 is flagged: F1 of b is 1 instead of 0. */
const better = { ...PREDICTIONS, b: PREDICTIONS.b.replace('0.7', '0.2') }

test('two runs are compared value by value, and the items that only one gets right are named', async () => {
  const half = await list('m/half')
  const whole = await list('m/whole', better)
  const response = await call(`/compare?runs=${whole.id},${half.id}`)
  const { benchmark, runs, pairs } = await response.json<RunComparison>()
  expect(benchmark).toBe('tiny')
  expect(runs.map(({ run, policy, value }) => [run, policy, value])).toEqual([
    [whole.id, 'fixed:0.5', 1],
    [half.id, 'fixed:0.5', 0.5],
  ])
  expect(pairs).toMatchObject([
    {
      a: whole.id,
      b: half.id,
      headline: {
        subset: 'average',
        metric: 'f1',
        a: { value: 1 },
        b: { value: 0.5 },
        difference: { value: 0.5 },
        // Of subset a there is one problem only, so there is nothing to draw from.
        uncertainty: { status: 'undefined' },
      },
      adjustedPValue: null,
      decisions: {
        all: { both: 3, onlyA: 1, onlyB: 0, neither: 0, pValue: 1 },
        flips: [
          {
            subset: 'b',
            item: 'b-1',
            right: 'a',
            a: { outcome: 'hit' },
            b: { outcome: 'missed', decision: { kind: 'none' } },
          },
        ],
      },
      outcomes: [
        { a: 'hit', b: 'hit', items: 1 },
        { a: 'passed', b: 'passed', items: 2 },
        { a: 'hit', b: 'missed', items: 1 },
      ],
    },
  ])
})

test('three runs make three pairs', async () => {
  const runs = [await list('m/a'), await list('m/b', better), await list('m/c')]
  const response = await call(`/compare?runs=${runs.map(({ id }) => id).join(',')}&class=tuned`)
  const { pairs } = await response.json<RunComparison>()
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([
    [runs[0]?.id, runs[1]?.id],
    [runs[0]?.id, runs[2]?.id],
    [runs[1]?.id, runs[2]?.id],
  ])
  // A tuned cut hangs on other items, so there is no test of single decisions.
  expect(pairs[0]?.decisions).toMatchObject({ all: { pValue: null } })
})

test('runs of different benchmarks, of another board or unknown are refused by name', async () => {
  const { id } = await list('m/a')
  const other = await publish(undefined, { ...TINY, id: 'other' })
  const elsewhere = await submit(token, manifest(other, { benchmark: 'other' }))
  const { id: stranger } = await elsewhere.json<Run>()
  expect(await refusalOf(await call(`/compare?runs=${id},${stranger}`))).toMatchObject({
    status: 400,
    message: expect.stringContaining('different benchmarks: tiny'),
  })
  const unbounded = { scoreKind: { kind: 'unbounded' }, model: { id: 'm/u', kind: 'implicit_prm' } }
  const { id: uncut } = await (await submit(token, manifest(revision, unbounded))).json<Run>()
  expect(await refusalOf(await call(`/compare?runs=${id},${uncut}`))).toMatchObject({
    status: 400,
    message: expect.stringContaining(`${uncut} is not on the board label_free`),
  })
  expect((await call(`/compare?runs=${id},run_0000000000000000`)).status).toBe(404)
  expect((await call(`/compare?runs=${id}`)).status).toBe(422)
})
