import type { MetricValue } from '../metric.ts'
import { sourceId } from './step-classes.ts'
import { type JudgedSteps, type StepRule, tallySteps } from './step-counts.ts'

/**
 * How alike a model judges a flawed solution and the correct one it was made from: 1 less the mean
 * difference of their shares of steps that pass, over all pairs (n). A model that tells them apart
 * is far from 1. Song et al. 2025, as printed; their evaluator's file holds the mean difference.
 * `official` leaves out every pair whose correct solution has no step that passes.
 */
export function stepSimilarity(
  items: readonly JudgedSteps[],
  correctItems: readonly JudgedSteps[],
  rule: StepRule,
): MetricValue {
  const correctShares = new Map<string, number>()
  for (const item of correctItems) {
    const share = passingShare(item, rule)
    if (share === undefined || (rule.variant === 'official' && share === 0)) continue
    correctShares.set(sourceId(item), share)
  }
  let sum = 0
  let n = 0
  for (const item of items) {
    const share = passingShare(item, rule)
    const correct = correctShares.get(sourceId(item))
    if (share === undefined || correct === undefined) continue
    sum += Math.abs(share - correct)
    n += 1
  }
  if (n === 0) return { status: 'undefined', reason: 'no pair with a correct solution', n }
  return { status: 'ok', value: 1 - sum / n, n }
}

/** The share of an item's steps that pass; undefined when none counts. */
function passingShare(item: JudgedSteps, rule: StepRule): number | undefined {
  const { tp, fp, tn, fn } = tallySteps(item, rule).counts
  const n = tp + fp + tn + fn
  return n === 0 ? undefined : (tp + fp) / n
}
