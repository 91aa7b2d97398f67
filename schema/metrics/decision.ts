import type { Label } from '../verdict.ts'

/** What a policy concluded about an item; `undecided` when it hinges on a missing score or vote. */
export type Decision = Label | { readonly kind: 'undecided'; readonly step: number }

/**
 * The first step whose score is below the threshold; a score equal to it passes. A missing score
 * (NaN) before any such step leaves the item undecided from there on.
 */
export function decide(scores: Float64Array, threshold: number): Decision {
  for (let step = 0; step < scores.length; step++) {
    const score = scores[step] as number
    if (score < threshold) return { kind: 'at', step }
    if (Number.isNaN(score)) return { kind: 'undecided', step }
  }
  return { kind: 'none' }
}

export const OUTCOMES = [
  'hit',
  'early',
  'late',
  'missed',
  'passed_gold',
  'undecided',
  'false_alarm',
  'passed',
] as const

/**
 * What a decision came to. On an item with an error: hit, early, late, missed (nothing flagged),
 * passed_gold (the gold step passed, later scores missing). On a correct item: passed, false_alarm.
 * On either: undecided. Only hit and passed are right.
 */
export type Outcome = (typeof OUTCOMES)[number]

export function outcome(label: Label, decision: Decision): Outcome {
  switch (decision.kind) {
    case 'undecided':
      return label.kind === 'at' && decision.step > label.step ? 'passed_gold' : 'undecided'
    case 'none':
      return label.kind === 'at' ? 'missed' : 'passed'
    case 'at':
      if (label.kind === 'none') return 'false_alarm'
      if (decision.step === label.step) return 'hit'
      return decision.step < label.step ? 'early' : 'late'
  }
}

export function isRight(result: Outcome): boolean {
  return result === 'hit' || result === 'passed'
}

/** Thresholds t with `above < t <= upTo`. */
export interface ThresholdRange {
  readonly above: number
  readonly upTo: number
}

/**
 * The thresholds that make an item right, which form one range: above the gold step's score, up to
 * the lowest score before it; for a correct item, up to its lowest score. Null when there are none.
 */
export function rightRange(label: Label, scores: Float64Array): ThresholdRange | null {
  const gold = label.kind === 'at' ? label.step : scores.length
  let upTo = Number.POSITIVE_INFINITY
  for (let step = 0; step < gold; step++) {
    const score = scores[step] as number
    if (Number.isNaN(score)) return null
    if (score < upTo) upTo = score
  }
  const above = label.kind === 'at' ? (scores[gold] as number) : Number.NEGATIVE_INFINITY
  return above < upTo ? { above, upTo } : null
}
