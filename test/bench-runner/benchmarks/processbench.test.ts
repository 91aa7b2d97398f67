import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processBench, processBench1000 } from '../../../bench-runner/benchmarks/processbench.ts'
import { temporaryFolder } from '../stepmark.ts'

const DATA = '../shared/data'
const FIRST = '4bae027e393edfd462429302c9c4467768009d4e8b4f2b577c3237a341bab1db'
const SECOND = '8cc188101602ee6ed7c5bc53dc11aef5e5810077d3468cb39ba1669fff1cf5c6'

async function load(source: typeof processBench, options: { data?: string; labels?: string }) {
  const loaded = await source.load({ ...options, cache: 'nowhere', fetch })
  if (loaded.status === 'failed') throw new Error(loaded.message)
  const { revision, labelSet, warnings } = loaded
  return { id: revision.id, items: revision.items.length, labelSet, warnings }
}

test.skipIf(!existsSync(DATA))('knows the label set of a local copy by its revision', async () => {
  expect(await load(processBench, { data: `${DATA}/processbench` })).toEqual({
    id: SECOND,
    items: 3400,
    labelSet: '2',
    warnings: [],
  })
  const first = temporaryFolder()
  cpSync(`${DATA}/processbench`, first, { recursive: true })
  cpSync(`${DATA}/processbench-2024-12-10`, first, { recursive: true })
  expect(await load(processBench, { data: first })).toMatchObject({ id: FIRST, labelSet: '1' })
})

test.skipIf(!existsSync(DATA))('applies a label set to a local copy', async () => {
  const data = `${DATA}/processbench`
  expect(await load(processBench, { data, labels: '1' })).toMatchObject({
    id: FIRST,
    labelSet: '1',
  })
  expect(await load(processBench, { data, labels: '2' })).toMatchObject({ id: SECOND })
})

test.skipIf(!existsSync(DATA))(
  'reads the download from the cache and gives it the corrected label',
  async () => {
    const cache = temporaryFolder()
    const folder = join(cache, 'processbench', 'ee5ae00')
    mkdirSync(folder, { recursive: true })
    cpSync(`${DATA}/processbench`, folder, { recursive: true })
    cpSync(`${DATA}/processbench-2024-12-10`, folder, { recursive: true, force: true })
    const offline = () => Promise.reject(new TypeError('fetch failed'))
    const loaded = await processBench.load({ cache, fetch: offline })
    expect(loaded).toMatchObject({ status: 'ok', labelSet: '2', revision: { id: SECOND } })
  },
)

test.skipIf(!existsSync(DATA))(
  'finds the 1,000 items in their own folder and in the whole benchmark',
  async () => {
    const own = await load(processBench1000, { data: `${DATA}/processbench-1000` })
    expect(own).toMatchObject({ items: 1000, labelSet: '2', warnings: [] })
    expect(await load(processBench1000, { data: `${DATA}/processbench` })).toEqual(own)
  },
)

test.skipIf(!existsSync(DATA))('warns of a subset that a folder lacks', async () => {
  const data = temporaryFolder()
  cpSync(`${DATA}/processbench/gsm8k.json`, join(data, 'gsm8k.json'))
  const { items, labelSet, warnings } = await load(processBench, { data })
  expect({ items, labelSet }).toEqual({ items: 400, labelSet: 'custom' })
  expect(warnings).toHaveLength(3)
  expect(warnings[0]).toContain('has no math.json')
})

test('says which files it looked for', async () => {
  const data = temporaryFolder()
  const loaded = await processBench.load({ data, cache: 'nowhere', fetch })
  expect(loaded).toMatchObject({
    code: 'missing_file',
    message: `No file of gsm8k.json, math.json, olympiadbench.json, omnimath.json in ${data}`,
  })
})

test('names file, row and field of a row that it cannot read', async () => {
  const data = temporaryFolder()
  const good = { id: 'math-1', problem: 'p', steps: ['a', 'b'], label: 1, source: 'ignored' }
  writeFileSync(
    join(data, 'math.json'),
    JSON.stringify([good, { ...good, id: 'math-2', label: 2 }, { ...good, steps: [1] }, null]),
  )
  const loaded = await processBench.load({ data, cache: 'nowhere', fetch })
  expect(loaded).toMatchObject({
    code: 'invalid',
    message: `${join(data, 'math.json')} has rows that cannot be read`,
    issues: expect.arrayContaining([
      {
        item: 'math-2',
        field: '[1].label',
        message: 'There is no step 2. Write 0 to 1, or -1 for none',
      },
      expect.objectContaining({ item: 'math-1', field: '[2].steps.0' }),
      expect.objectContaining({ field: '[3].id' }),
    ]),
  })
})

test('refuses an id that two subsets share', async () => {
  const data = temporaryFolder()
  const rows = JSON.stringify([{ id: 'x-1', problem: 'p', steps: ['a'], label: -1 }])
  writeFileSync(join(data, 'math.json'), rows)
  writeFileSync(join(data, 'gsm8k.json'), rows)
  const loaded = await processBench.load({ data, cache: 'nowhere', fetch })
  expect(loaded).toMatchObject({ code: 'invalid', issues: [{ item: 'x-1', field: 'id' }] })
})
