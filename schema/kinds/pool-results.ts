import type { MetricResult } from '../metric.ts'
import { bestOfN, type BestOfNResult } from '../metrics/best-of-n.ts'
import {
  drawProblems,
  meanOfSubsets,
  resampleBestOfN,
  type SelectionResampled,
} from '../metrics/best-of-n-resamples.ts'
import type { JudgedProblem } from '../metrics/judged-problem.ts'
import { macroMean } from '../metrics/processbench-f1.ts'
import type { Resampled } from '../metrics/resampled.ts'
import { formatSelection, type Selection } from '../selection.ts'
import { withInterval } from './with-interval.ts'

/** What a pool's mean over several subsets is called. */
export const AVERAGE = 'average'

/** A subset of a pool: its problems, transformed already, and what tells them apart. */
export interface PoolSubset {
  readonly id: string
  readonly problems: readonly JudgedProblem[]
  readonly clusters: readonly string[]
}

/**
 * The accuracies of each selection on each subset, and their unweighted mean where there are several.
 * All selections have the same transforms.
 */
export function poolResults(
  subsets: readonly PoolSubset[],
  selections: readonly Selection[],
  { seed, intervals }: { readonly seed: number; readonly intervals: boolean },
): MetricResult[] {
  const transforms = selections[0]?.transforms ?? []
  const chosen = selections.map(({ policy }) => policy)
  const parts = subsets.map(({ id, problems, clusters }) => {
    const results = bestOfN(problems, chosen, { seed })
    const draws = intervals ? drawProblems(clusters, { seed, subset: id }) : undefined
    const resampled = draws && resampleBestOfN(results, draws)
    return results.map((result, index) => ({
      result: toResult(result, { subset: id, transforms }),
      resampled: resampled?.[index],
    }))
  })
  const all = subsets.length === 1 ? parts.flat() : [...parts.flat(), ...averages(parts)]
  return all.map(({ result, resampled }) => withInterval(result, resampled))
}

interface Part {
  readonly result: MetricResult
  readonly resampled: SelectionResampled | undefined
}

/** The unweighted mean over subsets, for each policy and number of candidates that all of them have. */
function averages(
  subsets: readonly (readonly Part[])[],
): { readonly result: MetricResult; readonly resampled: Resampled | undefined }[] {
  const cells = Map.groupBy(subsets.flat(), ({ result: { policy, candidates } }) =>
    JSON.stringify([policy, candidates]),
  )
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell
    if (!first || cell.length < subsets.length) return []
    const { policy, candidates, metric } = first.result
    const mean = macroMean(cell.map(({ result: { subset, ...value } }) => ({ subset, value })))
    const drawn = cell.flatMap(({ resampled }) => resampled ?? [])
    return [
      {
        result: {
          policy,
          subset: AVERAGE,
          metric,
          ...mean,
          candidates,
          ...meanOfEach(cell, 'tie_share'),
          ...meanOfEach(cell, 'random_ties'),
        },
        resampled: drawn.length > 0 ? meanOfSubsets(drawn) : undefined,
      },
    ]
  })
}

/** The unweighted mean of what stands beside the accuracy, where every subset has it. */
function meanOfEach(cell: readonly Part[], name: 'tie_share' | 'random_ties') {
  const values = cell.flatMap(({ result }) => result[name] ?? [])
  if (values.length < cell.length) return {}
  return { [name]: values.reduce((sum, value) => sum + value, 0) / values.length }
}

function toResult(
  { policy, candidates, value, k, tieShare, randomTies, standardError }: BestOfNResult,
  { subset, transforms }: { subset: string; transforms: Selection['transforms'] },
): MetricResult {
  return {
    policy: formatSelection({ transforms, policy }),
    subset,
    metric: 'accuracy',
    ...value,
    ...(k !== undefined && { k }),
    candidates,
    ...(tieShare !== undefined && { tie_share: tieShare }),
    ...(randomTies !== undefined && { random_ties: randomTies }),
    ...(standardError !== undefined && { standard_error: standardError }),
  }
}
