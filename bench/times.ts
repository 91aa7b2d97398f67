import { quantile } from '#schema/metrics/quantile.ts'

/** The median of times. */
export function median(times: readonly number[]): number {
  return timeAt(times, 0.5)
}

/** The time that a share of them lie at or below. */
export function timeAt(times: readonly number[], share: number): number {
  return quantile(Float64Array.from(times).sort(), share)
}
