import { z } from 'zod'
import type { ScoreCounts } from './score-counts.ts'

export const ScoreBar = z
  .object({ lower: z.number(), upper: z.number(), right: z.int(), wrong: z.int() })
  .meta({ id: 'ScoreBar' })
export type ScoreBar = z.infer<typeof ScoreBar>

export const ScoreHistogram = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      bars: z.array(ScoreBar),
      outside: z.int().meta({ description: 'Steps with a score outside the range.' }),
      unscored: z.int().meta({ description: 'Steps without a score.' }),
    }),
    z.object({ status: z.literal('undefined'), reason: z.string() }),
  ])
  .meta({ id: 'ScoreHistogram' })
export type ScoreHistogram = z.infer<typeof ScoreHistogram>

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
