import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { sha256Of } from '../../../bench-runner/benchmarks/pinned-file.ts'
import { chosenModels } from '../../../bench-runner/imports/choose-models.ts'
import type { ImportedModel, ImportSource } from '../../../bench-runner/imports/import-source.ts'
import { obtainScores } from '../../../bench-runner/imports/obtain-scores.ts'
import { rPrm } from '../../../bench-runner/imports/r-prm.ts'
import { temporaryFolder } from '../stepmark.ts'

const ITEMS = [
  { id: 'circular_1', subset: 'circular', problem: 'p', steps: ['a', 'b'], wrongSteps: [1] },
  { id: 'circular_2', subset: 'circular', problem: 'p', steps: ['a'], wrongSteps: [] },
]
const LINES = '{"id":"circular_1","scores":[1,0.5]}\n{"id":"circular_2","scores":[0]}\n'
/** The same scores as the source writes them: another order, another spelling. */
const RAW = [
  '{"scores": {"step_level_validity_scores": [0.0]}, "idx": "circular_2"}',
  '{"scores": {"step_level_validity_scores": [1.0, 5e-1]}, "idx": "circular_1"}',
].join('\n')

const KNOWN: ImportedModel = {
  name: 'tiny',
  model: { id: 'test/tiny', kind: 'generative_prm' },
  paths: ['data/rows.jsonl'],
  content: sha256Of(LINES),
}
const { content: _, ...UNKNOWN } = KNOWN
const SOURCE: ImportSource = { ...rPrm, models: [KNOWN] }
const URL_PATH = `/${SOURCE.repository}/${SOURCE.commit}/data/rows.jsonl`

/** A server that stands in for the source; counts what it is asked for. */
async function standIn(answer: string | 404) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (typeof answer === 'number') response.writeHead(answer)
    response.end(typeof answer === 'string' ? answer : '')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const there: typeof fetch = (url, init) => {
    const { pathname } = new URL(String(url))
    return fetch(`http://127.0.0.1:${port}${pathname}`, init)
  }
  return { asked, fetch: there }
}

test('finds the content of a raw download to be that of a converted copy, and keeps it', async () => {
  const { asked, fetch } = await standIn(RAW)
  const options = { items: ITEMS, cache: temporaryFolder(), fetch }
  const first = await obtainScores(SOURCE, KNOWN, options)
  expect(first).toMatchObject({ status: 'ok', digest: sha256Of(LINES), warnings: [] })
  expect(await obtainScores(SOURCE, KNOWN, options)).toEqual(first)
  expect(asked).toEqual([URL_PATH])
  const kept = join(options.cache, 'imports', 'r-prm', SOURCE.commit.slice(0, 7))
  expect(readFileSync(join(kept, 'data/rows.jsonl'), 'utf8')).toBe(RAW)
})

test('refuses a download of other content and keeps nothing of it', async () => {
  const { fetch } = await standIn(RAW.replace('5e-1', '4e-1'))
  const cache = temporaryFolder()
  const obtained = await obtainScores(SOURCE, KNOWN, { items: ITEMS, cache, fetch })
  expect(obtained).toMatchObject({ code: 'digest_mismatch' })
  expect(obtained).toHaveProperty('message', expect.stringContaining(sha256Of(LINES)))
  expect(existsSync(join(cache, 'imports'))).toBe(false)
})

test('reports a file that is not there as a network failure', async () => {
  const { fetch } = await standIn(404)
  const cache = temporaryFolder()
  const obtained = await obtainScores(SOURCE, KNOWN, { items: ITEMS, cache, fetch })
  expect(obtained).toMatchObject({ code: 'network' })
  expect(obtained).toHaveProperty('message', expect.stringContaining('answered 404'))
})

test('demands at every later fetch what the first one recorded', async () => {
  const cache = temporaryFolder()
  const source = { ...SOURCE, models: [UNKNOWN] }
  const first = await standIn(RAW)
  const obtained = await obtainScores(source, UNKNOWN, { items: ITEMS, cache, ...first })
  expect(obtained).toMatchObject({ status: 'ok' })
  const kept = join(cache, 'imports', 'r-prm', source.commit.slice(0, 7), 'data/rows.jsonl')
  writeFileSync(kept, 'damaged')
  const other = await standIn(`${RAW}\n`)
  expect(await obtainScores(source, UNKNOWN, { items: ITEMS, cache, ...other })).toMatchObject({
    code: 'digest_mismatch',
    message: expect.stringContaining('is not the file it was at the first fetch'),
  })
  expect(await obtainScores(source, UNKNOWN, { items: ITEMS, cache, ...first })).toEqual(obtained)
  expect(readFileSync(kept, 'utf8')).toBe(RAW)
})

test('asks whether to trust the first fetch of a model without a known digest', async () => {
  const cache = temporaryFolder()
  const source = { ...SOURCE, models: [UNKNOWN] }
  expect(await chosenModels(source, { cache })).toMatchObject({
    code: 'usage',
    message: expect.stringContaining('--trust-first-fetch'),
    issues: [{ field: 'tiny', message: 'sha256 unknown' }],
  })
  expect(await chosenModels(source, { cache, trustFirstFetch: true })).toMatchObject({
    models: [{ name: 'tiny' }],
  })
  const { fetch } = await standIn(RAW)
  await obtainScores(source, UNKNOWN, { items: ITEMS, cache, fetch })
  expect(await chosenModels(source, { cache })).toMatchObject({ models: [{ name: 'tiny' }] })
})

test.for([
  ['tiny.jsonl', LINES],
  ['tiny.jsonl.gz', gzipSync(LINES)],
  ['rows.jsonl', RAW],
] as const)('reads a local copy, %s', async ([name, content]) => {
  const data = temporaryFolder()
  writeFileSync(join(data, name), content)
  const model = { ...KNOWN, paths: ['rows.jsonl'] }
  const options = { items: ITEMS, data, cache: data, fetch }
  expect(await obtainScores(SOURCE, model, options)).toMatchObject({ digest: KNOWN.content })
  const { content: _content, ...unknown } = model
  expect(await obtainScores(SOURCE, unknown, options)).toMatchObject({
    warnings: [expect.stringContaining('taken at its word')],
  })
})

test('refuses a local copy of other scores, of verdicts, or none', async () => {
  const data = temporaryFolder()
  const options = { items: ITEMS, data, cache: data, fetch }
  expect(await obtainScores(SOURCE, KNOWN, options)).toMatchObject({ code: 'missing_file' })
  writeFileSync(join(data, 'tiny.jsonl'), LINES.replace('0.5', '0.4'))
  expect(await obtainScores(SOURCE, KNOWN, options)).toMatchObject({ code: 'digest_mismatch' })
  writeFileSync(join(data, 'tiny.jsonl'), '{"id":"circular_1","verdicts":[-1]}\n')
  expect(await obtainScores(SOURCE, KNOWN, options)).toMatchObject({
    code: 'invalid',
    issues: [{ line: 1, message: 'No scores' }],
  })
})
