import type { ReportedBenchmark } from '#schema/catalog.ts'
import { percent } from '#schema/format-number.ts'
import { isProportion, type ReportedMetric } from '#schema/reported-metric.ts'
import type { Recomputed, ReportedRow } from '#schema/reported-row.ts'
import { count, points, score } from './format.ts'

/** A published number with the parts that the same source gives beside it, by subset. */
export interface Report {
  readonly row: ReportedRow
  readonly parts: ReadonlyMap<string, number>
}

/** What papers report of one table. */
export interface ReportedTable {
  readonly benchmark: ReportedBenchmark
  readonly metric: ReportedMetric
  /** Best first. */
  readonly reports: readonly Report[]
  /** How many there are, shown or not. */
  readonly total: number
  /** The parts that some report shown gives. */
  readonly columns: ReportedBenchmark['subsets']
}

/** The subsets that a headline is the mean of; else the groups of a table; else all its subsets. */
export function partsOf({
  headline,
  averages,
  subsets,
}: Pick<ReportedBenchmark, 'headline' | 'averages' | 'subsets'>): readonly string[] {
  const own = averages.find(({ subset }) => subset === headline?.subset)
  if (own) return own.of
  if (averages.length > 0) return averages.map(({ subset }) => subset)
  return subsets.map(({ id }) => id).filter((id) => id !== headline?.subset)
}

/** Puts beside each number the parts of the same model, protocol and source. */
export function withParts(
  rows: readonly ReportedRow[],
  parts: readonly ReportedRow[],
): readonly Report[] {
  const tables = Map.groupBy(parts, tableOf)
  return rows.map((row) => ({
    row,
    parts: new Map((tables.get(tableOf(row)) ?? []).map(({ subset, value }) => [subset.id, value])),
  }))
}

function tableOf({ model, protocol, source, candidates }: ReportedRow): string {
  return [model.id, protocol.id, source.id, candidates].join(' ')
}

/** The value recomputed here of the same quantity; undefined where there is none. */
export function recomputedOf({
  recomputed,
}: Pick<ReportedRow, 'recomputed'>): (Recomputed & { value: number }) | undefined {
  if (!recomputed || recomputed.value === null) return undefined
  return { ...recomputed, value: recomputed.value }
}

/** How far a published value lies from the recomputed one: `reported 2.1 higher`. */
export function gapWords(reported: number, recomputed: number): string {
  const gap = points(reported - recomputed)
  if (gap === '0.0') return 'as reported'
  return `reported ${gap} ${reported > recomputed ? 'higher' : 'lower'}`
}

/** A published value as its metric is written: ×100, a count, or seconds. */
export function reportedValue(metric: ReportedMetric, value: number): string {
  if (isProportion(metric)) return percent(value)
  return metric.startsWith('seconds') ? score(value) : count(value)
}

/** A flag in few words, with what the parts give. */
export function flagWords({ id, text, recomputed }: ReportedRow['flags'][number]): string {
  const parts = recomputed === null ? '' : percent(recomputed)
  switch (id) {
    case 'average_differs':
      return `parts give ${parts}`
    case 'f1_differs':
      return `accuracies give ${parts}`
    case 'missing_counted_as_zero':
      return `missing parts count as 0${parts && `; ${parts} without`}`
    case 'computed_here':
      return 'averaged here'
    default:
      return text
  }
}

/** How a number came about otherwise than runs here; its own statement where nothing is known to differ. */
export function protocolWords({ statement, differences }: ReportedRow['protocol']): string {
  return differences.length === 0 ? statement : differences.map(({ text }) => text).join(' ')
}

export const METRIC_WORDS = {
  f1: 'F1',
  error_accuracy: 'Accuracy on errors',
  correct_accuracy: 'Accuracy on correct ones',
  prm_score: 'PRMScore',
  negative_f1: 'F1 of wrong steps',
  step_accuracy: 'Accuracy of steps',
  correct_step_accuracy: 'Accuracy of right steps',
  erroneous_step_accuracy: 'Accuracy of wrong steps',
  first_error_accuracy: 'Accuracy of first errors',
  accuracy: 'Accuracy',
  mrr: 'Mean reciprocal rank',
  strict_accuracy: 'Strict accuracy',
  pairwise_accuracy: 'Pairwise accuracy',
  task_accuracy: 'Accuracy of tasks',
  similarity: 'Similarity',
  f1_solution: 'F1 of solutions',
  balanced_f1: 'Balanced F1',
  macro_f1: 'Macro F1',
  auroc_step: 'AUROC of steps',
  auroc_solution: 'AUROC of solutions',
  best_of_prm: 'Accuracy, best of N',
  best_of_prm_mean: 'Accuracy, best of N by mean',
  weighted_best_of_prm_mean: 'Accuracy, weighted best of N',
  best_of_orm: 'Accuracy, best of N by an ORM',
  best_of_judge: 'Accuracy, best of N by a judge',
  majority: 'Accuracy, majority',
  weighted_majority: 'Accuracy, weighted vote',
  pass: 'Some candidate is right',
  greedy: 'Accuracy, one solution',
  greedy_search: 'Accuracy, guided search',
  last_step_minimum: 'Lowest at the last step',
  tokens_per_step: 'Tokens per step',
  tokens_per_response: 'Tokens per response',
  seconds_per_solution: 'Seconds per solution',
  seconds_per_example: 'Seconds per step',
} as const satisfies Record<ReportedMetric, string>
