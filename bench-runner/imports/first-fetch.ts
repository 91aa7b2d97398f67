import { join } from 'node:path'
import { z } from 'zod'
import { Sha256 } from '#schema/sha256.ts'
import { download, type DownloadOptions, readCached, sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { writeAtomically } from '../write-file.ts'
import { type ImportedModel, type ImportSource, rawUrl } from './import-source.ts'

/** SHA-256 of a source's files by path, as they were when they were first fetched. */
const FirstFetch = z.strictObject({
  schema: z.literal('stepmark.first-fetch/1'),
  files: z.record(z.string(), Sha256),
})

export interface Fetched {
  readonly status: 'ok'
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
  /** Whether one of them was not in the cache. */
  readonly downloaded: boolean
}

/** Folder of a source's files in the cache. */
function folderOf({ id, commit }: ImportSource, cache: string): string {
  return join(cache, 'imports', id, commit.slice(0, 7))
}

/** Digests of a source's files that were recorded here. */
export async function recordedDigests(
  source: ImportSource,
  cache: string,
): Promise<{ readonly status: 'ok'; readonly files: Readonly<Record<string, string>> } | Failed> {
  const read = await readRecord(join(folderOf(source, cache), 'first-fetch.json'), FirstFetch)
  if (read.status === 'ok') return { status: 'ok', files: read.value.files }
  return read.code === 'missing_file' ? { status: 'ok', files: {} } : read
}

/** A model's files, from the cache or downloaded. Other content than was recorded is refused; nothing is kept yet. */
export async function fetchFiles(
  source: ImportSource,
  { paths }: ImportedModel,
  options: DownloadOptions,
): Promise<Fetched | Failed> {
  const known = await recordedDigests(source, options.cache)
  if (known.status === 'failed') return known
  const files: { path: string; bytes: Uint8Array }[] = []
  let downloaded = false
  for (const path of paths) {
    const digest = known.files[path]
    const cached = await readCached(join(folderOf(source, options.cache), path))
    if (cached && digest === sha256Of(cached)) {
      files.push({ path, bytes: cached })
      continue
    }
    const url = rawUrl(source, path)
    const bytes = await download(url, options)
    if ('status' in bytes) return bytes
    if (digest !== undefined && digest !== sha256Of(bytes)) {
      return failed(
        'digest_mismatch',
        `${url} is not the file it was at the first fetch: sha256 ${sha256Of(bytes)}, recorded ${digest}. Nothing was kept; try again, or give a local copy with --data`,
      )
    }
    files.push({ path, bytes })
    downloaded = true
  }
  return { status: 'ok', files, downloaded }
}

/** Keeps files that were found good, and records their digests. */
export async function keepFiles(
  source: ImportSource,
  files: Fetched['files'],
  cache: string,
): Promise<{ readonly status: 'ok' } | Failed> {
  const folder = folderOf(source, cache)
  const known = await recordedDigests(source, cache)
  if (known.status === 'failed') return known
  const digests = Object.fromEntries(files.map(({ path, bytes }) => [path, sha256Of(bytes)]))
  const record = { schema: 'stepmark.first-fetch/1', files: { ...known.files, ...digests } }
  try {
    for (const { path, bytes } of files) await writeAtomically(join(folder, path), bytes)
    await writeAtomically(join(folder, 'first-fetch.json'), `${JSON.stringify(record, null, 2)}\n`)
  } catch (error) {
    return failed(
      'unreadable',
      `Cannot write to ${folder}: ${reasonOf(error)}. Set STEPMARK_CACHE to a folder that can be written`,
    )
  }
  return { status: 'ok' }
}
