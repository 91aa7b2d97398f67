import type { Aggregation } from '../aggregation.ts'
import type { MetricValue } from '../metric.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { rank } from './ranking.ts'

/** The candidate that best_of takes from all of a problem's; undefined where none has a score. */
export interface Pick {
  readonly aggregation: Aggregation
  readonly candidate: number | undefined
  readonly answer: string | null
  readonly right: boolean
}

export interface AggregationDisagreement {
  /** Share and number of problems where the aggregations do not all take the same candidate. */
  readonly candidates: { readonly value: MetricValue; readonly k: number }
  /** … do not all end in the same answer. */
  readonly answers: { readonly value: MetricValue; readonly k: number }
  /** … are not all right or all wrong. */
  readonly outcomes: { readonly value: MetricValue; readonly k: number }
  /** The problems counted under answers, by index, with every pick. */
  readonly problems: readonly { readonly problem: number; readonly picks: readonly Pick[] }[]
}

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
