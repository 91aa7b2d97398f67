import type { FirstErrorMetric } from '../metric.ts'
import type { Policy } from '../policy.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import type { JudgedItem } from './first-error-report.ts'
import { accuracy, processBenchF1 } from './processbench-f1.ts'
import { meanOfResamples, numberOf } from './resampled.ts'
import { resampledCuts } from './resampled-cuts.ts'
import {
  orderCuts,
  type ResampledCounts,
  resampledRight,
  rightRanges,
  transformedItems,
} from './right-ranges.ts'

/** A subset with its draws, and how many items of either kind each resample holds. */
export interface DrawnSubset {
  readonly id: string
  readonly items: readonly JudgedItem[]
  readonly draws: ClusterDraws
  readonly sizes: ResampledCounts
}

/** Each metric in every resample, NaN where it is undefined. */
export type FirstErrorVectors = Readonly<Record<FirstErrorMetric, Float64Array>>

/** The resampled values of a policy on every subset, and of their average under `average`. */
export function firstErrorVectors(
  policy: Policy,
  given: readonly DrawnSubset[],
): ReadonlyMap<string, FirstErrorVectors> {
  const subsets = given.map((subset) => ({
    ...subset,
    items: transformedItems(subset.items, policy),
  }))
  const cuts = cutsOf(policy, subsets)
  const ordered = orderCuts(cuts)
  const vectors = subsets.map(({ id, items, draws, sizes }): [string, FirstErrorVectors] => {
    const right = resampledRight(rightRanges(items, policy), { ordered, draws })
    return [id, valuesOf(right, { sizes, cuts })]
  })
  const average = (metric: FirstErrorMetric) =>
    meanOfResamples(
      vectors.map(([, values]) => values[metric]),
      { resamples: cuts.length },
    )
  const averages = {
    f1: average('f1'),
    error_accuracy: average('error_accuracy'),
    correct_accuracy: average('correct_accuracy'),
  }
  return new Map([...vectors, ['average', averages]])
}

/** The cut of every resample. Votes need none and are right at any, so 0 stands for it. */
function cutsOf(policy: Policy, subsets: readonly DrawnSubset[]): Float64Array {
  const cuts = new Float64Array(subsets[0]?.draws.resamples ?? 0)
  switch (policy.kind) {
    case 'fixed':
      return cuts.fill(policy.threshold)
    case 'vote':
      return cuts
    case 'oracle':
      return cuts.fill(Number.NaN)
    case 'tuned': {
      const subset = subsets.find(({ id }) => id === policy.subset)
      const scored = subset?.items.filter((item) => 'scores' in item) ?? []
      if (!subset || scored.length < subset.items.length) return cuts.fill(Number.NaN)
      return resampledCuts(scored, subset)
    }
  }
}

function valuesOf(
  right: ResampledCounts,
  { sizes, cuts }: { readonly sizes: ResampledCounts; readonly cuts: Float64Array },
): FirstErrorVectors {
  const f1 = new Float64Array(cuts.length).fill(Number.NaN)
  const error_accuracy = f1.slice()
  const correct_accuracy = f1.slice()
  for (const [resample, cut] of cuts.entries()) {
    if (Number.isNaN(cut)) continue
    const counts = {
      error_k: right.error[resample] as number,
      error_n: sizes.error[resample] as number,
      correct_k: right.correct[resample] as number,
      correct_n: sizes.correct[resample] as number,
    }
    f1[resample] = numberOf(processBenchF1(counts))
    error_accuracy[resample] = numberOf(accuracy(counts.error_k, counts.error_n, ''))
    correct_accuracy[resample] = numberOf(accuracy(counts.correct_k, counts.correct_n, ''))
  }
  return { f1, error_accuracy, correct_accuracy }
}
