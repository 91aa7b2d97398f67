import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failed, failed, isMissing, reasonOf } from '../failure.ts'
import { writeAtomically } from '../write-file.ts'

/** A file of the world outside, and the only content that is accepted for it. */
export interface PinnedFile {
  readonly url: string
  readonly sha256: string
  /** Where it lies in the cache. */
  readonly path: string
}

export interface DownloadOptions {
  /** The cache folder. */
  readonly cache: string
  readonly fetch: typeof globalThis.fetch
  readonly signal?: AbortSignal | undefined
}

export interface Obtained {
  readonly status: 'ok'
  readonly path: string
  readonly bytes: Uint8Array
  readonly from: 'cache' | 'download'
}

/** The file from the cache, or else downloaded into it. Content of another hash is never kept. */
export async function obtain(
  file: PinnedFile,
  { cache, fetch, signal }: DownloadOptions,
): Promise<Obtained | Failed> {
  const path = join(cache, file.path)
  const cached = await readCached(path)
  if (cached !== undefined && sha256Of(cached) === file.sha256) {
    return { status: 'ok', path, bytes: cached, from: 'cache' }
  }
  const bytes = await download(file.url, { fetch, signal })
  if ('status' in bytes) return bytes
  const digest = sha256Of(bytes)
  if (digest !== file.sha256) {
    return failed(
      'digest_mismatch',
      `${file.url} is not the file it was: sha256 ${digest}, expected ${file.sha256}. Nothing was kept; try again, or give a local copy with --data`,
    )
  }
  try {
    await writeAtomically(path, bytes)
  } catch (error) {
    return failed(
      'unreadable',
      `Cannot write ${path}: ${reasonOf(error)}. Set STEPMARK_CACHE to a folder that can be written`,
    )
  }
  return { status: 'ok', path, bytes, from: 'download' }
}

/** What an address answers, unverified. */
export async function download(
  url: string,
  { fetch, signal }: Omit<DownloadOptions, 'cache'>,
): Promise<Uint8Array | Failed> {
  const local = 'or give a local copy with --data'
  try {
    const response = await fetch(url, { signal: signal ?? null })
    if (!response.ok) return failed('network', `${url} answered ${response.status}; ${local}`)
    return await response.bytes()
  } catch (error) {
    if (signal?.aborted) return failed('interrupted', `Download of ${url} interrupted`)
    return failed('network', `Cannot download ${url}: ${reasonOf(error)}. Try again, ${local}`)
  }
}

/** The content of a file of the cache; undefined when there is none. */
export async function readCached(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
