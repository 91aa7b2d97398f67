import { expect, test } from 'vitest'
import { call, contents, manifest, newToken, publish, refusalOf, submit } from './tiny.ts'
import { CATALOG, putCatalog } from './tiny-catalog.ts'

interface Row {
  readonly value: number
  readonly model: { readonly id: string }
  readonly recomputed: unknown
}

async function reported(query = '') {
  const response = await call(`/reported${query}`)
  expect(response.status).toBe(200)
  return response.json<{
    rows: Row[]
    next: string | null
    facets: Record<string, Record<string, number>>
  }>()
}

test('a published number comes with its protocol in plain words and a citation to follow', async () => {
  expect((await putCatalog()).status).toBe(200)
  const { rows } = await reported('?headline=true&model=method-7b')
  expect(rows).toEqual([
    {
      trust: 'reported',
      benchmark: { id: 'tiny', name: 'Tiny', board: 'tiny' },
      subset: { id: 'average', name: 'AVERAGE' },
      metric: 'f1',
      candidates: null,
      model: {
        id: 'method-7b',
        name: 'Method-7B',
        kind: 'discriminative_prm',
        huggingface: 'test/model',
        params: 7_000_000_000,
      },
      value: 0.75,
      headline: true,
      flags: [],
      protocol: {
        id: 'tuned',
        statement: 'Cut on subset A.',
        differences: [{ id: 'tuned_threshold', text: 'The cut was chosen on benchmark labels.' }],
      },
      source: {
        id: 'blog',
        title: 'A page',
        url: 'https://example.org/post',
        place: 'Row 3',
        paper: null,
      },
      recomputed: null,
    },
    expect.objectContaining({ value: 0.7, recomputed: null }),
  ])
})

test('an average that does not follow from its parts says what they give', async () => {
  await putCatalog()
  const { rows } = await reported('?headline=true&model=method-7b-soft')
  expect(rows).toMatchObject([
    {
      value: 0.65,
      flags: [
        {
          id: 'average_differs',
          text: 'The average does not follow from its parts.',
          recomputed: 0.6,
        },
      ],
    },
  ])
})

test('published numbers are in the order of their tables, highest first, page by page', async () => {
  await putCatalog()
  const { rows, facets } = await reported('?benchmark=tiny')
  expect(rows.map(({ value }) => value)).toEqual([0.8, 0.5, 0.7, 0.6, 0.9, 0.75, 0.7, 0.65])
  expect(facets).toEqual({
    benchmark: { tiny: 8 },
    subset: { a: 2, b: 2, average: 4 },
    metric: { f1: 8 },
    model: { judge: 1, 'method-7b': 4, 'method-7b-soft': 3 },
    paper: { method: 7 },
  })
  const first = await reported('?subset=average&limit=3')
  const second = await reported(`?subset=average&limit=3&cursor=${first.next}`)
  expect([...first.rows, ...second.rows].map(({ value }) => value)).toEqual([0.9, 0.75, 0.7, 0.65])
  expect(second.next).toBeNull()
  expect((await reported('?paper=method&model=judge')).rows).toHaveLength(1)
  expect((await reported('?model=test/model')).rows).toHaveLength(4)
  expect((await reported('?benchmark=other')).rows).toEqual([])
})

test('they are CSV on request', async () => {
  await putCatalog()
  const text = await (await call('/reported?headline=true&model=judge&format=csv')).text()
  const [header, row] = text.trim().split('\n')
  expect(header).toContain('benchmark.id')
  expect(row).toContain('https://arxiv.org/abs/2501.00001')
})

test('a headline number stands beside the newest run of the same weights, by the same rule', async () => {
  await putCatalog()
  const revision = await publish()
  const { token } = await newToken()
  const { id } = await (await submit(token, manifest(revision))).json<{ id: string }>()
  const { rows } = await reported('?headline=true')
  // The run has F1 1 on a, 0 on b at 0.5; the cut tuned on a is 0.5 as well or as good.
  expect(rows.map(({ model, recomputed }) => [model.id, recomputed])).toEqual([
    ['judge', null],
    ['method-7b', { run: id, policy: 'tuned:a', value: expect.any(Number) }],
    ['method-7b', { run: id, policy: 'fixed:0.5', value: 0.5 }],
    ['method-7b-soft', null],
  ])
  const { rows: parts } = await reported('?headline=false')
  expect(parts.every(({ recomputed }) => recomputed === null)).toBe(true)
  const headline = { subset: 'average', metric: 'f1' as const, onBoard: false }
  const benchmarks = CATALOG.benchmarks.map((benchmark) => ({ ...benchmark, headline }))
  await putCatalog({ ...CATALOG, benchmarks })
  const other = await reported('?headline=true')
  expect(other.rows.every(({ recomputed }) => recomputed === null)).toBe(true)
  const board = await (await call('/leaderboards/tiny')).json<{ rows: unknown[] }>()
  expect(board.rows).toHaveLength(1)
})

