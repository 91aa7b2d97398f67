import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import type { OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { type Failed, failed, unknownName } from '../failure.ts'
import type { RunRequest } from './plan-run.ts'
import { sampleItems } from './sample-items.ts'
import { shardOf } from './shard.ts'

/** The items that a run is to score, in canonical order: a sample of some subsets, and of that one shard. */
export function chooseItems(
  { definition, revision }: OpenedBenchmark,
  { subsets, limit, seed, shard }: Pick<RunRequest, 'subsets' | 'limit' | 'seed' | 'shard'>,
): { readonly status: 'ok'; readonly items: readonly BenchmarkItem[] } | Failed {
  const ids = definition.subsets.map(({ id }) => id)
  const unknown = subsets?.find((subset) => !ids.includes(subset))
  if (unknown !== undefined) return failed('usage', unknownName('subset', unknown, ids))
  const inSubsets = revision.items.filter(({ subset }) => subsets?.includes(subset) ?? true)
  const sampled =
    limit === undefined ? inSubsets : sampleItems(definition.kind, inSubsets, { limit, seed })
  const { clusterOf } = kindOf(definition.kind)
  const items =
    shard === undefined
      ? sampled
      : sampled.filter((item) => shardOf(clusterOf(item), shard.count) === shard.index)
  return items.length === 0
    ? failed('invalid', 'There are no items to score')
    : { status: 'ok', items }
}
