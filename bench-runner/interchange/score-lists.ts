import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { ScoredItem } from '#schema/prediction.ts'
import type { AnyPredictionLine, StepScores } from '#schema/prediction-line.ts'
import { solutionsOf } from './item-texts.ts'

/**
 * An item's scores, a list for its solution or for each of its candidates; of a preference a list of
 * one for each answer, the chosen one first. Null where there is none.
 */
export function scoreLists(
  item: BenchmarkItem,
  { scores }: Pick<ScoredItem, 'scores'>,
): readonly StepScores[] {
  let start = 0
  return solutionsOf(item).map(({ length }) => {
    const end = start + ('chosen' in item ? 1 : length)
    const list = Array.from(scores.subarray(start, end), (score) => (isNaN(score) ? null : score))
    start = end
    return list
  })
}

/** What of a line its scores or votes alone do not tell. */
export function extrasOf(line: AnyPredictionLine): readonly string[] {
  return ['channels', 'draws', 'spans', 'text', 'attachments'].filter((name) => name in line)
}
