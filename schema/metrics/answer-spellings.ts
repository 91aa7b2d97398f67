import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { answerClasses, majorityChooser } from './answer-vote.ts'
import type { JudgedProblem } from './judged-problem.ts'
import { prefix } from './subsets.ts'

export const AnswerSpellings = z.object({
  value: MetricValue.meta({
    description:
      'Share of the problems with a correct candidate whose correct answers are of several classes.',
  }),
  k: z.int(),
  outvoted: z.int().meta({
    description:
      'Those where the majority is wrong with fewer votes than all correct answers have together.',
  }),
  problems: z.array(z.object({ problem: z.int(), spellings: z.array(z.string()) })).meta({
    description: 'The problems of k, by place from 0, with their correct answers as first seen.',
  }),
})
export type AnswerSpellings = z.infer<typeof AnswerSpellings>

/** Where correct answers are written in several ways, which splits their votes. */
export function answerSpellings(
  problems: readonly Pick<JudgedProblem, 'answers' | 'correct'>[],
): AnswerSpellings {
  const solved = problems.flatMap(({ answers, correct }, problem) => {
    const right = answers.flatMap((answer, index) =>
      answer !== null && correct[index] ? [answer] : [],
    )
    if (right.length === 0) return []
    const majority = majorityChooser(answerClasses(answers), correct)(prefix(answers.length))
    const isOutvoted = !majority.right && majority.support < right.length
    return { problem, spellings: [...new Set(right)], isOutvoted }
  })
  const n = solved.length
  const split = solved.filter(({ spellings }) => spellings.length > 1)
  return {
    value:
      n === 0
        ? { status: 'undefined', reason: 'no problem with a correct answer', n }
        : { status: 'ok', value: split.length / n, n },
    k: split.length,
    outvoted: split.filter(({ isOutvoted }) => isOutvoted).length,
    problems: split.map(({ problem, spellings }) => ({ problem, spellings })),
  }
}
