import { join } from 'node:path'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import { type Revision, subsetHashes } from '#schema/revision.ts'
import type { Sha256 } from '#schema/sha256.ts'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { writeAtomically } from '../write-file.ts'
import { type BenchmarkSource, type LoadedBenchmark, uniqueRevision } from './benchmark-source.ts'
import type { DownloadOptions } from './pinned-file.ts'
import { packPool, readPoolFile, WHOLE_POOL } from './pool-file.ts'
import { downloadStrictPrmBench, STRICT_PRM_BENCH_COMMIT } from './strict-prm-bench.ts'

const subsets = [{ id: WHOLE_POOL, name: 'All problems' }]

const GSM8K: BenchmarkDefinition = {
  id: 'bon-gsm8k-500x32',
  name: 'Best-of-N GSM8K',
  kind: 'best_of_n',
  description: 'Choose among 32 solutions of each of 500 grade-school problems (GSM8K).',
  subsets,
  license: 'CC-BY-4.0',
  source: `github.com/staged-benchmark-2026/StrictPRMBench at ${STRICT_PRM_BENCH_COMMIT.slice(0, 7)}`,
  homepage: 'https://github.com/staged-benchmark-2026/StrictPRMBench',
}
/** The only content of the built-in pool that is accepted: steps, answers and grades; and all else. */
export const GSM8K_REVISION = '20df278c08aec0567c839d8f054ca0924c37a1a5227ae6b3a7818d408b6d3c55'
const GSM8K_ITEMS = 'f7fd3cd9063ba21f3a376b30a538d6bed1ae72a0921f18c2fb556ee52aa60f7f'

/** 500 GSM8K problems with 32 candidates each, downloaded or from a folder. */
export const bonGsm8k: BenchmarkSource = {
  definition: GSM8K,
  labelSets: [],
  downloads: [],
  async load({ data, ...options }) {
    const pool = data === undefined ? await fetchGsm8k(options) : await loadPool(data)
    if (pool.status === 'failed' || pool.definition?.id === GSM8K.id) return pool
    const message = `${data} holds another pool (${pool.revision.id}). Evaluate it as best-of-n`
    return failed('invalid', message)
  },
}

/** Any pool in a folder; the built-in one is known by its content. */
export const bestOfN: BenchmarkSource = {
  definition: {
    id: 'best-of-n',
    name: 'Best-of-N pool',
    kind: 'best_of_n',
    description: 'A pool of your own: choose among the candidates of each problem.',
    subsets,
    license: 'its own',
    source: 'candidates.jsonl of a folder',
  },
  labelSets: [],
  downloads: [],
  async load({ data }) {
    if (data === undefined)
      return failed('usage', 'best-of-n is a pool in a folder: give --data DIR')
    return loadPool(data)
  },
}

/** Reads a folder's pool as it lies. Answers and grades are taken as they are written. */
async function loadPool(folder: string): Promise<LoadedBenchmark | Failed> {
  const read = await readPoolFile(folder)
  if (read.status === 'failed') return read
  if (read.items.length === 0) return failed('invalid', `${read.path} holds no problem`)
  return poolOf(read.items)
}

async function poolOf(items: readonly BestOfNItem[]): Promise<LoadedBenchmark | Failed> {
  const unique = await uniqueRevision(bestOfN.definition, items)
  if (unique.status === 'failed') return unique
  const { revision } = unique
  const isKnown = revision.id === GSM8K_REVISION && (await itemsHash(revision)) === GSM8K_ITEMS
  return {
    status: 'ok',
    definition: isKnown ? GSM8K : bestOfN.definition,
    revision,
    labelSet: isKnown ? '1' : 'custom',
    warnings: [],
  }
}

/** Hash of all that the revision's own leaves out: problems and right answers. */
async function itemsHash(revision: Revision): Promise<Sha256 | undefined> {
  const [all] = await subsetHashes('best_of_n', revision)
  return all?.items
}

/**
 * The built-in pool from the cache, or else downloaded into it. It is known by the hash of its
 * content, since the files hold more than is kept; other content is never kept.
 */
async function fetchGsm8k({
  cache,
  fetch,
  signal,
}: DownloadOptions): Promise<LoadedBenchmark | Failed> {
  const folder = join(cache, GSM8K.id, STRICT_PRM_BENCH_COMMIT.slice(0, 7))
  const cached = await loadPool(folder)
  if (cached.status === 'ok' && cached.definition?.id === GSM8K.id) return cached
  const downloaded = await downloadStrictPrmBench({ fetch, signal })
  if (downloaded.status === 'failed') return downloaded
  const pool = await poolOf(downloaded.items)
  if (pool.status === 'failed') return pool
  if (pool.definition?.id !== GSM8K.id) {
    return failed(
      'digest_mismatch',
      `${GSM8K.source} is not the pool it was: revision ${pool.revision.id}, items ${await itemsHash(pool.revision)}; expected ${GSM8K_REVISION}, ${GSM8K_ITEMS}. Nothing was kept; try again, or give a local copy with --data`,
    )
  }
  const path = join(folder, 'candidates.jsonl.gz')
  try {
    await writeAtomically(path, packPool(downloaded.items))
  } catch (error) {
    return failed(
      'unreadable',
      `Cannot write ${path}: ${reasonOf(error)}. Set STEPMARK_CACHE to a folder that can be written`,
    )
  }
  return pool
}
