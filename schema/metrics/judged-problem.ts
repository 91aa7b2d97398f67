import { aggregate, type Aggregation } from '../aggregation.ts'

/** A problem of a pool with what a model said of its candidates, all lists in pool order. */
export interface JudgedProblem {
  /** Answer class of each candidate, compared as an exact string; null, for no answer, casts no vote. */
  readonly answers: readonly (string | null)[]
  readonly correct: readonly boolean[]
  /** Step scores of each candidate, NaN where missing; a candidate without any has no score. */
  readonly steps: readonly Float64Array[]
}

/** One score a candidate; NaN for one with a missing step score. */
export function candidateScores(
  { answers, steps }: Pick<JudgedProblem, 'answers' | 'steps'>,
  aggregation: Aggregation,
): Float64Array {
  return Float64Array.from(answers, (_, index) => {
    const scores = steps[index]
    return scores ? aggregate(aggregation, scores) : Number.NaN
  })
}
