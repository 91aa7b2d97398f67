import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { cacheFolder } from '../cache-folder.js'
import { type Failed, failed, unknownName } from '../failure.ts'
import type { BenchmarkSource, LoadedBenchmark } from './benchmark-source.ts'
import { BENCHMARKS } from './benchmarks.ts'
import { manifestSource } from './manifest.ts'

/** Which benchmark is meant, as options say it. */
export interface BenchmarkChoice {
  /** An id, or the path of a manifest. */
  readonly benchmark: string
  readonly data?: string | undefined
  readonly labels?: string | undefined
}

export type OpenedBenchmark = LoadedBenchmark & { readonly definition: BenchmarkDefinition }

/** Finds a benchmark by id or manifest and loads its items. */
export async function openBenchmark(
  { benchmark, data, labels }: BenchmarkChoice,
  signal?: AbortSignal,
): Promise<OpenedBenchmark | Failed> {
  const found = await findBenchmark(benchmark)
  if (found.status === 'failed') return found
  const { definition, labelSets, load } = found.source
  if (labels !== undefined && !labelSets.includes(labels)) {
    if (labelSets.length === 0) return failed('usage', `${benchmark} has one label set only`)
    return failed('usage', unknownName('label set', labels, labelSets))
  }
  const options = { data, labels, cache: cacheFolder(process.env), fetch: globalThis.fetch, signal }
  const loaded = await load(options)
  return loaded.status === 'failed' ? loaded : { definition, ...loaded }
}

/** Whether a benchmark's name is the path of a manifest, not an id. */
export function isManifestPath(name: string): boolean {
  return /\.(json|ya?ml)$|[/\\]/.test(name)
}

export async function findBenchmark(
  name: string,
): Promise<{ readonly status: 'ok'; readonly source: BenchmarkSource } | Failed> {
  const source = BENCHMARKS.find(({ definition }) => definition.id === name)
  if (source) return { status: 'ok', source }
  if (!isManifestPath(name)) {
    const ids = BENCHMARKS.map(({ definition }) => definition.id)
    return failed('usage', `${unknownName('benchmark', name, ids)}, or the path of a manifest`)
  }
  const own = await manifestSource(name)
  if (own.status === 'failed') return own
  const { id } = own.source.definition
  if (!BENCHMARKS.some(({ definition }) => definition.id === id)) return own
  return failed('invalid', `${name}: "${id}" is the id of a built-in benchmark; choose another`)
}
