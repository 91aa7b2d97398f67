import type { Coverage } from '../coverage.ts'
import {
  FIRST_ERROR_METRICS,
  type FirstErrorCounts,
  type FirstErrorMetric,
  type MetricResult,
  type MetricValue,
} from '../metric.ts'
import { formatPolicy, type Policy } from '../policy.ts'
import { type Transform, transformScores } from '../transform.ts'
import { majority, type Label, type Verdict } from '../verdict.ts'
import { type BestThreshold, bestThreshold } from './best-threshold.ts'
import { type Decision, decide, OUTCOMES, type Outcome, outcome } from './decision.ts'
import { accuracy, countOutcomes, macroMean, processBenchF1 } from './processbench-f1.ts'

/** An item with what a model said of it: step scores (NaN where missing) or first-error votes. */
export type JudgedItem =
  | { readonly label: Label; readonly scores: Float64Array }
  | { readonly label: Label; readonly steps: number; readonly votes: readonly Verdict[] }

export interface JudgedSubset {
  readonly id: string
  readonly items: readonly JudgedItem[]
}

/** Version of the formulas below; a change that moves any number takes a new one. */
export const FIRST_ERROR_VERSION = '1'

/** The cut a policy uses on a subset; `none` for votes, which need no cut. */
export type Cut = BestThreshold | { readonly status: 'none' }

/** A policy carried out: its cut and every item's outcome, subset by subset. */
export interface PolicyOutcomes {
  readonly policy: Policy
  readonly subsets: readonly {
    readonly id: string
    readonly cut: Cut
    readonly decisions: readonly Decision[]
    readonly outcomes: readonly Outcome[]
  }[]
}

export function decideAll(policy: Policy, given: readonly JudgedSubset[]): PolicyOutcomes {
  const subsets = transformed(given, policy.transforms ?? [])
  const tuned = policy.kind === 'tuned' ? tune(policy.subset, subsets) : undefined
  return {
    policy,
    subsets: subsets.map((subset) => {
      const cut = tuned ?? cutOf(policy, subset)
      if (cut.status === 'undefined') return { id: subset.id, cut, decisions: [], outcomes: [] }
      const threshold = cut.status === 'ok' ? cut.threshold : undefined
      const decisions = subset.items.map((item) => decideItem(item, threshold))
      const outcomes = subset.items.map(({ label }, index) =>
        outcome(label, decisions[index] as Decision),
      )
      return { id: subset.id, cut, decisions, outcomes }
    }),
  }
}

/** One value of a first-error report. */
export type FirstErrorResult = MetricResult & {
  readonly metric: FirstErrorMetric
  readonly counts?: FirstErrorCounts
}

/** F1 and both accuracies of every subset and their average, for one policy. */
export function firstErrorReport(
  policy: Policy,
  subsets: readonly JudgedSubset[],
): readonly FirstErrorResult[] {
  const { subsets: decided } = decideAll(policy, subsets)
  const rows = subsets.map(({ id, items }, index) => {
    const { cut, outcomes } = decided[index] ?? { cut: undefined, outcomes: [] }
    const counts = countOutcomes(items.map(({ label }, i) => [label, outcomes[i] ?? 'undecided']))
    return { subset: id, cut, counts, values: valuesOf(counts, cut, items.length) }
  })
  const average = {
    f1: macroMean(rows.map(({ subset, values }) => ({ subset, value: values.f1 }))),
    error_accuracy: macroMean(
      rows.map(({ subset, values }) => ({ subset, value: values.error_accuracy })),
    ),
    correct_accuracy: macroMean(
      rows.map(({ subset, values }) => ({ subset, value: values.correct_accuracy })),
    ),
  }
  const total = rows.reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS)
  const shared = policy.kind === 'oracle' ? undefined : rows[0]?.cut
  return [
    ...rows.flatMap(({ subset, cut, counts, values }) =>
      results(policy, { subset, values, counts, cut }),
    ),
    ...results(policy, { subset: 'average', values: average, counts: total, cut: shared }),
  ]
}

/** Items by outcome, over all subsets. */
export function countByOutcome({ subsets }: PolicyOutcomes): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((name) => [name, 0])) as Record<Outcome, number>
  for (const { outcomes } of subsets) for (const name of outcomes) counts[name] += 1
  return counts
}

