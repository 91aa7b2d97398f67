import { z } from 'zod'
import { Aggregation } from '../aggregation.ts'
import { MetricValue } from '../metric.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { rank } from './ranking.ts'

/** The candidate that best_of takes from all of a problem's. */
export const Pick = z
  .object({
    aggregation: Aggregation,
    candidate: z.int().optional().meta({ description: 'Left out where none has a score.' }),
    answer: z.string().nullable(),
    right: z.boolean(),
  })
  .meta({ id: 'Pick' })
export type Pick = z.infer<typeof Pick>

const Counted = z.object({ value: MetricValue, k: z.int() })

export const AggregationDisagreement = z.object({
  candidates: Counted.meta({
    description: 'Problems where the aggregations do not all take the same candidate.',
  }),
  answers: Counted.meta({ description: '… do not all end in the same answer.' }),
  outcomes: Counted.meta({ description: '… are not all right or all wrong.' }),
  problems: z.array(z.object({ problem: z.int(), picks: z.array(Pick) })).meta({
    description: 'The problems counted under answers, by place from 0, with every pick.',
  }),
})
export type AggregationDisagreement = z.infer<typeof AggregationDisagreement>

/** Where the choice of the aggregation changes what best_of takes from all N candidates. */
export function aggregationDisagreement(
  problems: readonly JudgedProblem[],
  aggregations: readonly Aggregation[],
): AggregationDisagreement {
  const picked = problems.map((judged, problem) => ({
    problem,
    picks: aggregations.map((aggregation) => pick(judged, aggregation)),
  }))
  const differ = (part: (pick: Pick) => unknown) =>
    picked.filter(({ picks }) => new Set(picks.map(part)).size > 1)
  const share = ({ length: k }: readonly unknown[]) => ({ value: shareOf(k, problems.length), k })
  const byAnswer = differ(({ answer }) => answer)
  return {
    candidates: share(differ(({ candidate }) => candidate)),
    answers: share(byAnswer),
    outcomes: share(differ(({ right }) => right)),
    problems: byAnswer,
  }
}

function pick(problem: JudgedProblem, aggregation: Aggregation): Pick {
  const candidate = rank(candidateScores(problem, aggregation)).order[0]
  if (candidate === undefined) return { aggregation, candidate, answer: null, right: false }
  const answer = problem.answers[candidate] ?? null
  return { aggregation, candidate, answer, right: problem.correct[candidate] === true }
}

function shareOf(k: number, n: number): MetricValue {
  if (n === 0) return { status: 'undefined', reason: 'no problem in the pool', n }
  return { status: 'ok', value: k / n, n }
}
