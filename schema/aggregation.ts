import { z } from 'zod'

export const AGGREGATIONS = ['min', 'prod', 'last', 'mean', 'max'] as const

export const Aggregation = z.enum(AGGREGATIONS).meta({
  id: 'Aggregation',
  description:
    'How the step scores of a solution become its one score. prod is for probabilities only.',
})
export type Aggregation = z.infer<typeof Aggregation>

/**
 * One score of a solution from its step scores, first to last. A missing step score (NaN) anywhere
 * leaves the solution without one (NaN), whatever the aggregation; so does having no step.
 */
export function aggregate(aggregation: Aggregation, scores: Float64Array): number {
  if (scores.length === 0 || scores.includes(Number.NaN)) return Number.NaN
  switch (aggregation) {
    case 'min':
      return scores.reduce((lowest, score) => Math.min(lowest, score))
    case 'prod':
      return scores.reduce((product, score) => product * score)
    case 'last':
      return scores.at(-1) ?? Number.NaN
    case 'mean':
      return scores.reduce((sum, score) => sum + score) / scores.length
    case 'max':
      return scores.reduce((highest, score) => Math.max(highest, score))
  }
}
