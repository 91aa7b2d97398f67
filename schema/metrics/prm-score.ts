import type { MetricValue } from '../metric.ts'
import { macroMean } from './processbench-f1.ts'
import type { PrmVariant, StepCounts } from './step-counts.ts'

/** The three values of a class, a group or the whole; their n counts steps. */
export interface PrmValues {
  /** Mean of both F1; of a class without wrong steps, its F1. */
  readonly prm_score: MetricValue
  /** F1 of the right steps. */
  readonly f1: MetricValue
  /** F1 of the wrong steps. */
  readonly negative_f1: MetricValue
}

/** PRMScore and its two F1 of some steps. Song et al. 2025 and their evaluation code. */
export function prmScore(
  counts: StepCounts,
  { variant, f1Only = false }: { readonly variant: PrmVariant; readonly f1Only?: boolean },
): PrmValues {
  switch (variant) {
    case 'strict':
      return strictScore(counts, f1Only)
    case 'official':
      return officialScore(counts, f1Only)
  }
}

function strictScore({ tp, fp, tn, fn }: StepCounts, f1Only: boolean): PrmValues {
  const n = tp + fp + tn + fn
  const misses = fp + fn
  const f1 = strictF1(tp, misses, { n, reason: 'no right step, and no wrong step passed' })
  const negative_f1 = strictF1(tn, misses, {
    n,
    reason: 'no wrong step, and no right step flagged',
  })
  const mean = macroMean([
    { subset: 'f1', value: f1 },
    { subset: 'negative_f1', value: negative_f1 },
  ])
  return { prm_score: f1Only ? f1 : { ...mean, n }, f1, negative_f1 }
}

function strictF1(
  hits: number,
  misses: number,
  { n, reason }: { readonly n: number; readonly reason: string },
): MetricValue {
  const sum = 2 * hits + misses
  if (sum === 0) return { status: 'undefined', reason: n === 0 ? 'no step' : reason, n }
  return { status: 'ok', value: (2 * hits) / sum, n }
}

/** An F1 of −1 enters the PRMScore as it is; a PRMScore below 0 becomes 0. */
function officialScore({ tp, fp, tn, fn }: StepCounts, f1Only: boolean): PrmValues {
  const n = tp + fp + tn + fn
  if (n === 0) {
    const none: MetricValue = { status: 'undefined', reason: 'no step', n }
    return { prm_score: none, f1: none, negative_f1: none }
  }
  const f1 = officialF1(tp, fp, fn)
  const negativeF1 = officialF1(tn, fn, fp)
  const score = f1Only ? f1 : f1 * 0.5 + negativeF1 * 0.5
  return {
    prm_score: { status: 'ok', value: Math.max(score, 0), n },
    f1: withoutSentinel(f1, n),
    negative_f1: withoutSentinel(negativeF1, n),
  }
}

/** The evaluator's own arithmetic, in which −1 stands for an undefined precision, recall or F1. */
function officialF1(hits: number, falseHits: number, missed: number): number {
  const precision = hits + falseHits === 0 ? -1 : hits / (hits + falseHits)
  const recall = hits + missed === 0 ? -1 : hits / (hits + missed)
  const sum = precision + recall
  const f1 = sum === 0 ? -1 : (2 * precision * recall) / sum
  return f1 === 0 ? 0 : f1
}

function withoutSentinel(f1: number, n: number): MetricValue {
  if (f1 !== -1) return { status: 'ok', value: f1, n }
  const reason = 'the official evaluator answers -1: precision and recall are both 0 or undefined'
  return { status: 'undefined', reason, n }
}
