import { z } from 'zod'
import type { Coverage } from '../coverage.ts'
import { REDUNDANCY_CLASSES } from './step-classes.ts'

/** An item with wrong steps labelled, and what a model said of its steps. */
export interface JudgedSteps {
  readonly id: string
  readonly classification: string
  /** How many steps the item has. */
  readonly steps: number
  /** The wrong steps, 0-based. A step that does not exist is never met, so it counts nowhere. */
  readonly wrongSteps: readonly number[]
  /** One score a step, NaN where there is none; empty when the item was not judged. */
  readonly scores: Float64Array
  /** How redundant each step is; replaces the scores in the classes about redundancy. */
  readonly redundancy?: Float64Array
}

/**
 * `strict`: every step of an item counts, and one without a score counts as judged wrongly.
 * `official`: as many steps as there are scores, as in the evaluator of Song et al. 2025; an item
 * without scores counts nowhere, a score of NaN flags its step, a redundancy of NaN passes it.
 */
export const PRM_VARIANTS = ['strict', 'official'] as const
export const PrmVariant = z.enum(PRM_VARIANTS).meta({ id: 'PrmVariant' })
export type PrmVariant = z.infer<typeof PrmVariant>

/** A redundancy above this flags a step, unless a rule says otherwise. Song et al. 2025, evaluation code. */
export const REDUNDANCY_THRESHOLD = 0.15

/** How scores become judgements. */
export interface StepRule {
  /** A step is good when its score is above this; a score equal to it flags the step. */
  readonly threshold: number
  /** A step is redundant when its redundancy is above this; REDUNDANCY_THRESHOLD when left out. */
  readonly redundancyThreshold?: number | undefined
  readonly variant: PrmVariant
}

/**
 * Steps by label and judgement. The positive class is the right step: tp right steps that passed, fn
 * right steps flagged, tn wrong steps flagged, fp wrong steps that passed.
 */
export const StepCounts = z
  .object({ tp: z.int(), fp: z.int(), tn: z.int(), fn: z.int() })
  .meta({ id: 'StepCounts' })
export type StepCounts = z.infer<typeof StepCounts>

/** Counted steps, and how many items have a first wrong step (n) and had it flagged (k). */
export interface StepTally {
  readonly counts: StepCounts
  readonly firstError: { readonly k: number; readonly n: number }
}

export const NO_STEPS: StepTally = {
  counts: { tp: 0, fp: 0, tn: 0, fn: 0 },
  firstError: { k: 0, n: 0 },
}

export function tallySteps(item: JudgedSteps, rule: StepRule): StepTally {
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 }
  const firstError = { k: 0, n: 0 }
  judgeSteps(item, rule, (_, judgement) => {
    counts[judgement] += 1
    const isWrong = judgement === 'fp' || judgement === 'tn'
    if (!isWrong || firstError.n > 0) return
    firstError.n = 1
    firstError.k = judgement === 'tn' ? 1 : 0
  })
  return { counts, firstError }
}

/** Tells of every step of an item, in order, what it counts as. */
export function judgeSteps(
  item: JudgedSteps,
  rule: StepRule,
  tell: (step: number, judgement: keyof StepCounts) => void,
): void {
  const { variant } = rule
  const series = stepSeries(item)
  const length = variant === 'strict' ? item.steps : series.length
  for (let step = 0; step < length; step++) {
    const score = series[step] ?? Number.NaN
    const isWrong = item.wrongSteps.includes(step)
    const isUnscored = variant === 'strict' && Number.isNaN(score)
    const passes = isUnscored ? isWrong : isGoodStep(item, score, rule)
    if (isWrong) tell(step, passes ? 'fp' : 'tn')
    else tell(step, passes ? 'tp' : 'fn')
  }
}

/** What an item's steps are judged by: its redundancy in the classes about that, else its scores. */
export function stepSeries(item: JudgedSteps): Float64Array {
  return redundancyOf(item) ?? item.scores
}

/** Whether a step passes, given its value in `stepSeries`. */
export function isGoodStep(
  item: JudgedSteps,
  value: number,
  { threshold, redundancyThreshold = REDUNDANCY_THRESHOLD }: Omit<StepRule, 'variant'>,
): boolean {
  return redundancyOf(item) ? !(value > redundancyThreshold) : value > threshold
}

function redundancyOf({ classification, redundancy }: JudgedSteps): Float64Array | undefined {
  return redundancy && REDUNDANCY_CLASSES.includes(classification) ? redundancy : undefined
}

export function addTallies(a: StepTally, b: StepTally): StepTally {
  return {
    counts: {
      tp: a.counts.tp + b.counts.tp,
      fp: a.counts.fp + b.counts.fp,
      tn: a.counts.tn + b.counts.tn,
      fn: a.counts.fn + b.counts.fn,
    },
    firstError: {
      k: a.firstError.k + b.firstError.k,
      n: a.firstError.n + b.firstError.n,
    },
  }
}

/** Counts items with at least one score, and the steps that are scored. Every step is labelled. */
export function stepCoverageOf(items: readonly Pick<JudgedSteps, 'steps' | 'scores'>[]): Coverage {
  const coverage = { items: { expected: 0, scored: 0 }, steps: { expected: 0, scored: 0 } }
  for (const { steps, scores } of items) {
    const scored = scores.subarray(0, steps).filter((score) => !Number.isNaN(score)).length
    coverage.items.expected += 1
    coverage.items.scored += scored > 0 ? 1 : 0
    coverage.steps.expected += steps
    coverage.steps.scored += scored
  }
  return coverage
}
