import { type Chooser, type Expectation, NO_CHOICE } from './choice.ts'
import type { Ranking } from './ranking.ts'

/**
 * The exact expectation of the best candidate's correctness over all n-subsets, given the share of
 * subsets in which each rank is the best (topRankShares). A subset in which nobody has a score is
 * wrong. Of a tie block, a random choice is right as often as its members are; it is a tie unless
 * only one member was drawn, which is as likely for each as for the last of them to be the best.
 */
export function expectBestOf(
  { order, blocks }: Ranking,
  { correct, shares }: { readonly correct: readonly boolean[]; readonly shares: Float64Array },
): Expectation {
  let accuracy = 0
  let tieShare = 0
  let randomTies = 0
  for (const { start, end } of blocks) {
    const alone = shares[end - 1] as number
    let best = 0
    let right = 0
    for (let place = start; place < end; place++) {
      const share = shares[place] as number
      best += share
      tieShare += share - alone
      if (!correct[order[place] as number]) continue
      accuracy += share
      right += 1
    }
    randomTies += (best * right) / (end - start)
  }
  // Shares that make up the whole may add up to a little more, by rounding.
  return {
    accuracy: Math.min(1, accuracy),
    tieShare: Math.min(1, tieShare),
    randomTies: Math.min(1, randomTies),
  }
}

/** Chooses the candidate of highest score; the lowest index among equals. Without any score, nothing. */
export function bestChooser(scores: Float64Array, correct: readonly boolean[]): Chooser {
  return (subset) => {
    let highest = Number.NEGATIVE_INFINITY
    let first = 0
    let right = false
    let tied = 0
    let tiedRight = 0
    for (let place = 0; place < subset.length; place++) {
      const candidate = subset[place] as number
      const score = scores[candidate] as number
      if (score > highest) {
        highest = score
        first = candidate
        right = correct[candidate] === true
        tied = 1
        tiedRight = right ? 1 : 0
      } else if (score === highest) {
        tied += 1
        if (correct[candidate]) tiedRight += 1
      }
    }
    return tied === 0 ? NO_CHOICE : { right, tied, tiedRight, candidate: first }
  }
}
