import type { Comparison, Difference } from '../comparison.ts'
import type { BestOfNResult } from './best-of-n.ts'
import { meanOfSubsets, resampleBestOfN } from './best-of-n-resamples.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { pairDecisions } from './paired-decisions.ts'
import { pairedDifference } from './paired-difference.ts'
import { swapDraws } from './swap-test.ts'

/** One policy's accuracies on a subset of a pool, on the same problems in the same order, of two models. */
export interface PairedPool {
  readonly subset: string
  readonly a: readonly BestOfNResult[]
  readonly b: readonly BestOfNResult[]
  readonly draws: ClusterDraws
}

/**
 * Two models at every number of candidates: on each subset, and on their average where there are
 * several. Who is right on which problem is asked of the most candidates, and known where that is a
 * decision.
 */
export function compareBestOfN(pools: readonly PairedPool[]): Comparison {
  const resampled = pools.map(({ subset, a, b, draws }) => {
    const own = resampleBestOfN(a, draws)
    const other = resampleBestOfN(b, draws)
    if (own.some(({ candidates }, index) => candidates !== other[index]?.candidates)) {
      throw new Error('The runs differ in candidates')
    }
    return { subset, own, other, swapped: swapRuns({ subset, a, b, draws }) }
  })
  const differences = resampled.flatMap(({ subset, own, other, swapped }) =>
    own.flatMap((left, index): Difference[] => {
      const right = other[index]
      if (!right) return []
      const { candidates } = left
      const paired = pairedDifference(left, right, swapped[index])
      return [{ subset, metric: 'accuracy', candidates, ...paired }]
    }),
  )
  return {
    differences: pools.length > 1 ? [...differences, ...averages(resampled)] : differences,
    decisions: decisionsOf(pools),
  }
}

/** Of every number of candidates that all subsets have. */
function averages(
  subsets: readonly {
    readonly own: ReturnType<typeof resampleBestOfN>
    readonly other: ReturnType<typeof resampleBestOfN>
  }[],
): Difference[] {
  const sizes = subsets[0]?.own.map(({ candidates }) => candidates) ?? []
  return sizes.flatMap((candidates): Difference[] => {
    const at = (side: 'own' | 'other') =>
      subsets.flatMap((subset) => subset[side].find((row) => row.candidates === candidates) ?? [])
    const [own, other] = [at('own'), at('other')]
    if (own.length < subsets.length) return []
    const paired = pairedDifference(meanOfSubsets(own), meanOfSubsets(other))
    return [{ subset: 'average', metric: 'accuracy', candidates, ...paired }]
  })
}

/** The accuracies of both runs after swaps of what they chose. */
function swapRuns({ subset, a, b, draws }: PairedPool) {
  const swaps = swapDraws(draws, subset)
  const both = a.map((result, index) => ({
    ...result,
    perProblem: Float64Array.from([...result.perProblem, ...(b[index]?.perProblem ?? [])]),
  }))
  const theirs = resampleBestOfN(both, swaps.b)
  return resampleBestOfN(both, swaps.a).map((own, index) => {
    const other = theirs[index]
    return other && { a: own, b: other }
  })
}

function decisionsOf(pools: readonly PairedPool[]): Comparison['decisions'] {
  const pairs = pools.flatMap(({ subset, a, b }) => {
    const [own, other] = [rightOf(a.at(-1)), rightOf(b.at(-1))]
    return own && other ? [{ subset, a: own, b: other }] : []
  })
  if (pairs.length === pools.length) return pairDecisions(pairs)
  return { status: 'undefined', reason: 'an expected accuracy is no decision' }
}

/** Which problems are answered right; undefined where they are only expected to be. */
function rightOf(result: BestOfNResult | undefined): readonly boolean[] | undefined {
  if (result?.k === undefined) return undefined
  return Array.from(result.perProblem, (share) => share === 1)
}
