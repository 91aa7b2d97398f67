import { type Aggregation, AGGREGATIONS } from '#schema/aggregation.ts'
import type { Candidate } from '#schema/best-of-n-item.ts'
import { CHOICE_OUTCOMES, type ChoiceVerdict } from '#schema/item-verdict.ts'
import { candidateScores, type JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { chooseFromAll } from '#schema/metrics/problem-expectations.ts'
import type { StepScores } from '#schema/prediction-line.ts'
import { parseSelection } from '#schema/selection.ts'
import { transformScores } from '#schema/transform.ts'
import { countedSentence } from './counted.ts'
import { capital, inWords, plural } from './format.ts'

type Candidates = readonly Candidate[]

/** How many candidates a page shows at once. */
const CANDIDATES_A_PAGE = 32

/** The candidates of a page: the block that holds the one asked for, with where others begin. */
export function blockOf(total: number, asked: number) {
  const from = asked < total ? asked - (asked % CANDIDATES_A_PAGE) : 0
  const to = Math.min(total, from + CANDIDATES_A_PAGE)
  return {
    from,
    to,
    previous: from === 0 ? undefined : from - CANDIDATES_A_PAGE,
    next: to === total ? undefined : to,
  }
}

/** A pool's problem with a run's step scores. */
export function problemOf(candidates: Candidates, scores: readonly StepScores[]): JudgedProblem {
  return {
    answers: candidates.map(({ answer }) => answer),
    correct: candidates.map(({ correct }) => correct),
    steps: candidates.map((_, index) =>
      Float64Array.from(scores[index] ?? [], (score) => score ?? Number.NaN),
    ),
  }
}

/** What one policy takes from all candidates. */
export interface PolicyPick {
  readonly policy: string
  /** Undefined where no candidate has a score, or none an answer. */
  readonly candidate: number | undefined
  readonly answer: string | null
  readonly right: boolean
  readonly tied: number
  readonly tiedRight: number
}

export function picksOf(
  problem: JudgedProblem,
  policies: readonly string[],
): readonly PolicyPick[] {
  return policies.flatMap((policy) => {
    const selection = parseSelection(policy)
    if (!selection) return []
    const { transforms } = selection
    const steps = problem.steps.map((scores) => transformScores(scores, transforms))
    const choice = chooseFromAll({ ...problem, steps }, selection.policy)
    const { candidate } = choice
    const answer = candidate === undefined ? null : (problem.answers[candidate] ?? null)
    return [{ policy, answer, ...choice }]
  })
}

/** A candidate's one score under an aggregation, and whether it is at the top. */
export interface AggregateCell {
  readonly aggregation: Aggregation
  readonly score: number | null
  readonly place: 'chosen' | 'tied' | 'below'
}

export interface CandidateRow {
  readonly index: number
  readonly answer: string | null
  readonly correct: boolean
  readonly steps: number
  /** Candidates that give its answer, itself among them; 0 for one without an answer. */
  readonly agreeing: number
  readonly cells: readonly AggregateCell[]
}

/** Every candidate with its scores under the aggregations; those at the top are marked. */
export function candidateRows(
  candidates: Candidates,
  problem: JudgedProblem | undefined,
  aggregations: readonly Aggregation[],
): readonly CandidateRow[] {
  const votes = Map.groupBy(candidates, ({ answer }) => answer)
  const columns = problem ? aggregations.map((aggregation) => columnOf(problem, aggregation)) : []
  return candidates.map(({ answer, correct, steps }, index) => ({
    index,
    answer,
    correct,
    steps: steps.length,
    agreeing: answer === null ? 0 : (votes.get(answer)?.length ?? 0),
    cells: columns.flatMap((column) => column[index] ?? []),
  }))
}

function columnOf(problem: JudgedProblem, aggregation: Aggregation): readonly AggregateCell[] {
  const scores = candidateScores(problem, aggregation)
  const { candidate } = chooseFromAll(problem, { kind: 'best_of', aggregation })
  const top = candidate === undefined ? undefined : scores[candidate]
  return Array.from(scores, (score, index) => ({
    aggregation,
    score: Number.isNaN(score) ? null : score,
    place: index === candidate ? 'chosen' : score === top ? 'tied' : 'below',
  }))
}

/** The aggregations a run may be chosen by: products are for probabilities. */
export function aggregationsOf(policies: readonly string[]): readonly Aggregation[] {
  return AGGREGATIONS.filter((aggregation) => policies.includes(`best_of:${aggregation}`))
}

/** How many candidates are right, in one sentence. */
export function candidatesFinding(candidates: Candidates): string {
  const right = candidates.filter(({ correct }) => correct).length
  const total = candidates.length
  if (right === 0) return `None of ${plural(total, 'candidate')} is right, so no choice can be.`
  if (right === total) return `All ${plural(total, 'candidate')} are right, so any choice is.`
  return `${capital(inWords(right))} of ${plural(total, 'candidate')} ${right === 1 ? 'is' : 'are'} right.`
}

/** What the models shown choose, in one sentence; nothing where all choices come to the same. */
export function choicesFinding(
  judgements: readonly Pick<ChoiceVerdict, 'outcome'>[],
  { all }: { all: boolean },
): string {
  if (judgements.some(({ outcome }) => outcome === 'none_right' || outcome === 'only_right'))
    return ''
  const groups = CHOICE_OUTCOMES.map((outcome) => ({
    n: judgements.filter((judgement) => judgement.outcome === outcome).length,
    verb: (n: number) =>
      `choose${n === 1 ? 's' : ''} a ${outcome === 'chose_right' ? 'right' : 'wrong'} one`,
  }))
  return countedSentence(
    groups.filter(({ n }) => n > 0),
    { all },
  )
}
