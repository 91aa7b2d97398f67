/** Scores of one item, NaN where there is none: the chosen one first, then each rejected one. */
export type ComparedScores = Float64Array

/** Where the chosen one stands among the rejected ones. */
export interface PreferenceRank {
  readonly rejected: number
  /** Rejected ones with a higher score; all of them when the chosen one has none. */
  readonly above: number
  /** Rejected ones with the same score. */
  readonly tied: number
  readonly isScored: boolean
}

/**
 * A missing chosen one ranks last; a missing rejected one is beaten by one that has a score. With
 * -100 in their place and scores above it, this is the rule of WebRewardBench (Chae et al. 2025,
 * evaluation code).
 */
export function rankChosen(scores: ComparedScores): PreferenceRank {
  const [chosen = Number.NaN, ...others] = scores
  const rejected = others.length
  if (Number.isNaN(chosen)) return { rejected, above: rejected, tied: 0, isScored: false }
  return {
    rejected,
    above: others.filter((score) => score > chosen).length,
    tied: others.filter((score) => score === chosen).length,
    isScored: true,
  }
}

/** 1 / (1 + those above + those tied): a tie counts against the chosen one. 0 with nothing rejected. */
export function reciprocalRank({ rejected, above, tied }: PreferenceRank): number {
  return rejected === 0 ? 0 : 1 / (1 + above + tied)
}

/** What reciprocalRank is on average when a tie is broken at random. */
export function expectedReciprocalRank({ rejected, above, tied }: PreferenceRank): number {
  if (rejected === 0) return 0
  const places = Array.from({ length: tied + 1 }, (_, place) => 1 / (1 + above + place))
  return places.reduce((sum, value) => sum + value, 0) / places.length
}

/** Above every rejected one, of which there is at least one. */
export function isPreferred({ rejected, above, tied }: PreferenceRank): boolean {
  return rejected > 0 && above + tied === 0
}
