import type { BenchmarkDefinition } from '../benchmark.ts'
import { drawSubsets, type SubsetDraws } from '../metrics/cluster-draws.ts'
import type { GoldItem } from './kind.ts'

/** Draws the problems of every subset, each with all its items, which stand in canonical order. */
export function drawItems(
  subsets: BenchmarkDefinition['subsets'],
  items: readonly Pick<GoldItem<unknown>, 'subset' | 'cluster'>[],
  seed: number,
): SubsetDraws {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const clustered = subsets.map(({ id }) => ({
    id,
    clusters: (bySubset.get(id) ?? []).map(({ cluster }) => cluster),
  }))
  return drawSubsets(clustered, { seed })
}
