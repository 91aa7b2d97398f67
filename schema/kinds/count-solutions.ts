import type { RevisionCounts } from '../benchmark.ts'

/** Counts of items that hold one solution each. */
export function countSolutions<Item extends { problem: string; steps: readonly string[] }>(
  items: readonly Item[],
  isWrong: (item: Item) => boolean,
): RevisionCounts {
  const error = items.filter(isWrong).length
  return {
    items: items.length,
    steps: items.reduce((sum, { steps }) => sum + steps.length, 0),
    error,
    correct: items.length - error,
    problems: new Set(items.map(({ problem }) => problem)).size,
  }
}
