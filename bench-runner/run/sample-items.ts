import type { BenchmarkKind } from '#schema/benchmark.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import { fnv1a } from '../baselines/random.ts'

/**
 * A seeded sample of `limit` items in canonical order, which keeps the shares of subsets and of
 * erroneous items: every (n / limit)-th of the items, sorted by those two and shuffled within (FNV-1a of seed and id).
 */
export function sampleItems(
  kind: BenchmarkKind,
  items: readonly BenchmarkItem[],
  { limit, seed }: { limit: number; seed: number },
): readonly BenchmarkItem[] {
  if (limit >= items.length) return items
  const { stratumOf } = kindOf(kind)
  const strata = Map.groupBy(items, (item) => `${item.subset} ${stratumOf(item)}`)
  const shuffled = Array.from(strata.values(), (stratum) => shuffle(stratum, seed)).flat()
  const stride = items.length / limit
  const chosen = new Set(
    Array.from({ length: limit }, (_, index) => shuffled[Math.floor((index + 0.5) * stride)]),
  )
  return items.filter((item) => chosen.has(item))
}

function shuffle(items: readonly BenchmarkItem[], seed: number): BenchmarkItem[] {
  const keyed = items.map((item) => ({
    item,
    key: fnv1a(JSON.stringify([seed, 'sample', item.id])),
  }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}
