import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { Prediction } from '#schema/prediction.ts'
import type { AnyPredictionLine, StepScores } from '#schema/prediction-line.ts'
import { verdictToWire } from '#schema/verdict.ts'
import { scoreLists } from './score-lists.ts'

/** The line of lists of scores: one for a solution, or one for each candidate, or one score for each answer. */
export function scoresLine(item: BenchmarkItem, lists: readonly StepScores[]): AnyPredictionLine {
  const { id } = item
  if ('steps' in item) return { id, scores: lists[0] ?? [] }
  if (!('chosen' in item)) return { id, scores: [...lists] }
  const [chosen = null, ...rejected] = lists.flat()
  return { id, chosen, rejected }
}

/** The line that says no more than the scores or votes of a prediction. */
export function saidLine(item: BenchmarkItem, prediction: Prediction): AnyPredictionLine {
  if (prediction.kind === 'scores') return scoresLine(item, scoreLists(item, prediction))
  return { id: item.id, verdicts: prediction.votes.map(verdictToWire) }
}
