import { boxedAnswer, sameAnswer } from './boxed-answer.ts'
import type { Searched, SearchOptions } from './guided-search.ts'

/** A problem with the solutions that a search found. */
export interface Solved {
  readonly id: string
  readonly problem: string
  readonly answer: string
  readonly found: Searched
  readonly options: SearchOptions
  readonly policy: string
}

/** A line of candidates.jsonl: what was found, with answers told equal as texts or as numbers. */
export function poolRow({ id, problem, answer, found }: Solved) {
  return {
    problem_id: id,
    question: problem,
    ground_truth: answer,
    candidates: found.beams.map(({ steps }) => {
      const own = boxedAnswer(steps.at(-1) ?? '') ?? ''
      return { steps, answer: own, is_correct: sameAnswer(own, answer) }
    }),
  }
}

/** The pool's prediction line: the judge's scores, with how each solution was found and what it cost. */
export function predictionRow({ id, found, options, policy }: Solved) {
  const { strategy, beams, width, temperature, seed } = options
  const { policyTokens, judgeTokens, policyCalls } = found
  return {
    id,
    scores: found.beams.map(({ scores }) => scores),
    attachments: found.beams.map(({ isOver, trace }, candidate) => ({
      kind: 'search_trace',
      candidate,
      title: `${strategy}, ${beams} × ${width}`,
      json: {
        search: { strategy, beams, width, temperature, seed, policy },
        finished: isOver,
        // Of each step, the score of the one that was taken and then of those that were not.
        chosenFrom: trace,
        cost: { policyTokens, policyCalls, judgeTokens },
      },
    })),
  }
}
