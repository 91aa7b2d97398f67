import type { PredictionLine } from '#schema/prediction-line.ts'
import type { Answer } from './text-rules.ts'

type Said =
  | { readonly status: 'said'; readonly line: Omit<PredictionLine, 'id'> }
  | { readonly status: 'failed'; readonly reason: string }

/**
 * What texts of a model say of a solution: votes for its first wrong step, or a draw of step scores
 * each. A text that cannot be read is a vote for nothing, or no draw.
 */
export function readAnswers(answer: Answer, texts: readonly string[], steps: number): Said {
  const text = [...texts]
  switch (answer.fn) {
    case 'first_error':
      return {
        status: 'said',
        line: { verdicts: texts.map((one) => voteOf(one, answer, steps)), text },
      }
    case 'step_words': {
      const draws = texts.flatMap((one) => {
        const draw = drawOf(one, answer)
        return draw.length === steps ? [draw] : []
      })
      if (draws.length > 0) return { status: 'said', line: { draws, text } }
      return { status: 'failed', reason: `No text judges each of the ${steps} steps` }
    }
  }
}

/** As on the wire: a step counted from 0, -1 for none, null for what cannot be read. */
function voteOf(
  text: string,
  { first, none }: Extract<Answer, { fn: 'first_error' }>,
  steps: number,
): number | null {
  const last = boxed(text).at(-1)
  if (last === undefined) return null
  if (last === none) return -1
  const step = /^\d+$/.test(last) ? Number(last) - first : -1
  return step >= 0 && step < steps ? step : null
}

function drawOf(text: string, { good, bad }: Extract<Answer, { fn: 'step_words' }>): number[] {
  return boxed(text).flatMap((word) => (word === good ? [1] : word === bad ? [0] : []))
}

/** What stands in each \\boxed{…}, without \\text{} and white space around it. */
function boxed(text: string): readonly string[] {
  const found = text.matchAll(/\\boxed\{\s*(?:\\text\{\s*)?([^{}]*?)\s*\}/g)
  return [...found].map(([, content = '']) => content)
}
