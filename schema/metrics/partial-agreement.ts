import { z } from 'zod'
import type { Aggregation } from '../aggregation.ts'
import { Correlation, kendallTauB, pearson } from './correlation.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { type PartialCut, partialScores } from './partial-score.ts'

/** Correlations over all candidates at once, and within a problem, where candidates are chosen. */
export const Agreement = z
  .object({
    pooled: Correlation.meta({
      description: 'Over every candidate of the pool that has both scores; n counts candidates.',
    }),
    within: Correlation.meta({
      description: 'The mean over the problems where it exists; n counts them.',
    }),
  })
  .meta({ id: 'Agreement' })
export type Agreement = z.infer<typeof Agreement>

/** How well a candidate's score up to the cut foretells its final one. */
export function partialAgreement(
  problems: readonly JudgedProblem[],
  options: { readonly cut: PartialCut; readonly aggregation: Aggregation },
): { readonly pearson: Agreement; readonly kendall: Agreement } {
  const pairs = problems.map((problem) => {
    const partial = partialScores(problem, options)
    const final = candidateScores(problem, options.aggregation)
    const isScored = (_: number, index: number) =>
      !Number.isNaN((partial[index] as number) + (final[index] as number))
    return { partial: partial.filter(isScored), final: final.filter(isScored) }
  })
  const all = {
    partial: Float64Array.from(pairs.flatMap(({ partial }) => [...partial])),
    final: Float64Array.from(pairs.flatMap(({ final }) => [...final])),
  }
  const agreement = (correlate: typeof pearson): Agreement => ({
    pooled: correlate(all.partial, all.final),
    within: meanOf(pairs.map(({ partial, final }) => correlate(partial, final))),
  })
  return { pearson: agreement(pearson), kendall: agreement(kendallTauB) }
}

function meanOf(correlations: readonly Correlation[]): Correlation {
  const values = correlations.flatMap((one) => (one.status === 'ok' ? one.value : []))
  const n = values.length
  if (n === 0) return { status: 'undefined', reason: 'no problem where both scores differ', n }
  return { status: 'ok', value: values.reduce((sum, value) => sum + value, 0) / n, n }
}
