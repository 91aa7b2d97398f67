import type { BestOfNResult } from './best-of-n.ts'
import {
  type ClusterDraws,
  drawClusters,
  type DrawOptions,
  resampledSums,
} from './cluster-draws.ts'
import { macroMean } from './processbench-f1.ts'
import { type Resampled, resamplesOf } from './resampled.ts'
import type { SelectionPolicy } from './selection-policy.ts'

/** One accuracy of a pool with its resamples. */
export interface SelectionResampled extends Resampled {
  readonly policy: SelectionPolicy
  readonly candidates: number
}

/** Draws the problems of a pool's subset, each with all its candidates, given what tells them apart. */
export function drawProblems(
  problems: Iterable<number | string>,
  { subset = 'all', ...options }: DrawOptions & { readonly subset?: string },
): ClusterDraws {
  return drawClusters(problems, { ...options, stream: subset })
}

/**
 * The accuracies of bestOfN with their resamples: the same problems drawn again with what was
 * expected on each. Candidates are not drawn anew, nor are subsets of them.
 */
export function resampleBestOfN(
  results: readonly BestOfNResult[],
  draws: ClusterDraws,
): readonly SelectionResampled[] {
  const sizes = resampledSums(new Float64Array(draws.of.length).fill(1), draws)
  return results.map(({ policy, candidates, value, perProblem }) => {
    if (value.status === 'undefined') return { policy, candidates, value, resamples: value }
    if (perProblem.length !== draws.of.length)
      throw new Error('The draws are not of these problems')
    const values = resampledSums(perProblem, draws).map(
      (sum, resample) => sum / (sizes[resample] as number),
    )
    const resamples = resamplesOf(values, { draws: [draws], covers: 'problems' })
    return { policy, candidates, value, resamples }
  })
}

/** The unweighted mean over subsets, resample by resample; all of one policy and number of candidates. */
export function meanOfSubsets(parts: readonly SelectionResampled[]): Resampled {
  const value = macroMean(
    parts.map((part, index) => ({ subset: String(index), value: part.value })),
  )
  const [first] = parts
  const missing = parts.find(({ resamples }) => resamples.status === 'undefined')
  if (missing || first?.resamples.status !== 'ok') {
    const resamples = missing?.resamples ?? { status: 'undefined', reason: 'no subset' }
    return { value, resamples }
  }
  const values = first.resamples.values.map(
    (_, resample) =>
      parts.reduce((sum, { resamples }) => {
        const own = resamples.status === 'ok' ? resamples.values[resample] : undefined
        return sum + (own ?? Number.NaN)
      }, 0) / parts.length,
  )
  return { value, resamples: { ...first.resamples, values } }
}
