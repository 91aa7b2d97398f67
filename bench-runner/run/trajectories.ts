import type { Trajectory } from '#schema/item.ts'
import { type BenchmarkItem } from '#schema/kinds/kinds.ts'
import { seededRandom } from '#schema/random.ts'
import { fnv1a } from '../baselines/random.ts'

/**
 * What a scorer may see of an item: its solution, or those of its candidates, named `<item>/<index>`.
 * Of a preference, the places of `shownOrder`, which tell nothing of the choice.
 */
export function trajectoriesOf(item: BenchmarkItem): readonly Trajectory[] {
  const { id, subset, problem } = item
  if ('steps' in item) return [{ id, subset, problem, steps: item.steps }]
  const solutions =
    'candidates' in item
      ? item.candidates.map(({ steps }) => steps)
      : shownOrder(id, item.rejected.length + 1).map(
          (index) => [item.chosen, ...item.rejected][index] ?? [],
        )
  return solutions.map((steps, index) => ({ id: `${id}/${index}`, subset, problem, steps }))
}

/**
 * The order in which a scorer sees those compared: at each place the index of one, 0 the chosen one.
 * Shuffled by the item's id alone (FNV-1a), so that it is the same for every run.
 */
export function shownOrder(id: string, compared: number): readonly number[] {
  const keyed = Array.from({ length: compared }, (_, index) => ({
    index,
    key: seededRandom(fnv1a(JSON.stringify(['compared', id, index])))(),
  }))
  return keyed.toSorted((a, b) => a.key - b.key || a.index - b.index).map(({ index }) => index)
}

/** The id of the item that a trajectory is of. */
export function itemOf(trajectory: string): string {
  return trajectory.split('/')[0] ?? trajectory
}
