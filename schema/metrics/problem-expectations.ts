import type { Aggregation } from '../aggregation.ts'
import { seededRandom } from '../random.ts'
import { answerClasses } from './answer-vote.ts'
import { expectBestOf } from './best-of.ts'
import { missShare, topRankShares } from './binomial-ratio.ts'
import { type Choice, type Expectation, expectChoice, type Selector } from './choice.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { type Ranking, rank } from './ranking.ts'
import type { SelectionPolicy } from './selection-policy.ts'
import { type ProblemView, selectorOf } from './selector.ts'
import { expectChoices, prefix } from './subsets.ts'

/** What is expected on one problem: a list of subset sizes, each with a value for every policy. */
export function expectProblem(
  problem: JudgedProblem,
  {
    policies,
    sizes,
    seed,
  }: {
    readonly policies: readonly SelectionPolicy[]
    readonly sizes: readonly number[]
    readonly seed: number
  },
): readonly (readonly Expectation[])[] {
  const total = problem.answers.length
  const right = problem.correct.filter(Boolean).length
  const { rankingBy, ...view } = viewOf(problem)
  const random = seededRandom(seed)
  const voting = policies.flatMap((policy) =>
    policy.kind === 'pass' || policy.kind === 'best_of' || policy.kind === 'first_n'
      ? []
      : { policy, selector: selectorOf(policy, view) },
  )
  const selectors = voting.map(({ selector }) => selector)
  return sizes.map((n) => {
    const shares = topRankShares(total, n)
    const votes = expectChoices(selectors, { total, n, random })
    const byPolicy = new Map(voting.map(({ policy }, index) => [policy, votes[index]]))
    return policies.map((policy): Expectation => {
      switch (policy.kind) {
        case 'pass':
          return { ...NEVER, accuracy: 1 - missShare(total, right, n) }
        case 'best_of':
          return expectBestOf(rankingBy(policy.aggregation), { correct: problem.correct, shares })
        case 'first_n':
          return expectPrefix(selectorOf(policy.policy, view), n)
        case 'majority':
        case 'vote':
        case 'majority_or_best':
        case 'mixed':
          return byPolicy.get(policy) ?? NEVER
      }
    })
  })
}

function expectPrefix(selector: Selector, n: number): Expectation {
  return expectChoice(typeof selector === 'function' ? selector(prefix(n)) : selector)
}

/** What a policy takes from all of a problem's candidates. */
export function chooseFromAll(problem: JudgedProblem, policy: SelectionPolicy): Choice {
  const of = policy.kind === 'first_n' ? policy.policy : policy
  const selector = selectorOf(of, viewOf(problem))
  return typeof selector === 'function' ? selector(prefix(problem.answers.length)) : selector
}

const NEVER: Expectation = { accuracy: 0, tieShare: 0, randomTies: 0 }

function viewOf(
  problem: JudgedProblem,
): ProblemView & { readonly rankingBy: (aggregation: Aggregation) => Ranking } {
  const scores = new Map<Aggregation, Float64Array>()
  const rankings = new Map<Aggregation, Ranking>()
  const scoresBy = (aggregation: Aggregation) => {
    const known = scores.get(aggregation) ?? candidateScores(problem, aggregation)
    scores.set(aggregation, known)
    return known
  }
  const rankingBy = (aggregation: Aggregation) => {
    const known = rankings.get(aggregation) ?? rank(scoresBy(aggregation))
    rankings.set(aggregation, known)
    return known
  }
  const classes = answerClasses(problem.answers)
  return { classes, correct: problem.correct, scoresBy, rankingBy }
}
