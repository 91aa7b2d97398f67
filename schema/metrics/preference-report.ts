import type { MetricResult, MetricValue, PreferenceMetric } from '../metric.ts'
import type { PreferenceRatio } from './preference-ratios.ts'
import { macroMean } from './processbench-f1.ts'

/** A change that moves any number takes a new one. */
export const PREFERENCE_VERSION = '1'

/** What the unweighted mean over several subsets is called. */
export const AVERAGE = 'average'

/** The ratios of one subset. */
export interface PreferenceSubset {
  readonly id: string
  readonly ratios: readonly PreferenceRatio[]
}

/** Every metric of each subset, then its unweighted mean where there are several. */
export function preferenceReport(
  subsets: readonly PreferenceSubset[],
  policy: string,
): readonly MetricResult[] {
  const own = subsets.flatMap(({ id, ratios }) =>
    ratios.map((ratio) => resultOf(ratio, { policy, subset: id })),
  )
  if (subsets.length === 1) return own
  const byMetric = Map.groupBy(own, ({ metric }) => metric)
  const averages = [...byMetric.values()].flatMap((results): readonly MetricResult[] => {
    const [first] = results
    if (!first || results.length < subsets.length) return []
    const { metric } = first
    const mean = macroMean(results.map((value) => ({ subset: value.subset, value })))
    return [
      {
        policy,
        subset: AVERAGE,
        metric,
        ...mean,
        ...meanOf(results, 'tie_share'),
        ...meanOf(results, 'random_ties'),
      },
    ]
  })
  return [...own, ...averages]
}

/** A ratio's value; undefined when it is over nothing. */
export function ratioValue({ gained, of, unit }: PreferenceRatio): MetricValue {
  const n = sumOf(of)
  if (n === 0) return { status: 'undefined', reason: `no ${unit}`, n }
  return { status: 'ok', value: sumOf(gained) / n, n }
}

function resultOf(
  ratio: PreferenceRatio,
  about: { readonly policy: string; readonly subset: string },
): MetricResult {
  const { metric, gained, atRandom, tied } = ratio
  const value = ratioValue(ratio)
  const { n } = value
  return {
    ...about,
    metric,
    ...value,
    ...(COUNTED[metric] && { k: sumOf(gained) }),
    ...(n > 0 && tied && { tie_share: sumOf(tied) / n }),
    ...(n > 0 && atRandom && { random_ties: sumOf(atRandom) / n }),
  }
}

/** Whether a metric is k of n. */
const COUNTED = {
  mrr: false,
  strict_accuracy: true,
  pairwise_accuracy: true,
  task_accuracy: true,
} satisfies Record<PreferenceMetric, boolean>

function meanOf(results: readonly MetricResult[], name: 'tie_share' | 'random_ties') {
  const values = results.flatMap((result) => result[name] ?? [])
  if (values.length < results.length) return {}
  return { [name]: values.reduce((sum, value) => sum + value, 0) / values.length }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
