import type { Interval } from '../interval.ts'

/** Quantiles of the standard normal distribution, 0.975 and 0.8. */
const TWO_SIDED = 1.959963984540054
const POWER = 0.8416212335729143
const MULTIPLE = TWO_SIDED + POWER

/**
 * The true difference that a two-sided test at 5 % finds with a power of 80 %: 2.80 standard errors.
 * Bloom 1995, minimum detectable effects.
 */
export function smallestDetectable(standardError: number): number {
  return MULTIPLE * standardError
}

/**
 * The smallest detectable difference between two runs of a board, in the middle: that of the median
 * of the paired standard errors over all pairs of runs.
 * @param headlines the resamples of each run's headline, all on the same draws; NaN where undefined
 * @returns undefined with fewer than two runs
 */
export function boardDetectable(headlines: readonly Float64Array[]): number | undefined {
  const errors = headlines
    .flatMap((a, index) => headlines.slice(index + 1).map((b) => standardError(minus(a, b))))
    .sort((a, b) => a - b)
  const low = errors[Math.floor((errors.length - 1) / 2)]
  const high = errors[Math.ceil((errors.length - 1) / 2)]
  return low === undefined || high === undefined ? undefined : smallestDetectable((low + high) / 2)
}

/**
 * What the smallest detectable difference of two runs is at most, where no more is known of them than
 * their 95 % intervals: that of independent runs. Runs judged on the same items mostly err together,
 * and Var(A − B) = Var(A) + Var(B) − 2 Cov(A, B), so the paired one is smaller.
 */
export function detectableAtMost(a: Interval, b: Interval): number {
  return smallestDetectable(Math.hypot(errorWithin(a), errorWithin(b)))
}

/** The standard error that makes a normal 95 % interval as wide. */
function errorWithin({ lower, upper }: Interval): number {
  return (upper - lower) / (2 * TWO_SIDED)
}

/** Resample by resample. */
export function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, resample) => value - (b[resample] as number))
}

/** The standard deviation of resamples, over those that exist (not NaN). */
export function standardError(resamples: Float64Array): number {
  let n = 0
  let mean = 0
  let squares = 0
  for (const value of resamples) {
    if (Number.isNaN(value)) continue
    // Welford 1962
    n += 1
    const step = value - mean
    mean += step / n
    squares += step * (value - mean)
  }
  return Math.sqrt(squares / (n - 1))
}
