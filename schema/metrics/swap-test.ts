import { seededRandom } from '../random.ts'
import { type ClusterDraws, streamSeed } from './cluster-draws.ts'
import type { Resampled } from './resampled.ts'

/** Draws over the units of A followed by those of B: what either run holds after each swap. */
export interface SwapDraws {
  readonly a: ClusterDraws
  readonly b: ClusterDraws
}

/**
 * In every resample the two runs keep or swap what they said of each cluster, as a coin falls.
 * @param stream names the clusters, as for drawClusters
 */
export function swapDraws(draws: ClusterDraws, stream: string): SwapDraws {
  const { of, clusters, resamples, seed } = draws
  const random = seededRandom(streamSeed(seed, `swap/${stream}`))
  const keeps = new Uint8Array(clusters * resamples)
  let bits = 0
  for (let coin = 0; coin < keeps.length; coin++) {
    if (coin % 32 === 0) bits = random() * 2 ** 32
    keeps[coin] = (bits >>> (coin % 32)) & 1
  }
  const swaps = keeps.map((keep) => 1 - keep)
  const both = Int32Array.from([...of, ...of.map((cluster) => cluster + clusters)])
  const drawsOf = (own: Uint8Array, other: Uint8Array): ClusterDraws => {
    const weights = new Uint8Array(2 * keeps.length)
    weights.set(own)
    weights.set(other, keeps.length)
    return { of: both, clusters: 2 * clusters, resamples, seed, weights }
  }
  return { a: drawsOf(keeps, swaps), b: drawsOf(swaps, keeps) }
}

/** Differences that are equal but for the last digits of their doubles. */
const EQUAL = 1e-12

/**
 * The two-sided p-value that the runs are as good as swapped: of R swaps, (1 + those that differ by
 * at least as much as the runs do) / (R + 1). Approximate randomization (Noreen 1989; Yeh 2000 for
 * F scores): it never rejects more often than it says, however few items the runs differ on.
 * @returns undefined where the difference, or the value of a swap, is
 */
export function swapPValue(
  difference: number,
  { a, b }: { readonly a: Resampled; readonly b: Resampled },
): number | undefined {
  if (a.resamples.status === 'undefined' || b.resamples.status === 'undefined') return undefined
  const theirs = b.resamples.values
  let asLarge = 0
  for (const [resample, own] of a.resamples.values.entries()) {
    const swapped = Math.abs(own - (theirs[resample] as number))
    if (Number.isNaN(swapped)) return undefined
    if (swapped >= Math.abs(difference) - EQUAL) asLarge += 1
  }
  return (1 + asLarge) / (1 + theirs.length)
}
