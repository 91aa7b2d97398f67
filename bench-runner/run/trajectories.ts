import type { Trajectory } from '#schema/item.ts'
import { type BenchmarkItem } from '#schema/kinds/kinds.ts'

/** What a scorer may see of an item: its solution, or those of its candidates, named `<item>/<index>`. */
export function trajectoriesOf(item: BenchmarkItem): readonly Trajectory[] {
  const { id, subset, problem } = item
  if ('steps' in item) return [{ id, subset, problem, steps: item.steps }]
  return item.candidates.map(({ steps }, index) => ({
    id: `${id}/${index}`,
    subset,
    problem,
    steps,
  }))
}

/** The item a trajectory is of, and which of its candidates it is, if one. */
export function candidateOf(trajectory: string): {
  readonly item: string
  readonly candidate: number | undefined
} {
  const [item = '', index] = trajectory.split('/')
  return { item, candidate: index === undefined ? undefined : Number(index) }
}
