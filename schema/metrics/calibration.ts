import type { MetricValue } from '../metric.ts'
import { probabilityGap, type ReliabilityCurve } from './reliability-curve.ts'
import type { PartialRule, ScoreCounts } from './score-counts.ts'

/**
 * Expected calibration error: Σ n_b / n · |accuracy_b − confidence_b| over the bins of a reliability
 * curve, so under its convention. Guo et al. 2017, eq. 3; the positive class is the right step.
 */
export function calibrationError(curve: ReliabilityCurve): MetricValue {
  if (curve.status === 'undefined') return curve
  const { bins, n } = curve
  let sum = 0
  for (const { accuracy, confidence } of bins) {
    if (accuracy.status === 'undefined' || confidence.status === 'undefined') continue
    sum += accuracy.n * Math.abs(accuracy.value - confidence.value)
  }
  return { status: 'ok', value: sum / n, n }
}

/** Brier score: the mean of (score − 1)² over right steps and score² over wrong ones. Brier 1950. */
export function brierScore(counts: ScoreCounts, rule: PartialRule = {}): MetricValue {
  const { scores, right, wrong, totals } = counts
  const n = totals.scored
  const gap = probabilityGap(counts, rule)
  if (gap !== undefined) return { status: 'undefined', reason: gap, n }
  let sum = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] as number
    sum += (right[index] as number) * (1 - score) ** 2 + (wrong[index] as number) * score ** 2
  }
  return { status: 'ok', value: sum / n, n }
}
