import { join } from 'node:path'
import { type PoolRevision, revisePool } from '#schema/best-of-n-item.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { writeAtomically } from '../write-file.ts'
import type { DownloadOptions } from './pinned-file.ts'
import { packPool, readPoolFile } from './pool-file.ts'
import { downloadStrictPrmBench, STRICT_PRM_BENCH_COMMIT } from './strict-prm-bench.ts'

/** The built-in pool: 500 GSM8K problems with 32 candidates each. */
export const BON_GSM8K = {
  id: 'bon-gsm8k-500x32',
  name: 'Best-of-N GSM8K',
  description: 'Choose among 32 solutions of each of 500 grade-school problems (GSM8K).',
  license: 'CC-BY-4.0',
  source: `github.com/staged-benchmark-2026/StrictPRMBench at ${STRICT_PRM_BENCH_COMMIT.slice(0, 7)}`,
  homepage: 'https://github.com/staged-benchmark-2026/StrictPRMBench',
  /** Its only content that is accepted. */
  revision: '707e7c28719564ebd7cc2d6c75806245f3ee7327e8384d5f397a0eede060eb27',
} as const

export interface LoadedPool {
  readonly status: 'ok'
  readonly revision: PoolRevision
  /** The built-in pool it is; undefined for a pool of the user's own. */
  readonly known: typeof BON_GSM8K | undefined
}

/** Reads a folder's pool as it lies. Answers and grades are taken as they are written. */
export async function loadPool(folder: string): Promise<LoadedPool | Failed> {
  const read = await readPoolFile(folder)
  if (read.status === 'failed') return read
  if (read.items.length === 0) return failed('invalid', `${read.path} holds no problem`)
  const revision = await revisePool(read.items)
  return {
    status: 'ok',
    revision,
    known: revision.id === BON_GSM8K.revision ? BON_GSM8K : undefined,
  }
}

/**
 * The built-in pool from the cache, or else downloaded into it. It is known by the hash of its
 * content, since the files hold more than is kept; other content is never kept.
 */
export async function fetchBonGsm8k({
  cache,
  fetch,
  signal,
}: DownloadOptions): Promise<LoadedPool | Failed> {
  const folder = join(cache, BON_GSM8K.id, STRICT_PRM_BENCH_COMMIT.slice(0, 7))
  const cached = await loadPool(folder)
  if (cached.status === 'ok' && cached.known) return cached
  const downloaded = await downloadStrictPrmBench({ fetch, signal })
  if (downloaded.status === 'failed') return downloaded
  const revision = await revisePool(downloaded.items)
  if (revision.id !== BON_GSM8K.revision) {
    return failed(
      'digest_mismatch',
      `${BON_GSM8K.source} is not the pool it was: content ${revision.id}, expected ${BON_GSM8K.revision}. Nothing was kept; try again, or give a local copy with --data`,
    )
  }
  const path = join(folder, 'candidates.jsonl.gz')
  try {
    await writeAtomically(path, packPool(revision.items))
  } catch (error) {
    return failed(
      'unreadable',
      `Cannot write ${path}: ${reasonOf(error)}. Set STEPMARK_CACHE to a folder that can be written`,
    )
  }
  return { status: 'ok', revision, known: BON_GSM8K }
}
