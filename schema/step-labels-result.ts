import { z } from 'zod'
import type { MetricValue } from './metric.ts'
import type { PrmScoreReport } from './metrics/prm-score-report.ts'
import { StepCounts } from './metrics/step-counts.ts'

export const STEP_LABELS_METRICS = [
  'prm_score',
  'f1',
  'negative_f1',
  'step_accuracy',
  'correct_step_accuracy',
  'erroneous_step_accuracy',
  'first_error_accuracy',
] as const

const common = {
  policy: z.string(),
  subset: z
    .string()
    .meta({ description: 'A class, a group of classes, or `overall`: all steps pooled.' }),
  metric: z.enum(STEP_LABELS_METRICS),
}
const measured = {
  k: z.int().optional(),
  n: z
    .int()
    .meta({ description: 'Steps; items for first_error_accuracy; classes’ steps for a group.' }),
  counts: StepCounts,
  threshold: z.number(),
}

/** One value of a step-labels report, with the integer counts it comes from. */
export const StepLabelsResult = z
  .discriminatedUnion('status', [
    z.object({ ...common, status: z.literal('ok'), value: z.number(), ...measured }),
    z.object({ ...common, status: z.literal('undefined'), reason: z.string(), ...measured }),
  ])
  .meta({ id: 'StepLabelsResult' })
export type StepLabelsResult = z.infer<typeof StepLabelsResult>

/** A report as files and answers hold it: classes, then groups, then the whole. */
export function stepLabelsResults(
  { classes, groups, overall }: PrmScoreReport,
  { policy, threshold }: { policy: string; threshold: number },
): StepLabelsResult[] {
  const subsets = [...classes, ...groups, { id: 'overall', ...overall }]
  return subsets.flatMap(({ id, counts, ...values }) =>
    STEP_LABELS_METRICS.flatMap((metric) => {
      const value = metric in values ? valueOf(values, metric) : undefined
      return value ? { policy, subset: id, metric, ...value, counts, threshold } : []
    }),
  )
}

function valueOf(
  values: Partial<Record<(typeof STEP_LABELS_METRICS)[number], MetricValue & { k?: number }>>,
  metric: (typeof STEP_LABELS_METRICS)[number],
) {
  return values[metric]
}
