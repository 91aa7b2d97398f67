import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { Coverage } from '#schema/coverage.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { judge } from '#schema/judge.ts'
import type { MetricResult } from '#schema/metric.ts'
import { coverageOf, firstErrorReport } from '#schema/metrics/first-error-report.ts'
import type { Policy } from '#schema/policy.ts'
import type { Predictions } from '#schema/prediction.ts'

/** What `stepmark evaluate` answers. */
export interface Report {
  readonly benchmark: string
  readonly revision: string
  readonly labelSet: string
  readonly coverage: Coverage
  readonly results: readonly MetricResult[]
}

/** The items that predictions are held against, and where they come from. */
export interface Evaluated {
  readonly definition: BenchmarkDefinition
  readonly revision: { readonly id: string; readonly items: readonly FirstErrorItem[] }
  readonly labelSet: string
}

/** Every metric of the predictions under each policy. An item without a prediction is wrong. */
export function evaluate(
  { definition, revision, labelSet }: Evaluated,
  predictions: Predictions,
  policies: readonly Policy[],
): Report {
  const judged = judge(definition, revision.items, predictions)
  return {
    benchmark: definition.id,
    revision: revision.id,
    labelSet,
    coverage: coverageOf(judged),
    results: policies.flatMap((policy) => firstErrorReport(policy, judged)),
  }
}
