import type { Comparison } from '../comparison.ts'
import type { BestOfNResult } from './best-of-n.ts'
import { resampleBestOfN } from './best-of-n-resamples.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { pairDecisions } from './paired-decisions.ts'
import { pairedDifference } from './paired-difference.ts'
import { swapDraws } from './swap-test.ts'

/**
 * One policy's accuracies on the same problems in the same order, as two models score them. Who is
 * right on which problem is asked of the most candidates, and known where that is a decision.
 */
export function compareBestOfN(
  a: readonly BestOfNResult[],
  b: readonly BestOfNResult[],
  { draws }: { readonly draws: ClusterDraws },
): Comparison {
  const other = resampleBestOfN(b, draws)
  const swaps = swapDraws(draws, 'problems')
  const both = a.map((result, index) => ({
    ...result,
    perProblem: Float64Array.from([...result.perProblem, ...(b[index]?.perProblem ?? [])]),
  }))
  const swapped = { a: resampleBestOfN(both, swaps.a), b: resampleBestOfN(both, swaps.b) }
  return {
    differences: resampleBestOfN(a, draws).flatMap((left, index) => {
      const right = other[index]
      if (right?.candidates !== left.candidates) throw new Error('The runs differ in candidates')
      const swap = { a: swapped.a[index], b: swapped.b[index] }
      return {
        subset: 'all',
        metric: 'accuracy',
        candidates: left.candidates,
        ...pairedDifference(left, right, swap.a && swap.b && { a: swap.a, b: swap.b }),
      }
    }),
    decisions: decisionsOf(a.at(-1), b.at(-1)),
  }
}

function decisionsOf(
  a: BestOfNResult | undefined,
  b: BestOfNResult | undefined,
): Comparison['decisions'] {
  if (a?.k === undefined || b?.k === undefined) {
    return { status: 'undefined', reason: 'an expected accuracy is no decision' }
  }
  const isRight = ({ perProblem }: BestOfNResult) => Array.from(perProblem, (share) => share === 1)
  return pairDecisions([{ subset: 'all', a: isRight(a), b: isRight(b) }])
}
