import { beforeEach, describe, expect, test } from 'vitest'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { Curves } from '#schema/curve.ts'
import { Diagnostics } from '#schema/diagnostics.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Run } from '#schema/run.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { call, ITEMS, manifest, newToken, publish, refusalOf, submit, TINY } from './tiny.ts'

let token: string
beforeEach(async () => {
  token = (await newToken()).token
})

/** Publishes, submits and answers the address of the run. */
async function listed(
  predictions?: Readonly<Record<string, string>>,
  {
    items = ITEMS,
    definition = TINY,
    change = {},
  }: {
    items?: readonly BenchmarkItem[]
    definition?: BenchmarkDefinition
    change?: object
  } = {},
) {
  const revision = await publish(items, definition)
  const about = manifest(revision, { benchmark: definition.id, ...change })
  const response = await submit(token, about, predictions)
  expect(response.status).toBe(201)
  return `/runs/${(await response.json<Run>()).id}`
}
const diagnosticsOf = async (path: string) => Diagnostics.parse(await (await call(path)).json())
const curvesOf = async (path: string) => Curves.parse(await (await call(path)).json())

describe('first error', () => {
  // Right steps 0.9, 0.5 of a and 0.8, 0.9, 1 of b; wrong ones 0.2 and 0.7.
  test('scores are held against the labels, by subset and over all', async () => {
    const found = await diagnosticsOf(`${await listed()}/diagnostics`)
    if (found.kind !== 'first_error' || !found.steps) throw new Error('no steps')
    const { overall, subsets } = found.steps
    expect(overall.steps).toEqual({ expected: 7, scored: 7 })
    // 0.2 is below all 5 right steps, 0.7 below 4.
    expect(overall.thresholdFree.wrong).toMatchObject({
      auroc: { value: 0.9, n: 7 },
      pairs: { n: 10, ordered: 9, tied: 0 },
      auprc: { value: expect.closeTo(1 / 2 + (1 / 2) * (2 / 3), 12) },
      counts: { right: 5, wrong: 2 },
    })
    expect(subsets.map(({ thresholdFree }) => thresholdFree.right.auroc)).toMatchObject([
      { value: 1 },
      { value: 1 },
    ])
    // (0.1² + 0.5² + 0.2² + 0.1² + 0 + 0.2² + 0.7²) / 7
    expect(overall.calibration.brier).toMatchObject({ value: expect.closeTo(0.84 / 7, 12) })
    // 0.9, 0.9 and 1 are right: 3 · 0.2 / 3; then 0.2, 0.7, 0.5 and 0.2 alone in their bins.
    const ece = { status: 'ok', value: expect.closeTo(1.8 / 7, 12), n: 7 }
    expect(overall.calibration.ece).toEqual({ lower_closed: ece, upper_closed: ece })
    expect(overall.intervals).toBeUndefined()
    expect(found.draws).toBeUndefined()
  })

  test('outcomes are told by each property, and on flawed solutions', async () => {
    const items = ITEMS.map((item) => ({ ...item, finalAnswerCorrect: true }))
    const found = await diagnosticsOf(`${await listed(undefined, { items })}/diagnostics`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    expect(found.policy).toBe('fixed:0.5')
    expect(found.outcomes).toMatchObject({ hit: 1, missed: 1, passed: 2, false_alarm: 0 })
    expect(found.withoutCut).toEqual([])
    // Both solutions with an error end in the right answer: found in a, missed in b.
    expect(found.flawedProcess.subsets).toMatchObject([
      { id: 'a', right_answer: { k: 1, n: 1 } },
      { id: 'b', right_answer: { k: 0, n: 1 } },
    ])
    expect(found.flawedProcess.average.right_answer).toMatchObject({ value: 0.5 })
    expect(found.slices.generator).toMatchObject([
      { key: { generator: 'G' }, n: 1 },
      { key: {}, n: 3 },
    ])
    expect(found.slices.position.map(({ key, n }) => [key.position, n])).toEqual([
      ['first_quarter', 1],
      ['third_quarter', 1],
      ['no_error', 2],
    ])
  })

  test('intervals and draws are looked at where a run has them', async () => {
    const run = await listed({
      a: '{"id":"a-1","draws":[[0.9,0.2],[0.7,0.6]],"channels":{"lower":[0.7,0],"upper":[1,0.3]}}\n{"id":"a-2","scores":[0.5]}\n',
      b: '{"id":"b-1","scores":[0.7]}\n{"id":"b-2","scores":[0.8,0.9,1]}\n',
    })
    const found = await diagnosticsOf(`${run}/diagnostics`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    // Their scores are 0.8, within 0.7 … 1, and 0.4, above 0 … 0.3; both labels are covered.
    expect(found.steps?.overall.intervals).toMatchObject({
      label: { k: 2, n: 2 },
      score: { k: 1, n: 2 },
      width: { value: expect.closeTo(0.3, 12) },
      steps: { expected: 7, scored: 2 },
    })
    // Standard deviations 0.2 / √2 and 0.4 / √2; the first draw flags step 1, the second nothing.
    expect(found.draws?.overall).toMatchObject({
      deviation: { value: expect.closeTo(0.3 / Math.SQRT2, 12), n: 2 },
      flips: { k: 1, n: 1 },
    })
    expect(found.draws?.subsets[1]).toMatchObject({ id: 'b', flips: { status: 'undefined' } })
  })

  test('a transform comes before everything, and ends calibration', async () => {
    const run = await listed()
    const found = await diagnosticsOf(`${run}/diagnostics?policy=delta%3Efixed%3A-0.05`)
    if (found.kind !== 'first_error') throw new Error(found.kind)
    // The steps become 0.9, −0.7; 0.5; 0.7; 0.8, 0.1, 0.1. Below −0.05: one, in a-1.
    expect(found.outcomes).toMatchObject({ hit: 1, missed: 1, passed: 2 })
    // −0.7 is below all 5 right steps, 0.7 below 0.9 and 0.8.
    expect(found.steps?.overall.thresholdFree.right.auroc).toMatchObject({ value: 0.7 })
    expect(found.steps?.overall.calibration.brier).toEqual({
      status: 'undefined',
      reason: 'the scores are no probabilities',
      n: 7,
    })
  })

  test('below full coverage only what was asked for is given', async () => {
    const run = await listed({
      a: '{"id":"a-1","scores":[null,0.2]}\n{"id":"a-2","scores":[0.5]}\n',
      b: '{"id":"b-1","scores":[0.7]}\n{"id":"b-2","scores":[0.8,0.9,1]}\n',
    })
    const auroc = async (query: string) => {
      const found = await diagnosticsOf(`${run}/diagnostics${query}`)
      return found.kind === 'first_error' && found.steps?.overall.thresholdFree.right.auroc
    }
    const reason = 'only 6 of 7 labelled steps have a score'
    expect(await auroc('')).toEqual({ status: 'undefined', reason, n: 6 })
    // 0.2 is below 4 right steps, 0.7 below 3.
    expect(await auroc('?allow_partial=true')).toEqual({ status: 'ok', value: 7 / 8, n: 6 })
  })

  test('votes have outcomes, and neither scores nor a curve', async () => {
    const run = await listed({
      a: '{"id":"a-1","verdicts":[1]}\n{"id":"a-2","verdicts":[0]}\n',
      b: '{"id":"b-1","verdicts":[0]}\n{"id":"b-2","verdicts":[null]}\n',
    })
    const found = await diagnosticsOf(`${run}/diagnostics`)
    expect(found).toMatchObject({ policy: 'vote', outcomes: { hit: 2, false_alarm: 1 } })
    expect(found).not.toHaveProperty('steps')
    expect(await refusalOf(await call(`${run}/curve`))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: 'These predictions are votes, which have no threshold',
    })
  })

  test('the curve has a point for each change, thinned to both ends and the best', async () => {
    const run = await listed()
    const curves = await curvesOf(`${run}/curve`)
    if (curves.kind !== 'first_error') throw new Error(curves.kind)
    // a-1 is right above 0.2 up to 0.9, a-2 up to 0.5; b-1 above 0.7, b-2 up to 0.8.
    expect(curves.subsets[0]).toEqual({
      id: 'a',
      curve: {
        status: 'ok',
        error_n: 1,
        correct_n: 1,
        total: 4,
        thinned: false,
        points: [
          { f1: 0, error_k: 0, correct_k: 1 },
          { above: 0.2, f1: 1, error_k: 1, correct_k: 1 },
          { above: 0.5, f1: 0, error_k: 1, correct_k: 0 },
          { above: 0.9, f1: 0, error_k: 0, correct_k: 0 },
        ],
      },
    })
    const thinned = await curvesOf(`${run}/curve?points=3`)
    expect(thinned).toMatchObject({
      average: {
        total: 6,
        thinned: true,
        points: [{ f1: 0 }, { above: 0.2, f1: 0.5 }, { above: 0.9, f1: 0 }],
      },
    })
  })

  test.for([
    ['diagnostics?policy=best_of:min', 400, 'Not a policy for tiny'],
    ['diagnostics?policy=tuned:c', 400, 'No subset c to tune on. Subsets: a, b'],
    ['diagnostics?policy=nonsense', 422, 'The request is not as its schema says'],
    ['curve?points=2', 422, 'The request is not as its schema says'],
  ] as const)('%s is refused', async ([path, status, message]) => {
    const refusal = await refusalOf(await call(`${await listed()}/${path}`))
    expect(refusal).toMatchObject({ status, message: expect.stringContaining(message) })
  })

  test.for(['diagnostics', 'curve'])('%s of no run is not found', async (path) => {
    const refusal = await refusalOf(await call(`/runs/run_0000000000000000/${path}`))
    expect(refusal).toMatchObject({ status: 404, code: 'not_found' })
  })
})

const about = { description: 'To count by hand.', license: 'CC0-1.0', source: 'the tests' }

test('step labels tell scores and confusion by class, and PRMScore against the threshold', async () => {
  const definition: BenchmarkDefinition = {
    id: 'tiny-steps',
    name: 'Tiny steps',
    kind: 'step_labels',
    subsets: [
      { id: 'circular', name: 'Circular' },
      { id: 'deception', name: 'Deception' },
    ],
    ...about,
  }
  const items: readonly StepLabelsItem[] = [
    { id: 'c-1', subset: 'circular', problem: 'P', steps: ['x', 'y', 'z'], wrongSteps: [1] },
    { id: 'd-1', subset: 'deception', problem: 'Q', steps: ['x', 'y'], wrongSteps: [0, 1] },
  ]
  const predictions = {
    circular: '{"id":"c-1","scores":[0.9,0.8,0.5]}\n',
    deception: '{"id":"d-1","scores":[0.1,null]}\n',
  }
  const run = await listed(predictions, { items, definition })
  const found = await diagnosticsOf(`${run}/diagnostics?allow_partial=true`)
  if (found.kind !== 'step_labels') throw new Error(found.kind)
  // Right 0.9 and 0.5, wrong 0.8 and 0.1: 3 of 4 pairs in order.
  expect(found.steps.overall.thresholdFree.wrong.auroc).toMatchObject({ value: 0.75, n: 4 })
  expect(found.steps.subsets.map(({ id, steps }) => [id, steps.scored])).toEqual([
    ['circular', 3],
    ['deception', 1],
  ])
  // At 0.5: x passes, y passes, z is flagged; of deception x is flagged, y without a score passed.
  expect(found.confusion.overall.counts).toEqual({ tp: 1, fp: 2, tn: 1, fn: 1 })
  expect(found.confusion.classes[1]).toMatchObject({
    id: 'deception',
    wrong_flagged: { k: 1, n: 2 },
  })
  const curves = await curvesOf(`${run}/curve`)
  if (curves.kind !== 'step_labels') throw new Error(curves.kind)
  expect(curves.overall).toMatchObject({ total: 5, thinned: false })
  expect(curves.overall.points.map(({ from }) => from)).toEqual([undefined, 0.1, 0.5, 0.8, 0.9])
  // At 0.1, d-1's x is flagged as well: F1 of right steps 4/6, of wrong ones 2/4.
  expect(curves.overall.points[1]?.counts).toEqual({ tp: 2, fp: 2, tn: 1, fn: 0 })
  expect(curves.overall.points[1]?.prm_score).toMatchObject({
    value: expect.closeTo((2 / 3 + 1 / 2) / 2, 12),
  })
})

describe('pools', () => {
  const definition: BenchmarkDefinition = {
    id: 'tiny-pool',
    name: 'Tiny pool',
    kind: 'best_of_n',
    subsets: [{ id: 'all', name: 'All' }],
    ...about,
  }
  const pool = (id: string, answers: readonly [string | null, string | null], steps: number[]) => ({
    id,
    subset: 'all',
    problem: id,
    candidates: answers.map((answer, index) => ({
      steps: Array.from({ length: steps[index] ?? 0 }, () => 'x'),
      answer,
      correct: index === 0,
    })),
  })
  const items: readonly BestOfNItem[] = [
    pool('p-1', ['1', '2'], [2, 1]),
    pool('p-2', ['3', null], [1, 3]),
  ]
  const predictions = {
    all: '{"id":"p-1","scores":[[0.2,0.9],[0.5]]}\n{"id":"p-2","scores":[[0.7],[0.6,0.8,0.6]]}\n',
  }

  test('best_of tells where aggregations part, and what would save computation', async () => {
    const run = await listed(predictions, { items, definition })
    const found = await diagnosticsOf(`${run}/diagnostics`)
    if (found.kind !== 'best_of_n') throw new Error(found.kind)
    const [all] = found.subsets
    expect(found.policy).toBe('best_of:min')
    // p-1: min and prod take the second. p-2: max takes the second.
    expect(all?.disagreement).toMatchObject({ candidates: { k: 2 }, outcomes: { k: 2 } })
    expect(all?.disagreement.problems.map(({ item }) => item)).toEqual(['p-1', 'p-2'])
    expect(all?.lastStepMinimum).toMatchObject({ k: 0, tied: 1, value: { n: 2 } })
    expect(all?.answerSpellings).toMatchObject({ k: 0, value: { n: 2 } })
    // At 0.5, p-1 with chance 0.2 needs 4 of 2: both, wrong. p-2 with 0.7 needs 1: right in 1 of 2.
    expect(all?.adaptiveSampling).toMatchObject({ status: 'ok', chance: 'first_step_score' })
    const points = all?.adaptiveSampling.status === 'ok' ? all.adaptiveSampling.points : []
    expect(points[0]).toEqual({
      target: 0.5,
      cap: 2,
      accuracy: { status: 'ok', value: 0.25, n: 2 },
      samples: { drawn: 3, of: 4 },
      capped: 1,
    })
    // After one step both winners are ahead; 1 and 2 steps of the others, of 7, are not written.
    expect(all?.earlyRejection[0]).toMatchObject({
      cut: { kind: 'steps', steps: 1 },
      keep: 1,
      survival: { k: 2, n: 2 },
      accuracy: { all: { k: 1 }, kept: { k: 1 } },
      saved: { k: 3, n: 7 },
    })
    expect(all?.agreement).toHaveLength(5)
  })

  test('scores that are no probabilities have neither prod nor a chance', async () => {
    const change = { scoreKind: { kind: 'unbounded' } }
    const run = await listed(predictions, { items, definition, change })
    const found = await diagnosticsOf(`${run}/diagnostics?policy=best_of:max`)
    expect(found).toMatchObject({
      subsets: [
        {
          disagreement: { aggregations: ['min', 'last', 'mean', 'max'] },
          adaptiveSampling: { status: 'undefined', reason: 'the scores are no probabilities' },
        },
      ],
    })
  })

  test('other policies have none, and there is no threshold', async () => {
    const run = await listed(predictions, { items, definition })
    expect(await refusalOf(await call(`${run}/diagnostics?policy=majority`))).toMatchObject({
      status: 400,
      message: 'The diagnostics of a pool are of best_of:<aggregation>, not of majority',
    })
    expect(await refusalOf(await call(`${run}/curve`))).toMatchObject({
      status: 400,
      message: expect.stringContaining('A pool has no threshold'),
    })
  })
})
