import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { StepScores } from '#schema/prediction-line.ts'
import { type ImportedRow, refusedRow } from './import-format.ts'
import { scoresLine } from './said-line.ts'

/**
 * What lists of scores say of an item, one list for each of its solutions. Those of a preference hold
 * one score each. `field` is where the lists stand in their row.
 */
export function scoredRow(
  item: BenchmarkItem,
  lists: readonly StepScores[],
  { field }: { readonly field: string },
): ImportedRow {
  for (const [index, { length }] of lists.entries()) {
    if ('chosen' in item && length !== 1) {
      const message = `${length} scores; an answer of a preference has one`
      return refusedRow(item.id, { field: `${field}.${index}`, message })
    }
  }
  return { status: 'line', line: scoresLine(item, lists) }
}
