import { cp, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ReportedResult } from '#schema/catalog.ts'
import { readCatalog } from '../../../bench-runner/catalog/read-catalog.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'

const FOLDER = 'bench-runner/catalog'
const Named = z.looseObject({ id: z.string().optional(), model: z.string().optional() })
const RESULTS = join('results', 'processbench.jsonl')

test('the catalog of the repository can be published', async () => {
  const read = await readCatalog()
  expect(read).toMatchObject({ status: 'ok' })
  if (read.status !== 'ok') return
  expect(read.catalog.papers.length).toBe(82)
  expect(read.catalog.results.length).toBeGreaterThan(3600)
  expect(
    new Set(read.catalog.results.flatMap(({ flags }) => flags.map(({ flag }) => flag))),
  ).toEqual(new Set(['average_differs', 'f1_differs', 'missing_counted_as_zero', 'computed_here']))
})

const Gathered = z.object({
  papers: z.array(z.object({ title: z.string() })),
  models: z.array(z.object({ name: z.string() })),
  results: z.array(z.object({ value: z.number(), unit: z.string() })),
})

test.skipIf(!hasSharedData)(
  'it leaves out no paper, model or number that was gathered',
  async () => {
    const read = await readCatalog()
    if (read.status !== 'ok') throw new Error(read.message)
    const { papers, models, results } = read.catalog
    const text = await readFile(new URL('reference/systems.json', SHARED), 'utf8')
    const gathered = Gathered.parse(JSON.parse(text))
    const spaceless = ({ title }: { readonly title: string }) => title.replaceAll(' ', '')
    expect(papers.map(spaceless).toSorted()).toEqual(gathered.papers.map(spaceless).toSorted())
    expect(models.length).toBeGreaterThanOrEqual(gathered.models.length)
    const counted = countOf(results.map(({ value }) => value))
    const wanted = countOf(
      gathered.results.map(({ value, unit }) => (unit === 'percent' ? value / 100 : value)),
    )
    const missing = [...wanted].filter(([value, times]) => (counted.get(value) ?? 0) < times)
    expect(missing).toEqual([])
  },
)

/** How often each value stands, by its six decimals. */
function countOf(values: readonly number[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(values, (value) => value.toFixed(6))
  return new Map([...groups].map(([value, { length }]) => [value, length]))
}

test('every source, protocol, benchmark and capability is used', async () => {
  const read = await readCatalog()
  if (read.status !== 'ok') throw new Error(read.message)
  const { capabilities, papers, sources, protocols, benchmarks, results } = read.catalog
  const used = (part: 'source' | 'protocol' | 'benchmark') =>
    new Set(results.map((row) => row[part]))
  expect(sources.filter(({ id }) => !used('source').has(id))).toEqual([])
  expect(protocols.filter(({ id }) => !used('protocol').has(id))).toEqual([])
  expect(benchmarks.filter(({ id }) => !used('benchmark').has(id))).toEqual([])
  const needed = new Set(papers.flatMap(({ needs }) => needs))
  expect(capabilities.filter(({ id }) => !needed.has(id))).toEqual([])
})

/** Where papers are: arXiv with the year and month of a first version, the ACL Anthology, OpenReview. */
const PAPER_LINK =
  /^https:\/\/(?:arxiv\.org\/abs\/(?<year>\d{2})(?:0[1-9]|1[0-2])\.\d{5}|aclanthology\.org\/[\w.-]+\/|openreview\.net\/forum\?id=[\w-]+)$/

test('every paper has a link of its own to where papers are, and the year of its arXiv number', async () => {
  const read = await readCatalog()
  if (read.status !== 'ok') throw new Error(read.message)
  const { papers } = read.catalog
  for (const { id, url, year } of papers) {
    const found = PAPER_LINK.exec(url)
    const numbered = found?.groups?.['year']
    expect([id, found !== null, numbered ?? String(year % 100)]).toEqual([
      id,
      true,
      String(year % 100),
    ])
  }
  expect(new Set(papers.map(({ url }) => url)).size).toBe(papers.length)
})

test('its files are in order, one record a line, and small', async () => {
  let bytes = 0
  for (const name of await readdir(FOLDER, { recursive: true })) {
    if (!name.endsWith('.jsonl')) continue
    const text = await readFile(join(FOLDER, name), 'utf8')
    bytes += (await stat(join(FOLDER, name))).size
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => Named.parse(JSON.parse(line)))
    expect([name, text]).toEqual([
      name,
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    ])
    const keys = records.map(({ id, model }) => id ?? model ?? '')
    expect([name, keys]).toEqual([name, keys.toSorted()])
  }
  expect(bytes).toBeLessThan(1_500_000)
})

