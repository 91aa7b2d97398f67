import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { Coverage } from '#schema/coverage.ts'
import type { Diagnostics } from '#schema/diagnostics.ts'
import type { GoldItem, ScoredRun, ScoringOptions } from '#schema/kinds/kind.ts'
import { type BenchmarkItem, type Gold, kindOf } from '#schema/kinds/kinds.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { PrmVariant } from '#schema/metrics/step-counts.ts'
import type { Predictions } from '#schema/prediction.ts'

/** What `stepmark evaluate` answers. */
export interface Report {
  readonly benchmark: string
  readonly revision: string
  readonly labelSet: string
  /** Of step labels: how they were counted. */
  readonly variant?: PrmVariant
  readonly coverage: Coverage
  readonly results: readonly MetricResult[]
  /** Of each policy that can be diagnosed; absent unless they were asked for. */
  readonly diagnostics?: readonly Diagnostics[]
}

/** The items that predictions are held against, and where they come from. */
export interface Labelled {
  readonly definition: BenchmarkDefinition
  readonly revision: { readonly id: string; readonly items: readonly BenchmarkItem[] }
  readonly labelSet: string
}

/** Predictions put beside the labels. An item without a prediction is wrong. */
export function scoreBenchmark(
  {
    definition,
    revision,
    originals = [],
  }: Pick<Labelled, 'definition' | 'revision'> & { readonly originals?: readonly BenchmarkItem[] },
  predictions: Predictions,
  options: ScoringOptions,
): ScoredRun {
  const items = goldItems(definition, revision.items)
  const flawless = goldItems(definition, originals)
  return kindOf(definition.kind).score(definition, items, predictions, {
    ...options,
    originals: flawless,
  })
}

/** Every metric of a scored run under each policy. */
export function reportOf(
  { definition, revision, labelSet }: Labelled,
  scored: ScoredRun,
  policies: readonly string[],
): Report {
  return {
    benchmark: definition.id,
    revision: revision.id,
    labelSet,
    coverage: scored.coverage,
    results: scored.report(policies, { intervals: true }),
  }
}

export function goldItems(
  { kind }: BenchmarkDefinition,
  items: readonly BenchmarkItem[],
): readonly GoldItem<Gold>[] {
  const { clusterOf, expectedOf, factsOf, goldOf } = kindOf(kind)
  return items.map((item) => ({
    id: item.id,
    subset: item.subset,
    expected: expectedOf(item),
    gold: goldOf(item),
    cluster: clusterOf(item),
    facts: factsOf(item),
  }))
}
