import type { Uncertainty } from '../comparison.ts'
import type { MetricValue } from '../metric.ts'
import { minus, smallestDetectable, standardError } from './detectable-difference.ts'
import { swapPValue } from './swap-test.ts'
import { existing, percentileInterval, type Resampled } from './resampled.ts'

/** By how much A's value is higher than B's. */
export interface PairedDifference {
  readonly a: MetricValue
  readonly b: MetricValue
  readonly difference: MetricValue
  readonly uncertainty: Uncertainty
}

/**
 * A − B, with the differences of their resamples. Both must be resampled with the same draws: what
 * the runs have in common then cancels.
 * @param swapped the values after swaps of A and B, for the p-value from them
 */
export function pairedDifference(
  a: Resampled,
  b: Resampled,
  swapped?: { readonly a: Resampled; readonly b: Resampled },
): PairedDifference {
  const difference = valueDifference(a.value, b.value)
  const uncertainty = uncertaintyOf(difference, { a, b })
  const p =
    swapped && difference.status === 'ok' ? swapPValue(difference.value, swapped) : undefined
  return {
    a: a.value,
    b: b.value,
    difference,
    uncertainty:
      uncertainty.status === 'ok' && p !== undefined
        ? { ...uncertainty, swapPValue: p }
        : uncertainty,
  }
}

function valueDifference(a: MetricValue, b: MetricValue): MetricValue {
  const n = Math.min(a.n, b.n)
  if (a.status === 'undefined') return { status: 'undefined', reason: `A: ${a.reason}`, n }
  if (b.status === 'undefined') return { status: 'undefined', reason: `B: ${b.reason}`, n }
  return { status: 'ok', value: a.value - b.value, n }
}

function uncertaintyOf(
  value: MetricValue,
  { a, b }: { readonly a: Resampled; readonly b: Resampled },
): Uncertainty {
  if (a.resamples.status === 'undefined') return a.resamples
  if (b.resamples.status === 'undefined') return b.resamples
  const values = minus(a.resamples.values, b.resamples.values)
  const covers = b.resamples.covers === 'problems' ? a.resamples.covers : b.resamples.covers
  const resamples = { ...a.resamples, values, covers }
  const found = percentileInterval({ value, resamples })
  if (found.status === 'undefined') return found
  const error = standardError(values)
  return {
    status: 'ok',
    interval: found.interval,
    standardError: error,
    pValue: bootstrapPValue(values),
    smallestDetectable: smallestDetectable(error),
  }
}

/**
 * The two-sided p-value of no difference: of R resampled differences, twice the smaller of
 * (1 + those at most 0) / (R + 1) and (1 + those at least 0) / (R + 1), at most 1. It is the level at
 * which the percentile interval just reaches 0 (Efron and Tibshirani 1993, §15.4); the ones keep it
 * from being 0 (Davison and Hinkley 1997, §4.2).
 */
export function bootstrapPValue(differences: Float64Array): number {
  const found = existing(differences)
  if (found.status === 'undefined') throw new RangeError('No resamples to test')
  const atMost = found.sorted.filter((value) => value <= 0).length
  const atLeast = found.sorted.filter((value) => value >= 0).length
  return Math.min(1, (2 * (1 + Math.min(atMost, atLeast))) / (found.sorted.length + 1))
}
