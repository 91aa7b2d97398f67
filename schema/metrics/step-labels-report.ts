import { type MetricResult, type MetricValue, STEP_LABELS_METRICS } from '../metric.ts'
import type { PrmScoreReport } from './prm-score-report.ts'

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

/** A group has none of the accuracies. */
function valueOf(
  values: Partial<
    Record<(typeof STEP_LABELS_METRICS)[number], MetricValue & { readonly k?: number }>
  >,
  metric: (typeof STEP_LABELS_METRICS)[number],
) {
  return values[metric]
}
