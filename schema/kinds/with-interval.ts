import type { MetricResult } from '../metric.ts'
import { percentileInterval, type Resampled } from '../metrics/resampled.ts'

/** A value with where it may lie, or why that is not known. */
export function withInterval(result: MetricResult, resampled: Resampled | undefined): MetricResult {
  if (!resampled || result.status === 'undefined') return result
  const found = percentileInterval(resampled)
  return found.status === 'ok'
    ? { ...result, interval: found.interval }
    : { ...result, noInterval: found.reason }
}