/** Counts items with at least one score or parsed vote, and the labelled steps that are scored. */
export function coverageOf(subsets: readonly JudgedSubset[]): Coverage {
  const items = { expected: 0, scored: 0 }
  const steps = { expected: 0, scored: 0 }
  for (const item of subsets.flatMap((subset) => subset.items)) {
    const length = 'scores' in item ? item.scores.length : item.steps
    const labelled = item.label.kind === 'at' ? item.label.step + 1 : length
    const parsed = 'votes' in item && item.votes.some(({ kind }) => kind !== 'unparsed')
    const scored =
      'scores' in item
        ? item.scores.subarray(0, labelled).filter((score) => !Number.isNaN(score)).length
        : parsed
          ? labelled
          : 0
    items.expected += 1
    items.scored += scored > 0 ? 1 : 0
    steps.expected += labelled
    steps.scored += scored
  }
  return { items, steps }
}

function transformed(
  subsets: readonly JudgedSubset[],
  transforms: readonly Transform[],
): readonly JudgedSubset[] {
  if (transforms.length === 0) return subsets
  return subsets.map(({ id, items }) => ({
    id,
    items: items.map((item) =>
      'scores' in item ? { ...item, scores: transformScores(item.scores, transforms) } : item,
    ),
  }))
}

function tune(name: string, subsets: readonly JudgedSubset[]): BestThreshold {
  const subset = subsets.find(({ id }) => id === name)
  if (!subset || subset.items.length === 0) {
    return { status: 'undefined', reason: `no items of ${name} to choose a cut on` }
  }
  return bestCut(subset)
}

function cutOf(policy: Policy, subset: JudgedSubset): Cut {
  switch (policy.kind) {
    case 'fixed':
      return { status: 'ok', threshold: policy.threshold }
    case 'vote':
      return { status: 'none' }
    case 'tuned':
    case 'oracle':
      return bestCut(subset)
  }
}

function bestCut({ items }: JudgedSubset): BestThreshold {
  return bestThreshold(items.filter((item) => 'scores' in item))
}

function decideItem(item: JudgedItem, threshold: number | undefined): Decision {
  if ('scores' in item) {
    return threshold === undefined ? { kind: 'undecided', step: 0 } : decide(item.scores, threshold)
  }
  const verdict = majority(item.votes)
  return verdict.kind === 'unparsed' ? { kind: 'undecided', step: 0 } : verdict
}

type Values = Record<FirstErrorMetric, MetricValue>

function valuesOf(counts: FirstErrorCounts, cut: Cut | undefined, n: number): Values {
  if (cut?.status === 'undefined') {
    const value: MetricValue = { status: 'undefined', reason: cut.reason, n }
    return { f1: value, error_accuracy: value, correct_accuracy: value }
  }
  const { error_k, error_n, correct_k, correct_n } = counts
  return {
    f1: processBenchF1(counts),
    error_accuracy: accuracy(error_k, error_n, 'with an error'),
    correct_accuracy: accuracy(correct_k, correct_n, 'without an error'),
  }
}

const NO_COUNTS: FirstErrorCounts = { error_k: 0, error_n: 0, correct_k: 0, correct_n: 0 }

function addCounts(a: FirstErrorCounts, b: FirstErrorCounts): FirstErrorCounts {
  return {
    error_k: a.error_k + b.error_k,
    error_n: a.error_n + b.error_n,
    correct_k: a.correct_k + b.correct_k,
    correct_n: a.correct_n + b.correct_n,
  }
}

function results(
  policy: Policy,
  row: { subset: string; values: Values; counts: FirstErrorCounts; cut: Cut | undefined },
): FirstErrorResult[] {
  const { subset, values, counts, cut } = row
  const inSample = policy.kind === 'oracle' || (policy.kind === 'tuned' && policy.subset === subset)
  const measured = {
    ...(cut?.status !== 'undefined' && { counts }),
    ...(cut?.status === 'ok' && { threshold: cut.threshold }),
    ...(inSample && ({ inSample: true } as const)),
  }
  return FIRST_ERROR_METRICS.map((metric) => ({
    policy: formatPolicy(policy),
    subset,
    metric,
    ...values[metric],
    ...(subset !== 'average' && cut?.status !== 'undefined' && kOf(metric, counts)),
    ...measured,
  }))
}

function kOf(metric: FirstErrorMetric, counts: FirstErrorCounts): { readonly k?: number } {
  switch (metric) {
    case 'f1':
      return {}
    case 'error_accuracy':
      return { k: counts.error_k }
    case 'correct_accuracy':
      return { k: counts.correct_k }
  }
}
