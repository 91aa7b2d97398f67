import { z } from 'zod'
import { aggregate, type Aggregation } from '../aggregation.ts'
import type { JudgedProblem } from './judged-problem.ts'

/** How much of a candidate is written when it is looked at: a share of its steps, or a number of them. */
export const PartialCut = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('fraction'), fraction: z.number() }),
    z.object({ kind: z.literal('steps'), steps: z.int() }),
  ])
  .meta({ id: 'PartialCut' })
export type PartialCut = z.infer<typeof PartialCut>

/** How many of a candidate's steps are written then: at least one, and no more than it has. */
export function stepsAt(cut: PartialCut, steps: number): number {
  switch (cut.kind) {
    case 'fraction':
      return Math.min(steps, Math.max(1, Math.ceil(cut.fraction * steps)))
    case 'steps':
      return Math.min(steps, Math.max(1, cut.steps))
  }
}

/** One score a candidate from its steps up to the cut; NaN where one of them has none. */
export function partialScores(
  { answers, steps }: Pick<JudgedProblem, 'answers' | 'steps'>,
  { cut, aggregation }: { readonly cut: PartialCut; readonly aggregation: Aggregation },
): Float64Array {
  return Float64Array.from(answers, (_, index) => {
    const scores = steps[index]
    if (!scores) return Number.NaN
    return aggregate(aggregation, scores.subarray(0, stepsAt(cut, scores.length)))
  })
}
