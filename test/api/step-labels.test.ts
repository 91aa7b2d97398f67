import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { ItemDetail, ItemJudgement, RunItem } from '#schema/run-item.ts'
import type { Standing } from '#schema/standing.ts'
import { ORIGINAL, STEPS, STEPS_ITEMS, STEPS_PREDICTIONS } from './tiny-steps.ts'
import { call, manifest, newToken, publish, refusalOf, submit } from './tiny.ts'

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
}
const get = async <Body>(path: string) => (await call(path)).json<Body>()

let token: string
beforeEach(async () => {
  token = (await newToken()).token
})

let revision: string
let run: Run
beforeEach(async () => {
  revision = await publish(STEPS_ITEMS, STEPS)
  const response = await submit(
    token,
    manifest(revision, { benchmark: STEPS.id }),
    STEPS_PREDICTIONS,
  )
  run = await response.json<Run>()
})

test('a run is recomputed by class, group and over all steps', () => {
  const score = (subset: string) =>
    run.results.find((result) => result.subset === subset && result.metric === 'prm_score')
  // circular is judged by its redundancy, above 0.15 redundant: y flagged, so x, z TP and y TN.
  expect(score('circular')).toMatchObject({ value: 1, counts: { tp: 2, fp: 0, tn: 1, fn: 0 } })
  // deception: x TN; y has no score, which counts as judged wrongly: FP. F1 of right steps 0/1, of wrong 2/3.
  expect(score('deception')).toMatchObject({ counts: { tp: 0, fp: 1, tn: 1, fn: 0 } })
  expect(score('deception')).toHaveProperty('value', (0 + 2 / 3) / 2)
  expect(score('both')).toHaveProperty('value', (1 + 1 / 3) / 2)
  // Pooled: TP 2, FP 1, TN 2: F1 4/5, of wrong steps 4/5.
  expect(score('overall')).toMatchObject({ value: 0.8, counts: { tp: 2, fp: 1, tn: 2, fn: 0 } })
})

test('it stands on the board by its PRMScore over all steps', async () => {
  const { rows } = await get<Page<Standing>>('/leaderboards/tiny-steps')
  expect(rows).toMatchObject([
    {
      rank: 1,
      value: 0.8,
      policy: 'fixed:0.5',
      outcomes: { all_right: 1, missed_steps: 1 },
      coverage: { items: { expected: 2, scored: 2 }, steps: { expected: 5, scored: 4 } },
    },
  ])
  const { rows: items } = await get<Page<RunItem>>(`/runs/${run.id}/items?outcome=missed_steps`)
  expect(items).toEqual([
    {
      item: {
        kind: 'step_labels',
        id: 'deception_1',
        subset: 'deception',
        steps: 2,
        wrongSteps: [0, 1],
      },
      verdict: { kind: 'step_labels', outcome: 'missed_steps', flagged: [0], unscored: [1] },
    },
  ])
})

test('an item tells its reason, its original and what was made of the same solution', async () => {
  const { content, related } = await get<ItemDetail>('/items/tiny-steps/circular_1')
  expect(content).toMatchObject({ wrongSteps: [1], reason: 'y rests on z', original: ORIGINAL })
  expect(related.map(({ id }) => id)).toEqual(['deception_1'])
})

test('scores, channels and draws of one item come back as they were sent', async () => {
  const judged = (item: string) => get<Page<ItemJudgement>>(`/items/tiny-steps/${item}/runs`)
  expect((await judged('circular_1')).rows).toMatchObject([
    {
      threshold: 0.5,
      scores: [0.9, 0.8, 0.5],
      channels: { redundancy: [0.1, 0.2, 0] },
      draws: [],
      votes: null,
      verdict: { flagged: [1], outcome: 'all_right' },
    },
  ])
  // The mean of the draws that have a score.
  expect((await judged('deception_1')).rows).toMatchObject([
    {
      scores: [0.2, null],
      draws: [
        [0.1, null],
        [0.3, null],
      ],
      channels: {},
    },
  ])
  expect(await get(`/runs/${run.id}/items/deception_1`)).toEqual({
    id: 'deception_1',
    draws: [
      [0.1, null],
      [0.3, null],
    ],
    text: ['so', 'so'],
  })
})

test('scores of spans are stored by step, and come back as they were sent', async () => {
  // circular_1 is `x\n\ny\n\nz`: the spans are x, and y to z; a step takes the lowest of its spans.
  const line = {
    id: 'circular_1',
    scores: [0.9, 0.3],
    spans: [
      [0, 1],
      [3, 7],
    ],
  }
  const predictions = { ...STEPS_PREDICTIONS, circular: JSON.stringify(line) }
  const response = await submit(token, manifest(revision, { benchmark: STEPS.id }), predictions)
  const { id } = await response.json<Run>()
  const { rows } = await get<Page<ItemJudgement>>('/items/tiny-steps/circular_1/runs')
  expect(rows.find((row) => row.run === id)?.scores).toEqual([0.9, 0.3, 0.3])
  expect(await get(`/runs/${id}/items/circular_1`)).toEqual(line)
})

test.for([
  ['votes', '{"id":"circular_1","verdicts":[1]}', {}, 'invalid_predictions'],
  [
    'scores without a cut',
    STEPS_PREDICTIONS.circular,
    { kind: 'unbounded' },
    'invalid_predictions',
  ],
] as const)('%s cannot be ranked and are refused', async ([, circular, scoreKind, code]) => {
  const kind = 'kind' in scoreKind ? scoreKind : { kind: 'probability' }
  const deception =
    circular === STEPS_PREDICTIONS.circular
      ? STEPS_PREDICTIONS.deception
      : '{"id":"deception_1","verdicts":[0]}'
  const change = { benchmark: STEPS.id, scoreKind: kind }
  const response = await submit(token, manifest(revision, change), { circular, deception })
  expect(await refusalOf(response)).toMatchObject({ status: 422, code })
})
