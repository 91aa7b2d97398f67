/** How many samples are worth drawing, or why that cannot be said. */
export type SampleCount =
  | { readonly status: 'ok'; readonly samples: number }
  | { readonly status: 'undefined'; readonly reason: string }

/** What the beam search of instance-adaptive scaling is bounded by. */
export interface BeamLimits {
  /** The chance that at least one sample succeeds which is aimed for, between 0 and 1. */
  readonly target: number
  /** The most samples of one beam. */
  readonly maxSamples: number
  /** The most beams. */
  readonly maxBeams: number
}

/**
 * The smallest N with 1 − (1 − p)^N ≥ target, for a chance p that one sample succeeds; instance-adaptive
 * scaling (IAS): N = ⌈ln (1 − target) / ln (1 − p)⌉. As in its code, p is held to 0.0001 … 0.9999, so N to
 * 46,050 at 0.99.
 */
export function samplesNeeded(p: number, target: number): SampleCount {
  if (Number.isNaN(p)) return { status: 'undefined', reason: 'no chance of success is known' }
  if (!(target > 0 && target < 1)) {
    return { status: 'undefined', reason: 'the target is not between 0 and 1' }
  }
  const miss = 1 - Math.min(Math.max(p, EPSILON), 1 - EPSILON)
  const samples = Math.log(1 - target) / Math.log(miss)
  // Where N reaches the target exactly, rounding may put the quotient a trace above it.
  const nearest = Math.round(samples)
  const isReached = Math.abs(samples - nearest) < nearest * TRACE
  return { status: 'ok', samples: isReached ? nearest : Math.ceil(samples) }
}

/** M of IAS: samples for each beam, by the least promising one's chance. */
export function samplesPerBeam(chances: readonly number[], limits: BeamLimits): SampleCount {
  if (chances.length === 0) return NO_BEAM
  const needed = samplesNeeded(Math.min(...chances), limits.target)
  if (needed.status === 'undefined') return needed
  const samples = Math.min(Math.ceil(needed.samples / limits.maxBeams), limits.maxSamples)
  return { status: 'ok', samples }
}

/** K of IAS: the fewest of the best beams, k, such that k · maxSamples reach what the k-th one needs. */
export function beamsKept(chances: readonly number[], limits: BeamLimits): SampleCount {
  if (chances.length === 0) return NO_BEAM
  const most = Math.min(chances.length, limits.maxBeams)
  if (chances.some(Number.isNaN)) return samplesNeeded(Number.NaN, limits.target)
  const best = chances.toSorted((a, b) => b - a).slice(0, most)
  for (const [index, chance] of best.entries()) {
    const needed = samplesNeeded(chance, limits.target)
    if (needed.status === 'undefined') return needed
    const kept = index + 1
    if (kept * limits.maxSamples >= needed.samples) return { status: 'ok', samples: kept }
  }
  return { status: 'ok', samples: most }
}

const EPSILON = 1e-4
const TRACE = 1e-9
const NO_BEAM = { status: 'undefined', reason: 'no beam' } as const
