import type { BenchmarkKind } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Standing } from '#schema/standing.ts'

/** A run's values under one policy, and its items by outcome where they were counted. */
export interface PolicyResults {
  readonly policy: string
  readonly values: readonly MetricResult[]
  readonly outcomes: Standing['outcomes'] | undefined
}

/** The policy a page about a run opens with: the one its board opens with, or the first. */
export function usualPolicy(kind: BenchmarkKind, policies: readonly string[]): string | undefined {
  const { defaultBoard } = kindOf(kind)
  return policies.includes(defaultBoard) ? defaultBoard : policies[0]
}

/**
 * The policies a run's page counts outcomes under: all few of them, or the usual one of a pool, where
 * each count takes the whole pool to judge.
 */
export function judgedPolicies(
  kind: BenchmarkKind,
  policies: readonly string[],
): readonly string[] {
  const usual = usualPolicy(kind, policies)
  if (kind !== 'best_of_n') return policies
  return usual === undefined ? [] : [usual]
}

/** The policies whose diagnostics a page offers; of a pool, those that choose by an aggregation. */
export function diagnosedPolicies(
  kind: BenchmarkKind,
  results: readonly MetricResult[],
): readonly string[] {
  const policies = [...new Set(results.map(({ policy }) => policy))]
  return kind === 'best_of_n' ? policies.filter((one) => one.startsWith('best_of:')) : policies
}

/** The number a run ranks by, in a sentence: `average F1 73.1 under fixed:0.5`. */
export function headlineWords(
  kind: BenchmarkKind,
  results: readonly MetricResult[],
): string | undefined {
  const best = kindOf(kind).headline(results)
  if (best?.status !== 'ok') return undefined
  const value = percent(best.value)
  switch (kind) {
    case 'first_error':
      return `average F1 ${value} under ${best.policy}`
    case 'step_labels':
      return `PRMScore ${value} under ${best.policy}`
    case 'best_of_n':
      return `${value} % of problems right with the best of ${best.candidates} under ${best.policy}`
    case 'preference':
      return `mean reciprocal rank ${value}`
  }
}
