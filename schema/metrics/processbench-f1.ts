import type { FirstErrorCounts, MetricValue } from '../metric.ts'
import type { Label } from '../verdict.ts'
import { isRight, type Outcome } from './decision.ts'

/** Counts right decisions among items with an error and among items without one. */
export function countOutcomes(outcomes: Iterable<readonly [Label, Outcome]>): FirstErrorCounts {
  const counts = { error_k: 0, error_n: 0, correct_k: 0, correct_n: 0 }
  for (const [label, outcome] of outcomes) {
    const group = label.kind === 'at' ? 'error' : 'correct'
    counts[`${group}_n`] += 1
    if (isRight(outcome)) counts[`${group}_k`] += 1
  }
  return counts
}

/**
 * ProcessBench F1: the harmonic mean of the accuracy on items with an error (exact first step) and
 * on items without one (nothing flagged). 0 when both are 0. Zheng et al. 2024, §3.
 */
export function processBenchF1({
  error_k,
  error_n,
  correct_k,
  correct_n,
}: FirstErrorCounts): MetricValue {
  const n = error_n + correct_n
  if (error_n === 0) return { status: 'undefined', reason: 'no item with an error', n }
  if (correct_n === 0) return { status: 'undefined', reason: 'no item without an error', n }
  const error = error_k / error_n
  const correct = correct_k / correct_n
  const sum = error + correct
  return { status: 'ok', value: sum === 0 ? 0 : (2 * error * correct) / sum, n }
}

/** k right of n. */
export function accuracy(k: number, n: number, of: string): MetricValue {
  if (n === 0) return { status: 'undefined', reason: `no item ${of}`, n }
  return { status: 'ok', value: k / n, n }
}

/** The unweighted mean; undefined as soon as one part is. */
export function macroMean(parts: readonly { subset: string; value: MetricValue }[]): MetricValue {
  const n = parts.reduce((total, { value }) => total + value.n, 0)
  let sum = 0
  for (const { subset, value } of parts) {
    if (value.status === 'undefined') {
      return { status: 'undefined', reason: `${subset}: ${value.reason}`, n }
    }
    sum += value.value
  }
  return { status: 'ok', value: sum / parts.length, n }
}
