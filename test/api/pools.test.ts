import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import type { ItemDetail, ItemJudgement, RunItem } from '#schema/run-item.ts'
import type { Standing } from '#schema/standing.ts'
import { POOL, POOL_ITEMS, POOL_PREDICTIONS } from './tiny-pool.ts'
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
  revision = await publish(POOL_ITEMS, POOL)
  const response = await submit(token, manifest(revision, { benchmark: POOL.id }), POOL_PREDICTIONS)
  run = await response.json<Run>()
})

test('each policy is a board of its own, with the ceiling and the majority beside it', async () => {
  const { rows, facets } = await get<Page<Standing>>('/leaderboards/tiny-pool')
  expect(rows).toMatchObject([
    { rank: 1, policy: 'best_of:min', value: 0.5, outcomes: { chose_right: 1, chose_wrong: 1 } },
  ])
  expect(facets).toMatchObject({ policy: { 'best_of:min': 1, 'best_of:max': 1, 'vote:min': 1 } })
  const at2 = rows[0]?.results.filter(({ candidates }) => candidates === 2)
  expect(at2).toMatchObject([
    { policy: 'best_of:min', k: 1, n: 2, value: 0.5, tie_share: 0 },
    { policy: 'pass', value: 1 },
    // p-1 ties one vote to one, and the first is right; in p-2 the null answer casts no vote.
    { policy: 'majority', value: 1 },
  ])
  const max = await get<Page<Standing>>('/leaderboards/tiny-pool?policy=best_of:max')
  expect(max.rows).toMatchObject([{ rank: 1, policy: 'best_of:max', value: 0.5 }])
  for (const query of ['policy=pass', 'policy=fixed:0.5', 'class=tuned']) {
    expect((await call(`/leaderboards/tiny-pool?${query}`)).status).toBe(400)
  }
})

test('a run tells every policy for every number of candidates', () => {
  const policies = [...new Set(run.results.map(({ policy }) => policy))]
  expect(policies).toHaveLength(12)
  const min = run.results.filter(({ policy }) => policy === 'best_of:min')
  // One of each problem's two candidates is right.
  expect(min).toMatchObject([
    { candidates: 1, value: 0.5 },
    { candidates: 2, value: 0.5, k: 1 },
  ])
})

test('its items say what was chosen', async () => {
  const { rows } = await get<Page<RunItem>>(`/runs/${run.id}/items?policy=best_of:min`)
  expect(rows).toEqual([
    {
      item: { kind: 'best_of_n', id: 'p-1', subset: 'all', steps: 3, candidates: 2, correct: 1 },
      verdict: { kind: 'best_of_n', outcome: 'chose_wrong', right: false, chosen: 1, tied: 1 },
    },
    {
      item: { kind: 'best_of_n', id: 'p-2', subset: 'all', steps: 4, candidates: 2, correct: 1 },
      verdict: { kind: 'best_of_n', outcome: 'chose_right', right: true, chosen: 0, tied: 1 },
    },
  ])
})

test('a problem tells its candidates, and each run’s scores of them', async () => {
  const { content } = await get<ItemDetail>('/items/tiny-pool/p-1')
  const { id: _, subset: __, ...item } = POOL_ITEMS[0] ?? {}
  expect(content).toEqual({ kind: 'best_of_n', ...item })
  const { rows } = await get<Page<ItemJudgement>>('/items/tiny-pool/p-1/runs?policy=vote:max')
  expect(rows).toMatchObject([
    {
      policy: 'vote:max',
      scores: [[0.2, 0.9], [0.5]],
      verdict: { outcome: 'chose_right', chosen: 0 },
    },
  ])
})

test('scores that are no probabilities stand on the boards that need none', async () => {
  const change = { benchmark: POOL.id, scoreKind: { kind: 'unbounded' } }
  const response = await submit(token, manifest(revision, change), POOL_PREDICTIONS)
  const { results } = await response.json<Run>()
  expect([...new Set(results.map(({ policy }) => policy))].sort()).toEqual([
    'best_of:last',
    'best_of:max',
    'best_of:mean',
    'best_of:min',
    'majority',
    'pass',
  ])
})

test('a claimed value that does not follow is refused with both', async () => {
  const values = [
    { policy: 'best_of:min', subset: 'all', metric: 'accuracy', candidates: 2, value: 0.5 },
    { policy: 'best_of:min', subset: 'all', metric: 'accuracy', candidates: 1, value: 0.75 },
  ]
  const claim = { metricVersions: { best_of_n: '1' }, values }
  const response = await submit(
    token,
    manifest(revision, { benchmark: POOL.id, claim }),
    POOL_PREDICTIONS,
  )
  expect(await refusalOf(response)).toMatchObject({
    code: 'claim_mismatch',
    issues: [
      {
        field: 'claim.values.1',
        message: 'accuracy of all under best_of:min of 1 candidates: claimed 0.75, recomputed 0.5',
      },
    ],
  })
})

test.for([
  ['{"id":"p-1","scores":[[0.2,0.9]]}', 'scores'],
  ['{"id":"p-1","scores":[[0.2],[0.5]]}', 'scores.0'],
  ['{"id":"p-1","scores":[[0.2,2],[0.5]]}', 'scores.0.1'],
  ['{"id":"p-1","verdicts":[1]}', ''],
] as const)('refuses %s by its field', async ([line, field]) => {
  const predictions = { all: `${line}\n${POOL_PREDICTIONS.all.split('\n')[1]}\n` }
  const response = await submit(token, manifest(revision, { benchmark: POOL.id }), predictions)
  const refusal = await refusalOf(response)
  expect(refusal).toMatchObject({ status: 422, code: 'invalid_predictions' })
  expect(refusal.issues?.[0]).toMatchObject({ item: 'p-1', field })
})
