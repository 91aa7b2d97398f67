import { kept } from '../kept.ts'
import { clusterWeights } from './cluster-weights.ts'

/** The most bytes of weights that are kept: the draws of one large benchmark, or of several smaller ones. */
const MAX_BYTES = 16_000_000

const known = kept<Uint8Array>(MAX_BYTES, ({ length }) => length)

/** What clusterWeights answers, kept for the next run on the same benchmark. */
export function knownWeights(
  seed: number,
  { clusters, resamples }: { readonly clusters: number; readonly resamples: number },
): Uint8Array {
  const key = `${seed} ${clusters} ${resamples}`
  const found = known.get(key)
  if (found) return found
  const weights = clusterWeights(seed, { clusters, resamples })
  known.keep(key, weights)
  return weights
}
