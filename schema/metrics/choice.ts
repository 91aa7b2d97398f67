/** What a policy takes from a subset of a problem's candidates. */
export interface Choice {
  /** Whether it is right; false when nothing could be chosen. */
  readonly right: boolean
  /** How many candidates or answers share the top, so 1 without a tie; 0 when nothing could be chosen. */
  readonly tied: number
  /** How many of those are right. */
  readonly tiedRight: number
  /** The candidate taken, or the first that gives the winning answer; undefined for none. */
  readonly candidate: number | undefined
}

/** Chooses from a subset, given as candidate indices in ascending order. */
export type Chooser = (subset: Int32Array) => Choice

/** A chooser, or the one choice it would make from every subset. */
export type Selector = Chooser | Choice

export const NO_CHOICE: Choice = { right: false, tied: 0, tiedRight: 0, candidate: undefined }

/** Means over subsets, each from 0 to 1. */
export interface Expectation {
  /** Share of subsets with the right choice, where the first of equals is chosen. */
  readonly accuracy: number
  /** Share of subsets with a tie at the top. */
  readonly tieShare: number
  /** What the accuracy would be with one of the equals chosen at random. */
  readonly randomTies: number
}

/** The expectation over one subset only. */
export function expectChoice({ right, tied, tiedRight }: Choice): Expectation {
  return {
    accuracy: right ? 1 : 0,
    tieShare: tied > 1 ? 1 : 0,
    randomTies: tied === 0 ? 0 : tiedRight / tied,
  }
}
