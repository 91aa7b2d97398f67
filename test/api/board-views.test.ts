import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, expect, test } from 'vitest'
import type { Standing } from '#schema/standing.ts'
import { markChanged } from '../../api/queries/boards.ts'
import { copyRows } from './copy-rows.ts'
import { countingReads } from './counting-reads.ts'
import { call, manifest, newToken, PREDICTIONS, publish, refreshBoards, submit } from './tiny.ts'

interface Page {
  readonly rows: readonly Standing[]
  readonly next: string | null
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>
}

let revision: string
beforeEach(async () => {
  revision = await publish()
})

const better = { ...PREDICTIONS, b: PREDICTIONS.b.replace('0.7', '0.2') }

async function list(
  id: string,
  model: object = {},
  { submitter = 'ada', predictions = PREDICTIONS } = {},
) {
  const { token } = await newToken({ submitter })
  const about = { model: { id, kind: 'discriminative_prm', ...model } }
  expect((await submit(token, manifest(revision, about), predictions)).status).toBe(201)
}

async function modelsOf(query: string): Promise<string[]> {
  const response = await call(`/leaderboards/tiny?${query}`)
  expect(response.status).toBe(200)
  return (await response.json<Page>()).rows.map(({ model }) => model.id)
}

/** Four runs: two values, three sizes and one unknown. */
async function fill() {
  await list('qwen/small', { params: 1.5e9, license: 'MIT', base: 'qwen/base' })
  await list('llama/large', { params: 70e9, kind: 'generative_prm', license: 'llama3' })
  await list('qwen/medium', { params: 7e9, license: 'MIT' }, { predictions: better })
  await list('mystery', {}, { submitter: 'bob' })
}

test.for([
  ['kind=generative_prm', ['llama/large']],
  ['submitter=bob', ['mystery']],
  ['base=qwen/base', ['qwen/small']],
  ['license=MIT&sort=model', ['qwen/medium', 'qwen/small']],
  ['q=QWEN&sort=model', ['qwen/medium', 'qwen/small']],
  ['min_params=7000000000&sort=params', ['llama/large', 'qwen/medium']],
  ['max_params=7000000000&sort=params', ['qwen/medium', 'qwen/small']],
  ['policy=fixed:0.5&trust=recomputed&kind=generative_prm', ['llama/large']],
  ['q=nothing', []],
] as const)('a board is filtered: %s', async ([query, models]) => {
  await fill()
  expect(await modelsOf(query)).toEqual(models)
})

test.for([
  ['sort=model', ['llama/large', 'mystery', 'qwen/medium', 'qwen/small']],
  ['sort=model&order=desc', ['qwen/small', 'qwen/medium', 'mystery', 'llama/large']],
  ['sort=params', ['llama/large', 'qwen/medium', 'qwen/small', 'mystery']],
  ['sort=params&order=asc', ['qwen/small', 'qwen/medium', 'llama/large', 'mystery']],
  ['sort=date', ['mystery', 'qwen/medium', 'llama/large', 'qwen/small']],
  ['sort=date&order=asc', ['qwen/small', 'llama/large', 'qwen/medium', 'mystery']],
] as const)('a board is sorted, what has no key last: %s', async ([query, models]) => {
  await fill()
  expect(await modelsOf(query)).toEqual(models)
})

test('a filter keeps the ranks of the whole board, and facets count all of it', async () => {
  await fill()
  const { rows, facets } = await (await call('/leaderboards/tiny?submitter=bob')).json<Page>()
  expect(rows.map(({ rank }) => rank)).toEqual([2])
  expect(facets).toEqual({
    policy: { 'fixed:0.5': 4 },
    kind: { discriminative_prm: 3, generative_prm: 1 },
    trust: { recomputed: 4 },
    attested: { false: 4 },
    disclosure: { not_stated: 4 },
    submitter: { ada: 3, bob: 1 },
    base: { 'qwen/base': 1 },
    license: { MIT: 2, llama3: 1 },
  })
})

test.for([
  'sort=value',
  'sort=value&order=asc',
  'sort=date',
  'sort=params',
  'sort=model&order=desc',
])('pages follow each other without gap or repeat under %s', async (query) => {
  await fill()
  await list('qwen/small', { params: 1.5e9 }, { submitter: 'bob' })
  const whole = await (await call(`/leaderboards/tiny?${query}`)).json<Page>()
  const seen: string[] = []
  let path = `/leaderboards/tiny?limit=2&${query}`
  for (;;) {
    const { rows, next } = await (await call(path)).json<Page>()
    seen.push(...rows.map(({ run }) => run))
    if (next === null) break
    path = `/leaderboards/tiny?limit=2&${query}&cursor=${encodeURIComponent(next)}`
  }
  expect(seen).toEqual(whole.rows.map(({ run }) => run))
  expect(new Set(seen).size).toBe(5)
})

test.for(['sort=size', 'order=up', 'min_params=many', 'trust=much', 'q='])(
  'a filter or an order that is none is refused: %s',
  async (query) => {
    expect((await call(`/leaderboards/tiny?${query}`)).status).toBe(422)
  },
)

test('with 10,000 runs any view reads little more than the rows it shows', async () => {
  await list('m/a', { params: 7e9 })
  await env.DB.prepare('drop trigger runs_need_submission').run()
  const many = 10_000
  await copyRows('submissions', many, { id: "printf('run_%016x', n)" })
  await copyRows('runs', many, {
    id: "printf('run_%016x', n)",
    model: "'m/' || (n % 50)",
    created_at: "printf('2026-01-01T%02d:%02d:00.000Z', n / 60 % 24, n % 60)",
  })
  await copyRows('standings', many, {
    run: "printf('run_%016x', n)",
    value: 'n / 20000.0',
    rank: '10001 - n',
    lower: 'null',
    upper: 'null',
    rank_best: 'null',
    rank_worst: 'null',
    kind: "iif(n % 1000 = 0, 'outcome_rm', kind)",
    model: "'m/' || (n % 50)",
    row: "json_set(row, '$.run', printf('run_%016x', n))",
  })
  const address = { benchmark: 'tiny', revision }
  const [mark] = markChanged(drizzle(env.DB), address, ['label_free'])
  if (mark) await mark
  await refreshBoards()
  for (const query of [
    '/leaderboards/tiny?limit=20',
    '/leaderboards/tiny?limit=20&sort=date',
    '/leaderboards/tiny?limit=20&sort=value&order=asc',
    '/leaderboards/tiny?limit=10&kind=outcome_rm',
    '/leaderboards/tiny?limit=20&q=m/7',
    '/runs?limit=20',
    '/runs?limit=20&benchmark=tiny',
    '/runs?limit=20&model=m/7',
    '/runs?limit=20&submitter=ada',
    '/runs?limit=20&state=listed',
    '/events?limit=20',
  ]) {
    const counted = countingReads()
    const response = await call(query, { bindings: counted.env })
    const { rows } = await response.json<Page>()
    expect([query, rows.length > 1]).toEqual([query, true])
    expect([query, counted.rows() > 0, Math.max(counted.rows(), rows.length + 10)]).toEqual([
      query,
      true,
      rows.length + 10,
    ])
  }
  const held = countingReads()
  await (await call('/runs?state=held', { bindings: held.env })).text()
  expect(held.rows()).toBeLessThanOrEqual(10)
}, 60_000)
