import { z } from 'zod'
import { MetricId } from './metric.ts'

/** Metrics of published numbers that no run here has. */
const ELSEWHERE = [
  'similarity',
  'f1_solution',
  'balanced_f1',
  'macro_f1',
  'auroc_step',
  'auroc_solution',
  'best_of_prm',
  'best_of_prm_mean',
  'weighted_best_of_prm_mean',
  'best_of_orm',
  'best_of_judge',
  'majority',
  'weighted_majority',
  'pass',
  'greedy',
  'greedy_search',
  'last_step_minimum',
  'tokens_per_step',
  'tokens_per_response',
  'seconds_per_solution',
  'seconds_per_example',
] as const

export const ReportedMetric = z
  .enum([...MetricId.options, ...ELSEWHERE])
  .meta({ id: 'ReportedMetric', description: 'What a published number measures.' })
export type ReportedMetric = z.infer<typeof ReportedMetric>

/** The metrics that are no proportions. */
const COSTS: readonly ReportedMetric[] = [
  'tokens_per_step',
  'tokens_per_response',
  'seconds_per_solution',
  'seconds_per_example',
]

export function isProportion(metric: ReportedMetric): boolean {
  return !COSTS.includes(metric)
}
