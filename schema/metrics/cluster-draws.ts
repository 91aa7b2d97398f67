import { knownWeights } from './known-weights.ts'

/** How many times clusters are drawn anew for an interval. */
export const RESAMPLES = 2000

/** Resamples of clusters, as good for any metric of any run on the same units: items or problems. */
export interface ClusterDraws {
  /** The cluster of each unit, numbered from 0 as first seen. */
  readonly of: Int32Array
  readonly clusters: number
  readonly resamples: number
  /** The seed given, before the stream's own is derived from it. */
  readonly seed: number
  /** How often each cluster was drawn: in every resample the first cluster, then the next. */
  readonly weights: Uint8Array
}

/** The draws of each subset by its id, each independent of the others. */
export type SubsetDraws = ReadonlyMap<string, ClusterDraws>

export interface DrawOptions {
  readonly seed: number
  readonly resamples?: number | undefined
}

/**
 * Draws as many clusters as there are, with replacement, again and again: whole clusters, since what
 * belongs together varies together (Field and Welsh 2007, the cluster bootstrap). What comes out
 * depends on the order in which the clusters are first seen, so units stand in canonical order.
 * @param ids the cluster of each unit: any numbers or names, equal within a cluster
 * @param options.stream names what is drawn: another name is another sequence under the same seed
 */
export function drawClusters(
  ids: Iterable<number | string>,
  { seed, resamples = RESAMPLES, stream }: DrawOptions & { readonly stream: string },
): ClusterDraws {
  const numbers = new Map<number | string, number>()
  const of = Int32Array.from(ids, (id) => {
    const number = numbers.get(id) ?? numbers.size
    numbers.set(id, number)
    return number
  })
  const clusters = numbers.size
  const weights = knownWeights(streamSeed(seed, stream), { clusters, resamples })
  return { of, clusters, resamples, seed, weights }
}

/** Draws the clusters of every subset, each in a stream named for it. */
export function drawSubsets(
  subsets: readonly { readonly id: string; readonly clusters: Iterable<number | string> }[],
  options: DrawOptions,
): SubsetDraws {
  return new Map(
    subsets.map(({ id, clusters }) => [id, drawClusters(clusters, { ...options, stream: id })]),
  )
}

/** For every resample, the sum of the units' values, each as often as its cluster was drawn. */
export function resampledSums(values: ArrayLike<number>, draws: ClusterDraws): Float64Array {
  const { of, clusters, resamples, weights } = draws
  const byCluster = new Float64Array(clusters)
  for (let unit = 0; unit < of.length; unit++) {
    const cluster = of[unit] as number
    byCluster[cluster] = (byCluster[cluster] as number) + (values[unit] as number)
  }
  const sums = new Float64Array(resamples)
  const used: number[] = []
  for (let cluster = 0; cluster < clusters; cluster++) {
    if (byCluster[cluster] !== 0) used.push(cluster)
  }
  for (let next = 0; next < used.length; next += 4) {
    addFour(used.slice(next, next + 4), { byCluster, weights, sums })
  }
  return sums
}

/** Adds up to four clusters, one after the other, so that each sum is read and written once. */
function addFour(
  [a, b, c, d]: readonly number[],
  {
    byCluster,
    weights,
    sums,
  }: {
    readonly byCluster: Float64Array
    readonly weights: Uint8Array
    readonly sums: Float64Array
  },
): void {
  const valueOf = (cluster: number | undefined) =>
    cluster === undefined ? 0 : (byCluster[cluster] as number)
  const [valueA, valueB, valueC, valueD] = [valueOf(a), valueOf(b), valueOf(c), valueOf(d)]
  const { length } = sums
  const startOf = (cluster = 0) => cluster * length
  const [startA, startB, startC, startD] = [startOf(a), startOf(b), startOf(c), startOf(d)]
  for (let resample = 0; resample < length; resample++) {
    sums[resample] =
      (sums[resample] as number) +
      valueA * (weights[startA + resample] as number) +
      valueB * (weights[startB + resample] as number) +
      valueC * (weights[startC + resample] as number) +
      valueD * (weights[startD + resample] as number)
  }
}

/** A 32-bit seed from a seed and a name: FNV-1a (Fowler, Noll and Vo) over both as text. */
export function streamSeed(seed: number, stream: string): number {
  let hash = 0x811c9dc5
  for (const character of new TextEncoder().encode(`${seed}/${stream}`)) {
    hash = Math.imul(hash ^ character, 0x01000193)
  }
  return hash >>> 0
}
