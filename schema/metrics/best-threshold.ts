import type { FirstErrorCounts } from '../metric.ts'
import type { Label } from '../verdict.ts'
import { rightRange } from './decision.ts'
import { firstAbove } from './first-above.ts'
import { type Fraction, isHigherFraction } from './fraction.ts'
import { processBenchF1 } from './processbench-f1.ts'

export interface ScoredItem {
  readonly label: Label
  /** One score a step; NaN where there is none. */
  readonly scores: Float64Array
}

export type BestThreshold =
  | { readonly status: 'ok'; readonly threshold: number }
  | { readonly status: 'undefined'; readonly reason: string }

/**
 * The threshold of highest F1 among all distinct scores of every step, after the gold error too; the
 * lowest of equals, compared exactly. One pass over the sorted candidates: each item is right on one
 * range of thresholds, so the counts at a candidate are the ranges entered less those left.
 */
export function bestThreshold(items: readonly ScoredItem[]): BestThreshold {
  const candidates = distinctScores(items)
  if (candidates.length === 0)
    return { status: 'undefined', reason: 'no scores to choose a cut from' }
  const gains = { at: changes(items, candidates, 'at'), none: changes(items, candidates, 'none') }
  const error_n = items.filter(({ label }) => label.kind === 'at').length
  const counts = { error_k: 0, error_n, correct_k: 0, correct_n: items.length - error_n }
  const defined = processBenchF1(counts)
  if (defined.status === 'undefined') return defined

  let best = { threshold: candidates[0] as number, counts: { ...counts } }
  for (const [index, threshold] of candidates.entries()) {
    counts.error_k += gains.at[index] as number
    counts.correct_k += gains.none[index] as number
    if (index === 0 || isHigher(counts, best.counts)) best = { threshold, counts: { ...counts } }
  }
  return { status: 'ok', threshold: best.threshold }
}

/** Every score that occurs, ascending. */
function distinctScores(items: readonly ScoredItem[]): Float64Array {
  const all = new Float64Array(items.reduce((sum, { scores }) => sum + scores.length, 0))
  let length = 0
  for (const { scores } of items) {
    for (const score of scores) if (!Number.isNaN(score)) all[length++] = score
  }
  const sorted = all.subarray(0, length).sort()
  let distinct = 0
  for (const score of sorted) {
    if (distinct === 0 || score !== sorted[distinct - 1]) sorted[distinct++] = score
  }
  return sorted.subarray(0, distinct)
}

/** How the number of right items of one class changes from each candidate to the next. */
function changes(
  items: readonly ScoredItem[],
  candidates: Float64Array,
  kind: Label['kind'],
): Int32Array {
  const change = new Int32Array(candidates.length + 1)
  for (const { label, scores } of items) {
    if (label.kind !== kind) continue
    const range = rightRange(label, scores)
    if (!range) continue
    const enters = firstAbove(candidates, range.above)
    const leaves = firstAbove(candidates, range.upTo)
    change[enters] = (change[enters] as number) + 1
    change[leaves] = (change[leaves] as number) - 1
  }
  return change
}

/** Compares two F1 as fractions, since equal ones may differ in the last digit as doubles. */
function isHigher(a: FirstErrorCounts, b: FirstErrorCounts): boolean {
  return isHigherFraction(halfF1(a), halfF1(b))
}

/** F1 / 2 = error_k correct_k / (error_k correct_n + correct_k error_n); 0 / 1 when both are 0. */
function halfF1({ error_k, error_n, correct_k, correct_n }: FirstErrorCounts): Fraction {
  const bottom = error_k * correct_n + correct_k * error_n
  return { top: error_k * correct_k, bottom: bottom === 0 ? 1 : bottom }
}
