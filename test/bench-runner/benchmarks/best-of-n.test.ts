import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bestOfN, bonGsm8k, GSM8K_REVISION } from '../../../bench-runner/benchmarks/best-of-n.ts'
import { readPoolFile } from '../../../bench-runner/benchmarks/pool-file.ts'
import { hasSharedData } from '../../shared-data.ts'
import { temporaryFolder } from '../stepmark.ts'

const DATA = '../shared/data/best-of-n-gsm8k'
const ROW = {
  problem_id: 'g-1',
  question: '1 + 1?',
  ground_truth: '2',
  source: 'ignored',
  candidates: [
    { steps: ['1 + 1 = 2'], answer: '2', is_correct: true, num_tokens: 5 },
    { steps: ['Hm.', 'No idea.'], answer: null, is_correct: false },
  ],
}

function poolFolder(rows: readonly unknown[], name = 'candidates.jsonl'): string {
  const folder = temporaryFolder()
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text)
  return folder
}

test.for(['candidates.jsonl', 'candidates.jsonl.gz'])('reads %s', async (name) => {
  const loaded = await loadPool(poolFolder([ROW, '', { ...ROW, problem_id: 'g-0' }], name))
  if (loaded.status === 'failed') throw new Error(loaded.message)
  expect(loaded).toMatchObject({ definition: { id: 'best-of-n' }, labelSet: 'custom' })
  expect(loaded.revision.items.map(({ id }) => id)).toEqual(['g-0', 'g-1'])
  expect(loaded.revision.items[1]).toEqual({
    id: 'g-1',
    subset: 'all',
    problem: '1 + 1?',
    groundTruth: '2',
    candidates: [
      { steps: ['1 + 1 = 2'], answer: '2', correct: true },
      { steps: ['Hm.', 'No idea.'], answer: null, correct: false },
    ],
  })
})

test('names line, item and field of what it cannot read', async () => {
  const folder = poolFolder([
    ROW,
    { ...ROW, problem_id: 'g-2', candidates: [{ ...ROW.candidates[0], is_correct: 'yes' }] },
    '',
    { ...ROW, problem_id: 'g-3', candidates: [] },
    '{"problem_id": ',
    { ...ROW, problem_id: undefined },
  ])
  const loaded = await loadPool(folder)
  expect(loaded).toMatchObject({
    code: 'invalid',
    message: `${join(folder, 'candidates.jsonl')} has rows that cannot be read`,
    issues: [
      { line: 2, item: 'g-2', field: 'candidates.0.is_correct' },
      { line: 4, item: 'g-3', field: 'candidates.*.steps' },
      { line: 5, message: expect.stringContaining('Not JSON') },
      { line: 6, field: 'problem_id' },
    ],
  })
})

test('names the problem that comes twice', async () => {
  expect(await loadPool(poolFolder([ROW, { ...ROW, question: '2 + 0?' }]))).toMatchObject({
    code: 'invalid',
    message: 'best-of-n: ids must be unique',
    issues: [{ item: 'g-1', field: 'id' }],
  })
})

test.for([
  ['answer', { steps: ['x'], is_correct: true }],
  ['is_correct', { steps: ['x'], answer: '2' }],
] as const)('refuses a candidate without %s', async ([field, candidate]) => {
  const folder = poolFolder([{ ...ROW, candidates: [...ROW.candidates, candidate] }])
  expect(await loadPool(folder)).toMatchObject({
    issues: [{ line: 1, item: 'g-1', field: `candidates.2.${field}` }],
  })
})

test('takes the built-in pool by its id in that content only', async () => {
  const load = (data: string) => bonGsm8k.load({ data, cache: '', fetch: offline })
  expect(await load(poolFolder([ROW]))).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('Evaluate it as best-of-n'),
  })
})

test('says which files it looked for, and refuses an empty one', async () => {
  const folder = temporaryFolder()
  expect(await loadPool(folder)).toMatchObject({
    code: 'missing_file',
    message: `No candidates.jsonl or candidates.jsonl.gz in ${folder}`,
  })
  expect(await loadPool(poolFolder(['']))).toMatchObject({ code: 'invalid' })
})

test.skipIf(!hasSharedData)('knows the built-in pool in a local copy by its content', async () => {
  expect(await loadPool(DATA)).toMatchObject({
    status: 'ok',
    definition: { id: 'bon-gsm8k-500x32', license: 'CC-BY-4.0' },
    labelSet: '1',
    revision: { id: GSM8K_REVISION, items: { length: 500 } },
  })
})

