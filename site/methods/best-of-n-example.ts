import type { Aggregation } from '#schema/aggregation.ts'
import { candidateScores, type JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { chooseFromAll } from '#schema/metrics/problem-expectations.ts'
import { formatSelectionPolicy, type SelectionPolicy } from '#schema/metrics/selection-policy.ts'
import { type Example, number } from './method.ts'

/** One problem with five candidates, whose answer is 10. */
export const POOL: JudgedProblem = {
  answers: ['12', '10', '12', '10', '7'],
  correct: [false, true, false, true, false],
  steps: [
    Float64Array.of(0.9, 0.6),
    Float64Array.of(0.8, 0.7),
    Float64Array.of(0.95, 0.5),
    Float64Array.of(0.7, 0.55),
    Float64Array.of(0.99, 0.2),
  ],
}

export const BEST_OF_MIN = { kind: 'best_of', aggregation: 'min' } as const

export function scoresBy(aggregation: Aggregation): Float64Array {
  return candidateScores(POOL, aggregation)
}

/** The candidates with what a policy may look at. */
export function candidateTable(aggregation: Aggregation): Omit<Example, 'arithmetic'> {
  const scores = scoresBy(aggregation)
  return {
    caption: 'Five candidates of one problem',
    heads: ['Candidate', 'Step scores', aggregation, 'Answer', ''],
    rows: POOL.answers.map((answer, candidate) => [
      String(candidate),
      [...(POOL.steps[candidate] ?? [])].join(', '),
      number(scores[candidate] ?? Number.NaN),
      answer ?? 'none',
      POOL.correct[candidate] ? 'right' : 'wrong',
    ]),
  }
}

/** Which candidate or answer a policy takes from all of them. */
export function chosenWords(policy: SelectionPolicy): string {
  const { candidate, right } = chooseFromAll(POOL, policy)
  const answer = candidate === undefined ? undefined : POOL.answers[candidate]
  const taken =
    candidate === undefined ? 'nothing' : `candidate ${candidate}, whose answer is ${answer}`
  return `\`${formatSelectionPolicy(policy)}\` takes ${taken}: ${right ? 'right' : 'wrong'}.`
}

/** The sum of scores, or the number, of the candidates that give each answer, as first seen. */
export function sumsByAnswer(weights: ArrayLike<number>): string {
  const byAnswer = Map.groupBy(POOL.answers.keys(), (candidate) => POOL.answers[candidate])
  return Array.from(byAnswer, ([answer, members]) => {
    const terms = members.map((candidate) => number(weights[candidate] ?? 0))
    const sum = members.reduce((total, candidate) => total + (weights[candidate] ?? 0), 0)
    const written = terms.length > 1 ? `${terms.join(' + ')} = ${number(sum)}` : number(sum)
    return String.raw`\text{${answer}: } ${written}`
  }).join(String.raw` \qquad `)
}
