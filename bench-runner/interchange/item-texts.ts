import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { labelToWire } from '#schema/verdict.ts'

/**
 * The gold of an item as texts: its first wrong step or -1, its wrong steps, the right answer, or the
 * place of a preference's chosen one, which is 1.
 */
export function referencesOf(item: BenchmarkItem): readonly string[] {
  if ('label' in item) return [String(labelToWire(item.label))]
  if ('wrongSteps' in item) return item.wrongSteps.map(String)
  if ('chosen' in item) return ['1']
  return item.groundTruth === undefined ? [] : [item.groundTruth]
}

/** All that a model is given of an item, as one text: the problem, then each step after an empty line. */
export function inputOf(item: BenchmarkItem): string {
  return [item.problem, ...solutionsOf(item).flat()].join('\n\n')
}

/** The steps of an item's solution, or of each of its candidates, or of the chosen one and each rejected one. */
export function solutionsOf(item: BenchmarkItem): readonly (readonly string[])[] {
  if ('steps' in item) return [item.steps]
  if ('chosen' in item) return [item.chosen, ...item.rejected]
  return item.candidates.map(({ steps }) => steps)
}