const RESULT = {
  model: 'actprm',
  benchmark: 'processbench',
  subset: 'gsm8k',
  metric: 'f1',
  value: 0.816,
  protocol: 'processbench-actprm-authors',
  source: 'actprm-processbench',
}

test.for([
  [
    'an unknown benchmark',
    { benchmark: 'processbanch' },
    'benchmark',
    'The catalog has no processbanch',
  ],
  ['an unknown subset', { subset: 'gsm9k' }, 'subset', 'The catalog has no gsm9k'],
  [
    'a metric the benchmark has not',
    { metric: 'prm_score' },
    'metric',
    'The catalog has no prm_score',
  ],
  ['an unknown model', { model: 'nobody' }, 'model', 'The catalog has no nobody'],
  ['a missing source', { source: 'hearsay' }, 'source', 'The catalog has no hearsay'],
  ['an unknown protocol', { protocol: 'secret' }, 'protocol', 'The catalog has no secret'],
  [
    'a value above 1',
    { subset: 'gsm8k-flawed', value: 81.6 },
    'value',
    '81.6 is not from 0 to 1. Write 73.5 % as 0.735',
  ],
  ['the same number twice', {}, 'results', 'Given twice'],
] as const)('%s is refused by item and field', async ([, change, field, message]) => {
  const folder = await copyWith({ ...RESULT, ...change })
  const read = await readCatalog(folder)
  expect(read).toMatchObject({
    status: 'failed',
    code: 'invalid',
    issues: expect.arrayContaining([expect.objectContaining({ field, message })]),
  })
})

test.for([
  ['a metric nobody knows', { metric: 'vibes' }, 'metric'],
  ['a value below 0', { value: -0.1 }, 'value'],
  ['a field nobody knows', { vibes: 1 }, ''],
  ['no source at all', { source: undefined }, 'source'],
] as const)('%s is refused by file, line and field', async ([, change, field]) => {
  const folder = await copyWith({ ...RESULT, ...change })
  const lines = (await readFile(join(folder, RESULTS), 'utf8')).trimEnd().split('\n').length
  expect(await readCatalog(folder)).toMatchObject({
    status: 'failed',
    issues: [expect.objectContaining({ item: RESULTS, line: lines, field })],
  })
})

test('a source that no reader could open is refused', async () => {
  const folder = await copyOf()
  const source = { id: 'zzz', title: 'A talk', url: 'somewhere', place: 'Slide 3', decimals: 1 }
  await append(join(folder, 'sources.jsonl'), source)
  const read = await readCatalog(folder)
  expect(read).toMatchObject({ issues: [{ item: 'sources.jsonl', field: 'url' }] })
})

test('two models with the same weights are refused', async () => {
  const folder = await copyOf()
  const model = { id: 'zzz', name: 'Z', type: 'copy', huggingface: 'sail/ActPRM', verified: false }
  await append(join(folder, 'models.jsonl'), model)
  expect(await readCatalog(folder)).toMatchObject({
    issues: [{ item: 'sail/ActPRM', field: 'huggingface' }],
  })
})

test('an average that does not follow from its parts must say so', async () => {
  const folder = await copyOf()
  const average = {
    ...RESULT,
    subset: 'average',
    value: 0.9,
    source: 'thinkprm',
    protocol: 'r-prm-mean-2',
  }
  const parts = ['gsm8k', 'math', 'olympiadbench', 'omnimath'].map((subset) => ({
    ...average,
    subset,
    value: 0.5,
  }))
  for (const row of [average, ...parts]) await append(join(folder, RESULTS), row)
  const refused = await readCatalog(folder)
  expect(refused).toMatchObject({
    issues: [
      {
        item: 'processbench average f1 actprm r-prm-mean-2 thinkprm',
        field: 'flags',
        message:
          'Does not follow from its parts. Flag it {"flag":"average_differs","recomputed":0.5}',
      },
    ],
  })
})

async function copyOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catalog-'))
  await cp(FOLDER, folder, { recursive: true })
  return folder
}

async function copyWith(result: Partial<Record<keyof ReportedResult | 'vibes', unknown>>) {
  const folder = await copyOf()
  await append(join(folder, RESULTS), result)
  return folder
}

async function append(file: string, record: object) {
  await writeFile(file, `${await readFile(file, 'utf8')}${JSON.stringify(record)}\n`)
}
