import type { FirstErrorDiagnostics } from '../diagnostics.ts'
import { decide } from '../metrics/decision.ts'
import { type DrawSpread, drawSpread } from '../metrics/draw-spread.ts'
import {
  type Cut,
  countByOutcome,
  decideAll,
  type JudgedItem,
  type JudgedSubset,
} from '../metrics/first-error-report.ts'
import { firstErrorSlices } from '../metrics/first-error-slices.ts'
import { flawedProcess } from '../metrics/flawed-process.ts'
import { firstErrorSteps } from '../metrics/labelled-steps.ts'
import { rate } from '../metrics/rate.ts'
import { transformedItems } from '../metrics/right-ranges.ts'
import type { PartialRule } from '../metrics/score-counts.ts'
import { stepDiagnostics } from '../metrics/step-diagnostics.ts'
import { formatPolicy, type Policy } from '../policy.ts'
import { type Predictions, stepCountOf } from '../prediction.ts'
import type { ScoreKind } from '../score-kind.ts'
import { transformScores } from '../transform.ts'
import type { Label } from '../verdict.ts'
import type { GoldItem } from './kind.ts'
import { drawsOf, endsOf, hasDraws, hasIntervals } from './step-series.ts'

/** A run's items beside what was said of them, subset by subset in one order. */
export interface JudgedRun {
  readonly subsets: readonly (JudgedSubset & { readonly gold: readonly GoldItem<Label>[] })[]
  readonly predictions: Predictions
  readonly scoreKind: ScoreKind
}

/** What lies behind the metrics of a run under one policy. */
export function diagnoseFirstError(
  policy: Policy,
  run: JudgedRun,
  partial: PartialRule,
): FirstErrorDiagnostics {
  const { subsets, predictions } = run
  const decided = decideAll(policy, subsets)
  const cuts = decided.subsets.map(({ id, cut }) => ({ id, cut }))
  const outcomes = subsets.map(({ id, items, gold }, index) => ({
    id,
    items,
    outcomes: decided.subsets[index]?.outcomes ?? [],
    facts: gold.map(({ expected, facts }) => ({ ...facts, steps: stepCountOf(expected) })),
  }))
  const hasVotes = predictions.kind === 'verdicts'
  return {
    kind: 'first_error',
    policy: formatPolicy(policy),
    ...(!hasVotes && { steps: diagnoseSteps(policy, run, partial) }),
    ...(hasDraws(predictions) && { draws: spreads(policy, run, cuts) }),
    outcomes: countByOutcome(decided),
    withoutCut: cuts.flatMap(({ id, cut }) =>
      cut.status === 'undefined' ? [{ id, reason: cut.reason }] : [],
    ),
    flawedProcess: flawedProcess(outcomes),
    slices: {
      subset: firstErrorSlices(outcomes, ['subset']),
      generator: firstErrorSlices(outcomes, ['generator']),
      length: firstErrorSlices(outcomes, ['length']),
      position: firstErrorSlices(outcomes, ['position']),
    },
  }
}

function diagnoseSteps(
  policy: Policy,
  { subsets, predictions, scoreKind }: JudgedRun,
  partial: PartialRule,
): NonNullable<FirstErrorDiagnostics['steps']> {
  const withIntervals = hasIntervals(predictions)
  const diagnose = (items: readonly JudgedItem[], gold: readonly GoldItem<Label>[]) => {
    const series = (name: 'lower' | 'upper') =>
      firstErrorSteps(
        gold.map((item) => ({ label: item.gold, scores: endsOf(item, predictions, name) })),
      ).scores
    const intervals = withIntervals
      ? { steps: firstErrorSteps(items), lower: series('lower'), upper: series('upper') }
      : undefined
    return stepDiagnostics(firstErrorSteps(transformedItems(items, policy)), {
      scoreKind,
      transforms: policy.transforms ?? [],
      intervals,
      ...partial,
    })
  }
  return {
    subsets: subsets.map(({ id, items, gold }) => ({ id, ...diagnose(items, gold) })),
    overall: diagnose(
      subsets.flatMap(({ items }) => items),
      subsets.flatMap(({ gold }) => gold),
    ),
  }
}

interface SubsetCut {
  readonly id: string
  readonly cut: Cut
}

function spreads(
  policy: Policy,
  { subsets, predictions }: JudgedRun,
  cuts: readonly SubsetCut[],
): NonNullable<FirstErrorDiagnostics['draws']> {
  const { transforms = [] } = policy
  const parts = subsets.map(({ id, gold }, index) => ({
    id,
    cut: cuts[index]?.cut ?? NO_CUT,
    draws: gold.map((item) =>
      drawsOf(item, predictions).map((scores) => transformScores(scores, transforms)),
    ),
  }))
  return {
    subsets: parts.map((part) => ({ id: part.id, ...spreadOf([part]) })),
    overall: spreadOf(parts),
  }
}

/** Undecided draws are no flips: without a cut in one part there is no share of flips at all. */
function spreadOf(
  parts: readonly (SubsetCut & { readonly draws: readonly (readonly Float64Array[])[] })[],
): DrawSpread {
  const thresholds = parts.flatMap(({ cut, draws }) =>
    draws.map(() => (cut.status === 'ok' ? cut.threshold : Number.NaN)),
  )
  const spread = drawSpread(
    parts.flatMap(({ draws }) => draws),
    (scores, item) => decide(scores, thresholds[item] ?? Number.NaN),
  )
  const reason = parts.flatMap(({ cut }) => (cut.status === 'undefined' ? cut.reason : []))[0]
  return reason === undefined ? spread : { ...spread, flips: rate(0, 0, reason) }
}

const NO_CUT: Cut = { status: 'none' }