test.skipIf(!hasSharedData)(
  'downloads the built-in pool file by file, at most 12 at once, and keeps it',
  async () => {
    const cache = temporaryFolder()
    const served = await upstream()
    const loaded = await bonGsm8k.load({ cache, fetch: served.fetch })
    expect(loaded).toMatchObject({ status: 'ok', revision: { id: GSM8K_REVISION } })
    expect(served.asked()).toEqual({ requests: 500, atOnce: 12 })
    expect(await bonGsm8k.load({ cache, fetch: offline })).toEqual(loaded)
    // A damaged copy is replaced.
    const folder = join(cache, bonGsm8k.definition.id, '2ad65ed')
    writeFileSync(join(folder, 'candidates.jsonl.gz'), 'damaged')
    expect(await bonGsm8k.load({ cache, fetch: served.fetch })).toEqual(loaded)
  },
)

test.skipIf(!hasSharedData).for([
  ['grade', '"is_correct":true', '"is_correct":false'],
  ['question', '"question":"', '"question":"Not '],
  ['right answer', '"ground_truth":"', '"ground_truth":"1'],
  ['step', '"text":"', '"text":"Well, '],
] as const)('refuses a pool with one %s changed and keeps nothing', async ([, before, after]) => {
  const cache = temporaryFolder()
  const served = await upstream((text) => text.replaceAll(before, after))
  const loaded = await bonGsm8k.load({ cache, fetch: served.fetch })
  expect(loaded).toMatchObject({ code: 'digest_mismatch' })
  expect(loaded).toHaveProperty('message', expect.stringContaining(GSM8K_REVISION))
  expect(readdirSync(cache)).toEqual([])
})

test('ends at the first file that cannot be had', async () => {
  const cache = temporaryFolder()
  let requests = 0
  const absent = () => Promise.resolve(new Response('', { status: (requests += 1) && 404 }))
  const loaded = await bonGsm8k.load({ cache, fetch: absent })
  expect(loaded).toMatchObject({ code: 'network' })
  expect(loaded).toHaveProperty('message', expect.stringContaining('gsm8k_000.json answered 404'))
  expect(requests).toBeLessThanOrEqual(12)
  expect(await bonGsm8k.load({ cache, fetch: offline })).toMatchObject({ code: 'network' })
  const other = () => Promise.resolve(Response.json({ problem_id: 'gsm8k_000', candidates: [{}] }))
  expect(await bonGsm8k.load({ cache, fetch: other })).toMatchObject({
    code: 'invalid',
    issues: expect.arrayContaining([expect.objectContaining({ field: 'candidates.0.steps' })]),
  })
  expect(existsSync(join(cache, bonGsm8k.definition.id))).toBe(false)
})

test('ends when it is interrupted', async () => {
  const stopped = new AbortController()
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
      stopped.abort()
    })
  const options = { cache: temporaryFolder(), fetch: never, signal: stopped.signal }
  expect(await bonGsm8k.load(options)).toMatchObject({ code: 'interrupted' })
})

test('a cached pool of other content is not taken for the built-in one', async () => {
  const cache = temporaryFolder()
  const folder = join(cache, bonGsm8k.definition.id, '2ad65ed')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'candidates.jsonl'), JSON.stringify(ROW))
  expect(await bonGsm8k.load({ cache, fetch: offline })).toMatchObject({ code: 'network' })
})

function loadPool(data: string) {
  return bestOfN.load({ data, cache: '', fetch: offline })
}

const offline = () => Promise.reject(new TypeError('fetch failed'))

/** The repository's files as it writes them, made from the local copy. */
async function upstream(change = (text: string) => text) {
  const read = await readPoolFile(DATA)
  if (read.status === 'failed') throw new Error(read.message)
  const files = new Map(
    read.items.map(({ id, problem: question, groundTruth: ground_truth, candidates }) => [
      `${id}.json`,
      JSON.stringify({
        problem_id: id,
        n: candidates.length,
        temperature: 0.8,
        candidates: candidates.map(({ steps, answer, correct }) => ({
          problem_id: id,
          problem: { id, question, ground_truth, domain: 'arithmetic', difficulty: null },
          raw_text: 'dropped',
          steps: steps.map((text, index) => ({ index, text, token_start: null })),
          extracted_answer: answer,
          is_correct: correct,
        })),
      }),
    ]),
  )
  let requests = 0
  let pending = 0
  let atOnce = 0
  const serve = async (url: string | URL | Request) => {
    requests += 1
    pending += 1
    atOnce = Math.max(atOnce, pending)
    await new Promise((resolve) => setTimeout(resolve, 1))
    pending -= 1
    const name = (url instanceof Request ? url.url : url.toString()).split('/').at(-1) ?? ''
    const text = files.get(name)
    return text === undefined
      ? new Response('', { status: 404 })
      : new Response(name === 'gsm8k_007.json' ? change(text) : text)
  }
  return { fetch: serve, asked: () => ({ requests, atOnce }) }
}
