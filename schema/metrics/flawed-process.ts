import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { isRight } from './decision.ts'
import { itemOutcomes, type SubsetOutcomes } from './item-facts.ts'
import { macroMean } from './processbench-f1.ts'
import { Rate, rate } from './rate.ts'

/** Accuracy on solutions with a wrong step, by whether they still end in the right answer. */
export const FlawedProcess = z.object({
  right_answer: Rate.meta({ description: 'The hard case: wrong step, right answer.' }),
  wrong_answer: Rate,
})
export type FlawedProcess = z.infer<typeof FlawedProcess>

export const FlawedProcessReport = z
  .object({
    subsets: z.array(FlawedProcess.extend({ id: z.string() })),
    average: z
      .object({ right_answer: MetricValue, wrong_answer: MetricValue })
      .meta({ description: 'Unweighted means of the subsets.' }),
  })
  .meta({
    id: 'FlawedProcessReport',
    description:
      'Of the items with an error, the share whose decision is exactly the labelled step, apart for those with the right final answer. Items whose final answer is not known to be right or wrong count on neither side.',
  })
export type FlawedProcessReport = z.infer<typeof FlawedProcessReport>

/**
 * Of the items with an error, the share whose decision is exactly the labelled step, apart for those
 * with the right final answer. Zhang et al. 2025, Lessons of Developing PRMs, §3.2.1. Items whose final
 * answer is not known to be right or wrong count on neither side.
 */
export function flawedProcess(subsets: readonly SubsetOutcomes[]): FlawedProcessReport {
  const rows = subsets.map((subset) => {
    const withError = itemOutcomes(subset).filter(({ label }) => label.kind === 'at')
    const accuracyOn = (answer: 'right' | 'wrong') => {
      const members = withError.filter(
        ({ finalAnswerCorrect }) => finalAnswerCorrect === (answer === 'right'),
      )
      const hits = members.filter(({ outcome }) => isRight(outcome))
      return rate(hits.length, members.length, `no item with an error and a ${answer} answer`)
    }
    return { id: subset.id, right_answer: accuracyOn('right'), wrong_answer: accuracyOn('wrong') }
  })
  const mean = (answer: keyof FlawedProcess) =>
    macroMean(rows.map((row) => ({ subset: row.id, value: row[answer] })))
  return {
    subsets: rows,
    average: { right_answer: mean('right_answer'), wrong_answer: mean('wrong_answer') },
  }
}
