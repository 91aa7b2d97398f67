import type { LabelledSteps } from '#schema/metrics/labelled-steps.ts'
import { countScores, type ScoreCounts } from '#schema/metrics/score-counts.ts'

/** Steps by score and label, 1 for right. */
export function labelled(scores: readonly number[], right: readonly number[]): LabelledSteps {
  return { scores: Float64Array.from(scores), right: Uint8Array.from(right) }
}

export function counted(scores: readonly number[], right: readonly number[]): ScoreCounts {
  return countScores(labelled(scores, right))
}

/** The worked example of reference/METRICS.md §7.4. */
export const EXAMPLE = {
  scores: [0.95, 0.9, 0.8, 0.6, 0.55, 0.3, 0.2, 0.05],
  right: [1, 1, 0, 1, 0, 0, 1, 0],
} as const

/** The value, or why there is none. */
export function valueOrReason(
  value: { status: 'ok'; value: number } | { status: 'undefined'; reason: string },
): number | string {
  return value.status === 'ok' ? value.value : value.reason
}

/** How far a value is from an expected one; 0 when neither exists. */
export function distance(
  value: { status: 'ok'; value: number } | { status: 'undefined'; reason: string },
  expected: number,
): number {
  if (value.status === 'ok') return Math.abs(value.value - expected)
  return Number.isNaN(expected) ? 0 : Number.POSITIVE_INFINITY
}
