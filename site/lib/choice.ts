import type { Standing } from '#schema/standing.ts'
import { list } from './format.ts'
import { nameOf } from './words.ts'

type Row = Pick<Standing, 'model' | 'rank' | 'rankRange' | 'value' | 'held'>

/** What a model is beside the best of a board: it, possibly as good, or behind beyond doubt. */
export type Standoff = 'best' | 'open' | 'behind'

/** The newest ranked run of each model, best first, and how it stands to the best. */
export function choices<One extends Row>(
  rows: readonly One[],
): readonly { readonly row: One; readonly standoff: Standoff }[] {
  const seen = new Set<string>()
  return rows
    .filter(({ rank, held }) => rank !== null && !held)
    .filter(({ model }) => !seen.has(model.id) && seen.add(model.id))
    .map((row) => ({ row, standoff: standoffOf(row) }))
}

/** Without an interval nothing says that a run is behind. */
function standoffOf({ rank, rankRange }: Row): Standoff {
  if (rank === 1) return 'best'
  return rankRange === null || rankRange.best === 1 ? 'open' : 'behind'
}

/** Which model to take by one board: the best, and the smallest of those that may be as good. */
export function choiceFinding(rows: readonly Row[]): string | undefined {
  const able = choices(rows).filter(({ standoff }) => standoff !== 'behind')
  const best = able.filter(({ standoff }) => standoff === 'best').map(({ row }) => row.model)
  if (best.length === 0) return undefined
  const names = list(best.map(nameOf))
  const sizes = best.flatMap(({ params }) => params ?? [])
  const smaller = able
    .map(({ row }) => row.model)
    .filter(({ params }) => params !== undefined && sizes.every((size) => params < size))
    .toSorted((a, b) => (a.params ?? 0) - (b.params ?? 0))[0]
  if (smaller && sizes.length === best.length) {
    return `${names} by value; ${nameOf(smaller)} is smaller and may be as good`
  }
  const others = able.length - best.length
  if (others === 0) return `${names}: no other may be as good`
  return `${names} by value; ${others === 1 ? 'one other' : `${others} others`} may be as good`
}
