import { describe, expect, test } from 'vitest'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import { curvesOf, diagnosticsOf, listedRun } from './listed-run.ts'
import { call, refusalOf } from './tiny.ts'

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
  const run = await listedRun(predictions, { items, definition })
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
    const run = await listedRun(predictions, { items, definition })
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
    expect(all?.agreement).toHaveLength(4)
  })

  test('scores that are no probabilities have neither prod nor a chance', async () => {
    const change = { scoreKind: { kind: 'unbounded' } }
    const run = await listedRun(predictions, { items, definition, change })
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
    const run = await listedRun(predictions, { items, definition })
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
