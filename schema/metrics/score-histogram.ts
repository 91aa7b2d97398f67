import type { ScoreCounts } from './score-counts.ts'

export interface ScoreBar {
  readonly lower: number
  readonly upper: number
  readonly right: number
  readonly wrong: number
}

export type ScoreHistogram =
  | {
      readonly status: 'ok'
      readonly bars: readonly ScoreBar[]
      /** Steps with a score outside the range, and steps without one. */
      readonly outside: number
      readonly unscored: number
    }
  | { readonly status: 'undefined'; readonly reason: string }

/**
 * Right and wrong steps by score, in bars of equal width over a range: the model's when it declares
 * one, else from the lowest to the highest score. A score on an edge is in the upper bar, one at the
 * top of the range in the last.
 */
export function scoreHistogram(
  { scores, right, wrong, totals }: ScoreCounts,
  {
    bars: count = 20,
    range,
  }: { readonly bars?: number; readonly range?: readonly [number, number] },
): ScoreHistogram {
  if (totals.scored === 0) return { status: 'undefined', reason: 'no labelled step has a score' }
  const [low, high] = range ?? [scores[0] as number, scores.at(-1) as number]
  const width = (high - low) / count
  const bars = Array.from({ length: count }, (_, index) => ({
    lower: low + index * width,
    upper: index === count - 1 ? high : low + (index + 1) * width,
    right: 0,
    wrong: 0,
  }))
  let place = 0
  let outside = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] as number
    while (place < count - 1 && score >= (bars[place]?.upper ?? high)) place += 1
    const bar = bars[place]
    if (bar === undefined || score < low || score > high) {
      outside += (right[index] as number) + (wrong[index] as number)
      continue
    }
    bar.right += right[index] as number
    bar.wrong += wrong[index] as number
  }
  return { status: 'ok', bars, outside, unscored: totals.expected - totals.scored }
}
