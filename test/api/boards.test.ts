import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { ErrorBody } from '#schema/error.ts'
import type { Run } from '#schema/run.ts'
import type { ItemJudgement, RunItem } from '#schema/run-item.ts'
import type { Standing } from '#schema/standing.ts'
import { listStandings } from '../../api/queries/standings.ts'
import { drizzle } from 'drizzle-orm/d1'
import { at, NONE } from '#schema/verdict.ts'
import { copyRows } from './copy-rows.ts'
import { countingReads } from './counting-reads.ts'
import { call, manifest, newToken, PREDICTIONS, publish, submit } from './tiny.ts'

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
}
const get = async <Body>(path: string) => (await call(path)).json<Body>()

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

/** b-1 is flagged below 0.75 only; with a score of 0.2 it is found and the average is 1. */
const better = { ...PREDICTIONS, b: PREDICTIONS.b.replace('0.7', '0.2') }

async function list(id: string, predictions = PREDICTIONS, kind = 'discriminative_prm') {
  const model = { model: { id, kind } }
  const response = await submit(token, manifest(revision, model), predictions)
  return response.json<Run>()
}

test('runs stand best first; equal values share a rank and baselines have none', async () => {
  await list('m/half')
  await list('m/half-too')
  await list('m/whole', better)
  await list('baseline/whole', better, 'baseline')
  const { rows, facets } = await get<Page<Standing>>('/leaderboards/tiny')
  const shown = rows.map(({ rank, model }) => [rank, model.id] as const)
  expect(new Set(shown.slice(0, 2))).toEqual(
    new Set([
      [1, 'm/whole'],
      [null, 'baseline/whole'],
    ]),
  )
  expect(shown.slice(2).map(([rank]) => rank)).toEqual([2, 2])
  expect(facets).toEqual({
    policy: { 'fixed:0.5': 4 },
    kind: { baseline: 1, discriminative_prm: 3 },
    trust: { recomputed: 4 },
    submitter: { ada: 4 },
    base: {},
    license: {},
    attested: { false: 4 },
    disclosure: { not_stated: 4 },
  })
})

test('a filter keeps the ranks of the whole board', async () => {
  await list('m/half', PREDICTIONS, 'generative_prm')
  await list('m/whole', better)
  const { rows } = await get<Page<Standing>>('/leaderboards/tiny?kind=generative_prm')
  expect(rows.map(({ rank, model }) => [rank, model.id])).toEqual([[2, 'm/half']])
})

test('classes are boards of their own; what used labels it is scored on is never ranked', async () => {
  await list('m/half')
  const tuned = await get<Page<Standing>>('/leaderboards/tiny?class=tuned')
  const oracle = await get<Page<Standing>>('/leaderboards/tiny?class=oracle')
  expect(tuned.rows).toMatchObject([{ rank: 1, policy: 'tuned:a' }])
  expect(oracle.rows).toMatchObject([{ rank: null, policy: 'oracle' }])
})

test('pages follow each other without gap or repeat, undefined values last', async () => {
  for (const name of ['a', 'b', 'c']) await list(`m/${name}`)
  await list('m/best', better)
  // A standing without a value, as a run whose headline is undefined has.
  await env.DB.prepare(
    "update standings set value = null where run = (select id from runs where model = 'm/b')",
  ).run()
  const seen: string[] = []
  let path = '/leaderboards/tiny?limit=1'
  for (;;) {
    const { rows, next } = await get<Page<Standing>>(path)
    seen.push(...rows.map(({ model }) => model.id))
    if (next === null) break
    path = `/leaderboards/tiny?limit=1&cursor=${encodeURIComponent(next)}`
  }
  expect(seen[0]).toBe('m/best')
  expect(seen.toSorted()).toEqual(['m/a', 'm/b', 'm/best', 'm/c'])
  expect(seen.at(-1)).toBe('m/b')
})

test('reading a page reads little more than its rows, however many runs there are', async () => {
  await list('m/a')
  await env.DB.prepare('drop trigger runs_need_submission').run()
  await copyRows('submissions', 500, { id: 'id || n' })
  await copyRows('runs', 500, { id: 'id || n' })
  await copyRows('standings', 500, { run: 'run || n', value: 'n / 1000.0' })
  const counted = countingReads()
  const filter = { benchmark: 'tiny', revision, board: 'label_free' }
  const rows = await listStandings(drizzle(counted.env.DB), filter, { limit: 20 })
  expect(rows).toHaveLength(20)
  expect(counted.rows()).toBeGreaterThan(0)
  expect(counted.rows()).toBeLessThanOrEqual(30)
})

test.for(['/leaderboards/tiny', '/benchmarks', '/runs', '/events', '/items/tiny/a-1/runs'])(
  'a cursor that is not one of ours is refused: %s',
  async (path) => {
    const response = await call(`${path}?cursor=x`)
    expect(response.status).toBe(400)
    expect((await response.json<ErrorBody>()).code).toBe('invalid_request')
  },
)

