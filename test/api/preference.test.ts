import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { ItemDetail, ItemJudgement, RunItem } from '#schema/run-item.ts'
import type { Standing } from '#schema/standing.ts'
import {
  FIRST_PREFERENCE,
  PREFERENCE,
  PREFERENCE_ITEMS,
  PREFERENCE_PREDICTIONS,
} from './tiny-preference.ts'
import { call, manifest, newToken, publish, refusalOf, submit } from './tiny.ts'

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
}
const get = async <Body>(path: string) => (await call(path)).json<Body>()

let token: string
let revision: string
let run: Run
beforeEach(async () => {
  token = (await newToken()).token
  revision = await publish(PREFERENCE_ITEMS, PREFERENCE)
  const own = manifest(revision, { benchmark: PREFERENCE.id })
  const response = await submit(token, own, PREFERENCE_PREDICTIONS)
  run = await response.json<Run>()
})

test('runs rank by their mean reciprocal rank', async () => {
  const { rows, facets } = await get<Page<Standing>>('/leaderboards/tiny-preference')
  expect(rows).toMatchObject([
    {
      rank: 1,
      policy: 'rank',
      value: (3 / 4 + 1 / 4) / 2,
      coverage: { items: { expected: 3, scored: 3 }, steps: { expected: 9, scored: 7 } },
      outcomes: { chosen_first: 1, tied_first: 1, chosen_unscored: 1 },
    },
  ])
  expect(facets).toMatchObject({ policy: { rank: 1 } })
  expect((await call('/leaderboards/tiny-preference?class=tuned')).status).toBe(200)
  const pairs = run.results.find(
    ({ subset, metric }) => subset === 'b' && metric === 'pairwise_accuracy',
  )
  expect(pairs).toMatchObject({ value: 0, k: 0, n: 3 })
  // Subset a tells its one task, b none, so there is no average of tasks.
  const tasks = run.results.filter(({ metric }) => metric === 'task_accuracy')
  expect(tasks).toMatchObject([{ subset: 'a', k: 0, n: 1 }])
})

test('its items say where the chosen one stands', async () => {
  const { rows } = await get<Page<RunItem>>(`/runs/${run.id}/items?outcome=chosen_first`)
  expect(rows).toEqual([
    {
      item: { kind: 'preference', id: 'a-1', subset: 'a', rejected: 2, task: 't' },
      verdict: { kind: 'preference', outcome: 'chosen_first', above: 0, tied: 0, beaten: 2 },
    },
  ])
})

test('an item tells its texts, its task’s other items, and each run’s scores, the chosen one first', async () => {
  const { content, related } = await get<ItemDetail>('/items/tiny-preference/a-1')
  const { id: _, subset: __, ...item } = PREFERENCE_ITEMS[0] ?? {}
  expect(content).toEqual({ kind: 'preference', ...item })
  expect(related).toMatchObject([{ kind: 'preference', id: 'a-2' }])
  const { rows } = await get<Page<ItemJudgement>>('/items/tiny-preference/a-1/runs')
  expect(rows).toMatchObject([
    {
      policy: 'rank',
      // The mean of the draws; the last one has one draw.
      scores: [0.75, 0.375, 0],
      draws: [
        [1, 0.5, 0],
        [0.5, 0.25, null],
      ],
      channels: { progress: [3, 2, null] },
      votes: null,
      verdict: { outcome: 'chosen_first' },
    },
  ])
})

test('the line comes back as it was sent, with what is attached to it', async () => {
  expect(await get<unknown>(`/runs/${run.id}/items/a-1`)).toEqual(FIRST_PREFERENCE)
})

test('its diagnostics tell margins and slices; it has no curve', async () => {
  const { subsets, slices } = await get<{ subsets: unknown; slices: unknown }>(
    `/runs/${run.id}/diagnostics`,
  )
  expect(subsets).toMatchObject([
    { id: 'a', margins: { measured: 2, unmeasured: 0 } },
    { id: 'b', margins: { measured: 0, unmeasured: 1, quantiles: [] } },
  ])
  expect(slices).toMatchObject({
    rejected: [
      { rejected: 1, strict: { k: 0, n: 1 } },
      { rejected: 2, strict: { k: 1, n: 1 } },
      { rejected: 3, strict: { k: 0, n: 1 } },
    ],
  })
  expect((await call(`/runs/${run.id}/curve`)).status).toBe(400)
})

test('two runs compare', async () => {
  const better = {
    a: '{"id":"a-1","chosen":1,"rejected":[0,0]}\n{"id":"a-2","chosen":1,"rejected":[0]}\n',
    b: '{"id":"b-1","chosen":1,"rejected":[0,0,0]}\n',
  }
  const own = manifest(revision, { benchmark: PREFERENCE.id })
  const other = await (await submit(token, own, better)).json<Run>()
  const { pairs } = await get<{ pairs: readonly unknown[] }>(`/compare?runs=${run.id},${other.id}`)
  expect(pairs).toMatchObject([
    {
      headline: { metric: 'mrr', subset: 'average', difference: { value: -0.5 } },
      decisions: { all: { both: 1, onlyA: 0, onlyB: 2, neither: 0 } },
    },
  ])
})

test.for([
  ['{"id":"b-1","chosen":1,"rejected":[1]}', 'rejected'],
  ['{"id":"b-1","chosen":2,"rejected":[1,0,0]}', 'chosen'],
  ['{"id":"b-1","scores":[1,0,0,0]}', ''],
  ['{"id":"b-1","verdicts":[1]}', ''],
  ['{"id":"b-1","chosen":1,"rejected":[1,0,0],"attachments":[{"kind":"x"}]}', 'attachments.0.kind'],
] as const)('refuses %s by its field', async ([line, field]) => {
  const own = manifest(revision, { benchmark: PREFERENCE.id })
  const refusal = await refusalOf(
    await submit(token, own, { ...PREFERENCE_PREDICTIONS, b: `${line}\n` }),
  )
  expect(refusal).toMatchObject({ status: 422, code: 'invalid_predictions' })
  expect(refusal.issues?.[0]).toMatchObject({ item: 'b-1', field })
})
