import { firstAbove } from './first-above.ts'

/** The places a run may hold on its board; 1 is the first. */
export interface RankRange {
  readonly best: number
  readonly worst: number
}

/**
 * The rank range of each run of a board: from 1 + the runs whose interval lies wholly above its own,
 * to all runs less those whose interval lies wholly below.
 */
export function rankRanges(
  intervals: readonly { readonly lower: number; readonly upper: number }[],
): readonly RankRange[] {
  const lowers = Float64Array.from(intervals, ({ lower }) => lower).sort()
  // Negated, so that the upper ends below a value are those above its negative.
  const uppers = Float64Array.from(intervals, ({ upper }) => -upper).sort()
  return intervals.map(({ lower, upper }) => ({
    best: 1 + intervals.length - firstAbove(lowers, upper),
    worst: firstAbove(uppers, -lower),
  }))
}