test('the items of a run come with outcome and facets, and can be filtered', async () => {
  const { id } = await list('m/half')
  const all = await get<Page<RunItem>>(`/runs/${id}/items`)
  expect(all.rows.map(({ item, verdict }) => [item.id, verdict.outcome])).toEqual([
    ['a-1', 'hit'],
    ['a-2', 'passed'],
    ['b-1', 'missed'],
    ['b-2', 'passed'],
  ])
  expect(all.facets).toEqual({
    outcome: { hit: 1, passed: 2, missed: 1 },
    subset: { a: 2, b: 2 },
    generator: { G: 1 },
    length: { '1-4': 4 },
    label: { error: 2, correct: 2 },
    position: { third_quarter: 1, no_error: 2, first_quarter: 1 },
    answer: { right: 1 },
  })
  const missed = await get<Page<RunItem>>(`/runs/${id}/items?outcome=missed`)
  expect(missed.rows).toMatchObject([
    { item: { id: 'b-1', label: at(0), steps: 1 }, verdict: { decision: NONE } },
  ])
  const page = await get<Page<RunItem>>(`/runs/${id}/items?limit=3`)
  const rest = await get<Page<RunItem>>(`/runs/${id}/items?limit=3&cursor=${page.next}`)
  expect(rest).toMatchObject({ rows: [{ item: { id: 'b-2' } }], next: null })
  const unknown = await call(`/runs/${id}/items?policy=fixed:0.25`)
  expect(unknown.status).toBe(400)
})

test('the items of a run are picked by their properties and by text', async () => {
  const { id } = await list('m/half')
  const idsOf = async (query: string) => {
    const { rows } = await get<Page<RunItem>>(`/runs/${id}/items?${query}`)
    return rows.map(({ item }) => item.id)
  }
  expect(await idsOf('generator=G')).toEqual(['a-1'])
  expect(await idsOf('generator=H')).toEqual([])
  expect(await idsOf('length=1-4&position=no_error')).toEqual(['a-2', 'b-2'])
  expect(await idsOf('answer=right&subset=a')).toEqual(['a-2'])
  expect(await idsOf('label=error')).toEqual(['a-1', 'b-1'])
  // The one with a right answer has no error.
  expect(await idsOf('label=error&answer=right')).toEqual([])
  expect(await idsOf('q=A-')).toEqual(['a-1', 'a-2'])
  // No text, though every item has such a field.
  expect(await idsOf('q=steps')).toEqual([])
  expect((await call(`/runs/${id}/items?q=x`)).status).toBe(422)
})

test('an item tells its text, label, neighbours and the other solutions of its problem', async () => {
  expect(await get('/items/tiny/a-1')).toMatchObject({
    content: { kind: 'first_error', problem: 'P', steps: ['x', 'y'], label: at(1), generator: 'G' },
    previous: null,
    next: 'a-2',
    related: [{ id: 'a-2', label: NONE, finalAnswerCorrect: true }],
  })
})

test('each run’s scores of one item come in the order of the board', async () => {
  await list('m/half')
  await list('m/whole', better)
  const { rows } = await get<Page<ItemJudgement>>('/items/tiny/b-1/runs')
  expect(rows.map(({ model, scores, verdict }) => [model.id, scores, verdict.outcome])).toEqual([
    ['m/whole', [0.2], 'hit'],
    ['m/half', [0.7], 'missed'],
  ])
  const tuned = await get<Page<ItemJudgement>>('/items/tiny/b-1/runs?class=tuned')
  // On a, every t above 0.2 and up to 0.5 is best; the only score there is 0.5.
  expect(tuned.rows.map(({ threshold }) => threshold)).toEqual([0.5, 0.5])
})

test.for([
  ['/benchmarks/none', 'not_found'],
  ['/leaderboards/none', 'not_found'],
  ['/runs/run_0000000000000000', 'not_found'],
  ['/runs/run_0000000000000000/items', 'not_found'],
  ['/runs/run_0000000000000000/items/a-1', 'not_found'],
  ['/runs/run_0000000000000000/predictions/a', 'not_found'],
  ['/items/tiny/none', 'not_found'],
  ['/items/none/a-1/runs', 'not_found'],
  ['/nowhere', 'not_found'],
] as const)('%s is not there, and says so', async ([path, code]) => {
  const response = await call(path)
  expect([response.status, (await response.json<ErrorBody>()).code]).toEqual([404, code])
})

test.for(['class=tuned&policy=fixed:0.5', 'policy=best_of:min'])(
  'a policy that has no board there is refused: %s',
  async (query) => {
    const response = await call(`/leaderboards/tiny?${query}`)
    expect(response.status).toBe(400)
  },
)

test('reads may come from any origin', async () => {
  const response = await call('/benchmarks', { headers: { origin: 'https://example.org' } })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})
