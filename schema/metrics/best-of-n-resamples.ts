import type { BestOfNResult } from './best-of-n.ts'
import {
  type ClusterDraws,
  drawClusters,
  type DrawOptions,
  resampledSums,
} from './cluster-draws.ts'
import { type Resampled, resamplesOf } from './resampled.ts'
import type { SelectionPolicy } from './selection-policy.ts'

/** One accuracy of a pool with its resamples. */
export interface SelectionResampled extends Resampled {
  readonly policy: SelectionPolicy
  readonly candidates: number
}

/** Draws the problems of a pool, each with all its candidates. */
export function drawProblems(problems: number, options: DrawOptions): ClusterDraws {
  return drawClusters(new Uint8Array(problems).keys(), { ...options, stream: 'problems' })
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