test('publishing the same again changes nothing, another catalog replaces all of it', async () => {
  const first = await (await putCatalog()).json()
  expect(first).toMatchObject({ papers: 2, models: 3, results: 8 })
  const before = await contents()
  expect(await (await putCatalog()).json()).toEqual(first)
  expect(await contents()).toEqual(before)

  const smaller = { ...CATALOG, results: CATALOG.results.slice(0, 3) }
  expect(await (await putCatalog(smaller)).json()).toMatchObject({ results: 3 })
  expect(await contents()).toEqual({
    ...before,
    reported_results: 3,
    events: (before['events'] ?? 0) + 1,
  })
  const events = await (await call('/events')).json<{ rows: unknown[] }>()
  expect(events.rows).toMatchObject([
    { type: 'catalog_published', submitter: null, detail: { results: '3' } },
    { type: 'catalog_published', detail: { results: '8' } },
  ])
})

test('a catalog that contradicts itself changes nothing and names item and field', async () => {
  await putCatalog()
  const before = await contents()
  const [first, ...others] = CATALOG.results
  const results = [{ ...first, source: 'hearsay' }, ...others]
  expect(await refusalOf(await putCatalog({ ...CATALOG, results }))).toMatchObject({
    status: 422,
    code: 'invalid_record',
    issues: expect.arrayContaining([
      {
        item: 'tiny a f1 method-7b fixed hearsay',
        field: 'source',
        message: 'The catalog has no hearsay',
      },
    ]),
  })
  expect(await contents()).toEqual(before)
})

test('only the operator may publish it', async () => {
  const { token } = await newToken()
  const body = JSON.stringify(CATALOG)
  expect((await call('/admin/catalog', { method: 'PUT', body })).status).toBe(401)
  expect((await call('/admin/catalog', { method: 'PUT', token, body })).status).toBe(403)
})

test('the tables are listed with their subsets and averages', async () => {
  await putCatalog()
  expect(await reported('/benchmarks')).toEqual({
    rows: [
      expect.objectContaining({
        id: 'tiny',
        headline: { subset: 'average', metric: 'f1', onBoard: true },
      }),
    ],
    next: null,
    facets: {},
  })
})

test('a benchmark that only papers report says where its numbers are', async () => {
  await putCatalog()
  const tables = await call('/reported/benchmarks')
  // Eight numbers of three models in the one table.
  expect(await tables.json()).toMatchObject({ rows: [{ id: 'tiny', results: 8, models: 3 }] })
  for (const path of ['/leaderboards/tiny', '/benchmarks/tiny']) {
    expect(await refusalOf(await call(path))).toMatchObject({
      status: 404,
      message:
        'Nothing is recomputed here of tiny. What papers report: /api/v1/reported?benchmark=tiny',
    })
  }
  const { message } = await refusalOf(await call('/leaderboards/nowhere'))
  expect(message).toBe('No benchmark nowhere. See /api/v1/benchmarks')
})

test('a paper tells what evaluating its system needs, and how much of it is there', async () => {
  await putCatalog()
  const paper = await call('/papers/method')
  const all = { id: 'prediction-submission', state: 'partial', lacks: 'more formats' }
  expect(await paper.json()).toMatchObject({
    needs: ['first-error-f1'],
    coverage: { state: 'reported_only', needs: [all, { id: 'first-error-f1', state: 'whole' }] },
  })
  const capabilities = CATALOG.capabilities.map(({ id, tier, description }) => ({
    id,
    tier,
    description,
    state: 'whole',
  }))
  await putCatalog({ ...CATALOG, capabilities })
  expect(await (await call('/papers/method')).json()).toMatchObject({
    coverage: { state: 'works' },
  })
})
