import { parquetReadObjects, parquetMetadata } from 'hyparquet'
import { beforeEach, expect, test } from 'vitest'
import type { ErrorBody } from '#schema/error.ts'
import { call, manifest, newToken, PREDICTIONS, publish, submit } from './tiny.ts'

interface Row {
  readonly model: { readonly id: string; readonly params?: number }
}
let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function list(id: string, params?: number) {
  const model = { id, kind: 'discriminative_prm', ...(params !== undefined && { params }) }
  await submit(token, manifest(revision, { model }), PREDICTIONS)
}

test('CSV has a column for each field of the JSON rows', async () => {
  await list('m/half')
  const response = await call('/leaderboards/tiny?format=csv')
  expect(response.headers.get('content-type')).toContain('text/csv')
  const [head = '', row = ''] = (await response.text()).split('\n')
  const cells = Object.fromEntries(
    head.split(',').map((name, index) => [name, row.split(',')[index]]),
  )
  expect(cells).toMatchObject({
    rank: '1',
    'model.id': 'm/half',
    policy: 'fixed:0.5',
    'results.f1.average.value': '0.5',
    'results.f1.average.counts.error_n': '2',
    'coverage.items.scored': '4',
  })
})

test('NDJSON has a row a line, which are those of the JSON', async () => {
  await list('m/a')
  await list('m/b')
  const json = await (await call('/leaderboards/tiny')).json<{ rows: Row[] }>()
  const response = await call('/leaderboards/tiny?format=ndjson')
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(json.rows)
})

test('Parquet has typed columns, null where a row has no value', async () => {
  await list('m/a', 7_000_000_000)
  await list('m/b')
  const response = await call('/leaderboards/tiny?format=parquet')
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet')
  const file = await response.arrayBuffer()
  const columns = parquetMetadata(file).schema.slice(1)
  const types = Object.fromEntries(
    columns.map(({ name, type, converted_type: text }) => [name, text ?? type]),
  )
  expect(types).toMatchObject({
    rank: 'INT64',
    value: 'DOUBLE',
    held: 'BOOLEAN',
    run: 'UTF8',
    'model.params': 'DOUBLE',
    'coverage.items.scored': 'INT64',
    'results.f1.average.value': 'DOUBLE',
  })
  const rows = await parquetReadObjects({ file })
  expect(
    rows.map((row) => [row['model.id'], row['model.params'], row['rank'], row['value']]),
  ).toEqual(
    expect.arrayContaining([
      ['m/a', 7_000_000_000, 1n, 0.5],
      ['m/b', null, 1n, 0.5],
    ]),
  )
})

test.for([
  '/leaderboards/tiny',
  '/runs',
  '/runs/RUN/metrics',
  '/runs/RUN/items',
  '/items/tiny/a-1/runs',
  '/events',
  '/benchmarks',
  '/reported',
])('every list is there as CSV, NDJSON and Parquet: %s', async (path) => {
  await list('m/a')
  const runs = await (await call('/runs')).json<{ rows: { id: string }[] }>()
  const address = path.replace('RUN', runs.rows[0]?.id ?? '')
  const { rows } = await (await call(address)).json<{ rows: object[] }>()
  const csv = await call(`${address}?format=csv`)
  const ndjson = await call(`${address}?format=ndjson`)
  const parquet = await call(`${address}?format=parquet`)
  expect([csv.status, ndjson.status, parquet.status]).toEqual([200, 200, 200])
  expect((await ndjson.text()).split('\n').filter(Boolean)).toHaveLength(rows.length)
  expect(await parquetReadObjects({ file: await parquet.arrayBuffer() })).toHaveLength(rows.length)
})

test('an object that is null has no column of its own, so that pages have the same ones', async () => {
  await submit(
    token,
    manifest(revision, { model: { id: 'baseline/x', kind: 'baseline' } }),
    PREDICTIONS,
  )
  const csv = await (await call('/leaderboards/tiny?format=csv&fields=rank,rankRange')).text()
  expect(csv).toBe('rank\n\n')
})

test.for([
  ['text/csv', 'text/csv; charset=utf-8'],
  ['application/x-ndjson', 'application/x-ndjson'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
  ['application/json, text/csv;q=0.5', 'application/json'],
])('the header Accept chooses the format: %s', async ([accept = '', type]) => {
  const response = await call('/benchmarks', { headers: { accept } })
  expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('vary')).toContain('Accept')
})

test('fields chooses among the fields of rows, in every format', async () => {
  await list('m/a')
  const { rows } = await (await call('/runs?fields=id,state')).json<{ rows: object[] }>()
  expect(rows).toEqual([{ id: expect.stringMatching(/^run_/), state: 'listed' }])
  const csv = await (await call('/leaderboards/tiny?fields=rank,value&format=csv')).text()
  expect(csv).toBe('rank,value\n1,0.5\n')
})

test('a field that rows do not have is refused by its name', async () => {
  const response = await call('/runs?fields=id,score')
  expect(response.status).toBe(400)
  const { code, message, issues } = await response.json<ErrorBody>()
  expect([code, message]).toEqual(['invalid_request', expect.stringContaining('no field score')])
  expect(issues).toEqual([{ field: 'fields', message: 'score is no field' }])
})

test.for(['/runs?sord=date', '/protocols/x?y=1', '/leaderboards/tiny?limit=5&colour=red'])(
  'a parameter that a read does not take is refused: %s',
  async (path) => {
    const response = await call(path)
    expect(response.status).toBe(400)
    expect((await response.json<ErrorBody>()).message).toContain('Unknown query parameter')
  },
)

test('the next page is in the header Link', async () => {
  await list('m/a')
  await list('m/b')
  const first = await call('/runs?limit=1')
  const { next } = await first.json<{ next: string }>()
  expect(first.headers.get('link')).toBe(
    `<http://localhost/api/v1/runs?limit=1&cursor=${next}>; rel="next"`,
  )
  const last = await call(`/runs?limit=1&cursor=${next}`)
  expect(last.headers.get('link')).toBeNull()
})
