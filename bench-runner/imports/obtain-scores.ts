import { join } from 'node:path'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { DownloadOptions } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { decode, readText } from '../read-text.ts'
import { type CanonicalScores, canonicalScores, readLines } from './canonical-scores.ts'
import { fetchFiles, keepFiles } from './first-fetch.ts'
import type { ImportedModel, ImportSource, Parsed, RawFile } from './import-source.ts'

export type ObtainedScores =
  | ({ readonly status: 'ok'; readonly warnings: readonly string[] } & CanonicalScores)
  | Failed

export interface ObtainOptions extends DownloadOptions {
  readonly items: readonly BenchmarkItem[]
  /** A folder with copies of the files, converted or as the source has them. */
  readonly data?: string | undefined
}

/**
 * A model's scores, downloaded or from a folder. They must be those of its content hash, where it is
 * known; a download of other content is never kept.
 */
export async function obtainScores(
  source: ImportSource,
  model: ImportedModel,
  options: ObtainOptions,
): Promise<ObtainedScores> {
  const { items, data, cache } = options
  if (data !== undefined) {
    const parsed = await readFolder(source, model, { items, data })
    if (parsed.status === 'failed') return parsed
    const scores = checkContent(parsed, { model, items, from: data })
    if (scores.status === 'failed' || model.content !== undefined) return scores
    const unverified = `${model.name}: nothing is known of its scores to verify them by; ${data} is taken at its word`
    return { ...scores, warnings: [...scores.warnings, unverified] }
  }
  const fetched = await fetchFiles(source, model, options)
  if (fetched.status === 'failed') return fetched
  const parsed = decodeAll(fetched.files, (files) => source.parse(files, { model, items }))
  if (parsed.status === 'failed') return parsed
  const from = `${source.repository} at ${source.commit.slice(0, 7)}`
  const scores = checkContent(parsed, { model, items, from })
  if (scores.status === 'failed' || !fetched.downloaded) return scores
  const kept = await keepFiles(source, fetched.files, cache)
  return kept.status === 'failed' ? kept : scores
}

function checkContent(
  { lines, warnings }: Parsed & { status: 'ok' },
  about: { model: ImportedModel; items: readonly BenchmarkItem[]; from: string },
): ObtainedScores {
  const { model, items, from } = about
  const scores = canonicalScores(lines, items)
  if (model.content !== undefined && scores.digest !== model.content) {
    return failed(
      'digest_mismatch',
      `The scores of ${model.name} in ${from} are not those that were published: content ${scores.digest}, expected ${model.content}. Nothing was kept; try again, or give another copy with --data`,
    )
  }
  return { status: 'ok', warnings, ...scores }
}

/** Reads the first copy there is: converted, `<benchmark>/<model>.jsonl`, or the source's own files. */
async function readFolder(
  source: ImportSource,
  model: ImportedModel,
  { items, data }: { readonly items: readonly BenchmarkItem[]; readonly data: string },
): Promise<Parsed> {
  for (const path of convertedPaths(source, model)) {
    const read = await readText(join(data, path))
    if (read.status === 'failed' && read.code === 'missing_file') continue
    if (read.status === 'failed') return read
    const isPool = items.some((item) => 'candidates' in item)
    const parsed = readLines({ path: join(data, path), text: read.text }, isPool)
    return parsed.status === 'failed' ? parsed : { ...parsed, warnings: [] }
  }
  const files: RawFile[] = []
  for (const name of model.paths) {
    const path = join(data, name)
    const read = await readText(path)
    if (read.status === 'ok') files.push({ path, text: read.text })
    else if (read.code === 'missing_file' && files.length === 0) {
      const [converted] = convertedPaths(source, model)
      return failed('missing_file', `${data} holds neither ${converted} nor ${name}`)
    } else return read
  }
  return source.parse(files, { model, items })
}

function convertedPaths(
  { benchmark, folder = benchmark }: ImportSource,
  { name }: ImportedModel,
): readonly string[] {
  return [...new Set([benchmark, folder, '.'])].flatMap((place) =>
    ['jsonl', 'jsonl.gz'].map((extension) => join(place, `${name}.${extension}`)),
  )
}

function decodeAll(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  parse: (files: readonly RawFile[]) => Parsed,
): Parsed {
  try {
    return parse(files.map(({ path, bytes }) => ({ path, text: decode(bytes) })))
  } catch (error) {
    return failed('invalid', `${files[0]?.path} is no text: ${reasonOf(error)}`)
  }
}
