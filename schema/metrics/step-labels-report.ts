import { type MetricResult, type MetricValue, STEP_LABELS_METRICS } from '../metric.ts'
import type { PrmScoreReport } from './prm-score-report.ts'
import type { JudgedSteps, PrmVariant } from './step-counts.ts'
import { stepSimilarity } from './step-similarity.ts'

/** Version of the formulas of PRMScore; a change that moves any number takes a new one. */
export const STEP_LABELS_VERSION = '1'

/** A PRMScore report as files and answers hold it: classes, then groups, then the whole. */
export function stepLabelsResults(
  { classes, groups, overall }: PrmScoreReport,
  { policy, threshold }: { readonly policy: string; readonly threshold: number },
): MetricResult[] {
  const subsets = [...classes, ...groups, { id: 'overall', ...overall }]
  return subsets.flatMap(({ id, counts, ...values }) =>
    STEP_LABELS_METRICS.flatMap((metric) => {
      const value = valueOf(values, metric)
      return value ? { policy, subset: id, metric, ...value, counts, threshold } : []
    }),
  )
}

/**
 * How alike flawed and flawless solutions are judged, of every class and over all; nothing where no
 * flawless solution was scored.
 */
export function similarityResults(
  items: readonly JudgedSteps[],
  flawless: readonly JudgedSteps[],
  {
    policy,
    threshold,
    variant,
  }: { readonly policy: string; readonly threshold: number; readonly variant: PrmVariant },
): MetricResult[] {
  if (flawless.length === 0) return []
  const byClass = Map.groupBy(items, ({ classification }) => classification)
  return [...byClass, ['overall', items] as const].map(([subset, own]) => {
    const value = stepSimilarity(own, flawless, { threshold, variant })
    return { policy, subset, metric: 'similarity', ...value, threshold }
  })
}

/** A group has none of the accuracies. */
function valueOf(
  values: Partial<
    Record<(typeof STEP_LABELS_METRICS)[number], MetricValue & { readonly k?: number }>
  >,
  metric: (typeof STEP_LABELS_METRICS)[number],
) {
  return values[metric]
}
