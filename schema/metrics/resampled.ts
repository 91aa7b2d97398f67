import { type IntervalCovers, type IntervalValue, LEVEL } from '../interval.ts'
import type { MetricValue } from '../metric.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { quantile } from './quantile.ts'

/** A value in every resample, NaN where it is undefined; or why it was not resampled at all. */
export type Resamples =
  | {
      readonly status: 'ok'
      readonly values: Float64Array
      readonly seed: number
      readonly covers: IntervalCovers
    }
  | { readonly status: 'undefined'; readonly reason: string }

/** A value as measured, and what it would have been on other draws of the same clusters. */
export interface Resampled {
  readonly value: MetricValue
  readonly resamples: Resamples
}

/** Labels resamples with where they come from; there are none of a single cluster. */
export function resamplesOf(
  values: Float64Array,
  { draws, covers }: { readonly draws: readonly ClusterDraws[]; readonly covers: IntervalCovers },
): Resamples {
  const [first] = draws
  if (first === undefined || draws.some(({ clusters }) => clusters < 2)) {
    return { status: 'undefined', reason: 'fewer than two problems to draw from' }
  }
  return { status: 'ok', values, seed: first.seed, covers }
}

/** The unweighted mean in every resample, NaN as soon as one of the parts is. */
export function meanOfResamples(
  parts: readonly Float64Array[],
  { resamples }: Pick<ClusterDraws, 'resamples'>,
): Float64Array {
  const mean = new Float64Array(resamples)
  for (const part of parts) addTo(mean, part)
  for (let resample = 0; resample < resamples; resample++) {
    mean[resample] = (mean[resample] as number) / parts.length
  }
  return mean
}

export function addTo(sums: Float64Array, more: Float64Array): void {
  for (let resample = 0; resample < sums.length; resample++) {
    sums[resample] = (sums[resample] as number) + (more[resample] as number)
  }
}

/** The number of a value, NaN where it is undefined: for vectors of resamples only. */
export function numberOf(value: MetricValue): number {
  return value.status === 'ok' ? value.value : Number.NaN
}

/** Resamples in which a value exists, ascending. */
export type Existing =
  | { readonly status: 'ok'; readonly sorted: Float64Array; readonly leftOut: number }
  | { readonly status: 'undefined'; readonly reason: string }

/**
 * Leaves out resamples in which the value is undefined, as when no item with an error was drawn. They
 * could lie anywhere, so once there are more of them than an interval has in one tail (2.5 %), they
 * alone could move its ends, and nothing is said.
 */
export function existing(values: Float64Array): Existing {
  // NaN is sorted to the end.
  const all = values.toSorted()
  let leftOut = 0
  while (leftOut < all.length && Number.isNaN(all[all.length - 1 - leftOut])) leftOut += 1
  const sorted = all.subarray(0, all.length - leftOut)
  if (sorted.length === 0 || leftOut > ((1 - LEVEL) / 2) * values.length) {
    return { status: 'undefined', reason: `undefined in ${leftOut} of ${values.length} resamples` }
  }
  return { status: 'ok', sorted, leftOut }
}

/** The percentile interval of 95 %: the quantiles 0.025 and 0.975. Efron and Tibshirani 1993, §13.3. */
export function percentileInterval({ value, resamples }: Resampled): IntervalValue {
  if (value.status === 'undefined') return { status: 'undefined', reason: value.reason }
  if (resamples.status === 'undefined') return resamples
  const { values, seed, covers } = resamples
  const found = existing(values)
  if (found.status === 'undefined') return found
  const tail = (1 - LEVEL) / 2
  return {
    status: 'ok',
    interval: {
      lower: quantile(found.sorted, tail),
      upper: quantile(found.sorted, 1 - tail),
      level: LEVEL,
      method: 'clustered_percentile',
      resamples: values.length,
      seed,
      covers,
      ...(found.leftOut > 0 && { leftOut: found.leftOut }),
    },
  }
}
