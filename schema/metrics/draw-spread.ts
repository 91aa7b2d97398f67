import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import type { Decision } from './decision.ts'
import { Rate, rate } from './rate.ts'

/** How much a model that is asked several times disagrees with itself. */
export const DrawSpread = z
  .object({
    deviation: MetricValue.meta({
      description:
        'Mean over steps of the standard deviation of a step’s scores (dividing by draws − 1); over the steps scored in at least two draws, which n counts, whether they have a label or not.',
    }),
    flips: Rate.meta({
      description: 'Items on which not all draws decide alike, of those with at least two draws.',
    }),
  })
  .meta({ id: 'DrawSpread' })
export type DrawSpread = z.infer<typeof DrawSpread>

/**
 * Over the draws of each item, which are step scores of one length. `decide` makes one draw's
 * decision on an item, which it gets by its place: two agree when they flag the same step, or both nothing, or both stay undecided there.
 */
export function drawSpread(
  items: readonly (readonly Float64Array[])[],
  decide: (scores: Float64Array, item: number) => Decision,
): DrawSpread {
  let steps = 0
  let sum = 0
  for (const draws of items) {
    for (let step = 0; step < (draws[0]?.length ?? 0); step++) {
      const deviation = deviationOf(draws, step)
      if (deviation === undefined) continue
      steps += 1
      sum += deviation
    }
  }
  const repeated = Array.from(items.entries()).filter(([, draws]) => draws.length > 1)
  const flipped = repeated.filter(
    ([item, draws]) => new Set(draws.map((scores) => keyOf(decide(scores, item)))).size > 1,
  )
  return {
    deviation:
      steps === 0
        ? { status: 'undefined', reason: 'no step scored in two draws', n: steps }
        : { status: 'ok', value: sum / steps, n: steps },
    flips: rate(flipped.length, repeated.length, 'no item with two draws'),
  }
}

function deviationOf(draws: readonly Float64Array[], step: number): number | undefined {
  let n = 0
  let sum = 0
  for (const scores of draws) {
    const score = scores[step] as number
    if (Number.isNaN(score)) continue
    n += 1
    sum += score
  }
  if (n < 2) return undefined
  const mean = sum / n
  let squares = 0
  for (const scores of draws) {
    const score = scores[step] as number
    if (!Number.isNaN(score)) squares += (score - mean) ** 2
  }
  return Math.sqrt(squares / (n - 1))
}

function keyOf(decision: Decision): string {
  return decision.kind === 'none' ? decision.kind : `${decision.kind}:${decision.step}`
}
