import type { Comparison } from '../comparison.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { pairDecisions } from './paired-decisions.ts'
import { pairedDifference } from './paired-difference.ts'
import type { PreferenceRatio } from './preference-ratios.ts'
import { resamplePreferences } from './preference-resamples.ts'
import { swapDraws } from './swap-test.ts'

/** A subset's ratios of two models on the same items in the same order. */
export interface PairedPreferences {
  readonly id: string
  readonly a: readonly PreferenceRatio[]
  readonly b: readonly PreferenceRatio[]
  readonly draws: ClusterDraws
}

/**
 * Two models metric by metric, on each subset and on their average where there are several; then who
 * puts the chosen one strictly first on which item.
 */
export function comparePreferences(subsets: readonly PairedPreferences[]): Comparison {
  const side = (name: 'a' | 'b') =>
    resamplePreferences(subsets.map(({ [name]: ratios, ...subset }) => ({ ...subset, ratios })))
  const swapped = swapRuns(subsets)
  const other = side('b')
  const differences = side('a').flatMap((left, index) => {
    const right = other[index]
    if (right?.subset !== left.subset || right.metric !== left.metric) {
      throw new Error('The runs are of different items')
    }
    const { subset, metric } = left
    return { subset, metric, ...pairedDifference(left, right, swapped[index]) }
  })
  const decisions = pairDecisions(
    subsets.map(({ id, a, b }) => ({ subset: id, a: rightOf(a), b: rightOf(b) })),
  )
  return { differences, decisions }
}

/** The values of both runs after swaps of what they said. */
function swapRuns(subsets: readonly PairedPreferences[]) {
  const drawn = subsets.map(({ id, a, b, draws }) => ({
    id,
    ratios: a.flatMap((ratio, index) => {
      const other = b[index]
      return other ? [joined(ratio, other)] : []
    }),
    swaps: swapDraws(draws, id),
  }))
  const side = (name: 'a' | 'b') =>
    resamplePreferences(drawn.map(({ id, ratios, swaps }) => ({ id, ratios, draws: swaps[name] })))
  const theirs = side('b')
  return side('a').map((own, index) => {
    const other = theirs[index]
    return other && { a: own, b: other }
  })
}

function joined(a: PreferenceRatio, b: PreferenceRatio): PreferenceRatio {
  const { metric, unit } = a
  const both = (name: 'gained' | 'of') => Float64Array.from([...a[name], ...b[name]])
  return { metric, unit, gained: both('gained'), of: both('of') }
}

function rightOf(ratios: readonly PreferenceRatio[]): readonly boolean[] {
  const strict = ratios.find(({ metric }) => metric === 'strict_accuracy')
  return Array.from(strict?.gained ?? [], (gained) => gained === 1)
}
