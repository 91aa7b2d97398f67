import { clusterWeights } from './cluster-weights.ts'

/** The most bytes of weights that are kept: the draws of one large benchmark, or of several smaller ones. */
const MAX_BYTES = 16_000_000

const known = new Map<string, Uint8Array>()

/**
 * What clusterWeights answers, kept for the next run on the same benchmark: what was asked for longest
 * ago is forgotten first. Shared, so never written to.
 */
export function knownWeights(
  seed: number,
  { clusters, resamples }: { readonly clusters: number; readonly resamples: number },
): Uint8Array {
  const key = `${seed} ${clusters} ${resamples}`
  const weights = known.get(key) ?? clusterWeights(seed, { clusters, resamples })
  known.delete(key)
  known.set(key, weights)
  let bytes = [...known.values()].reduce((sum, { length }) => sum + length, 0)
  for (const [oldest, { length }] of known) {
    if (bytes <= MAX_BYTES) break
    known.delete(oldest)
    bytes -= length
  }
  return weights
}
