import { detectableAtMost } from '#schema/metrics/detectable-difference.ts'
import type { Standing } from '#schema/standing.ts'

type Row = Pick<Standing, 'run' | 'model' | 'rank' | 'interval'>

/** The two best ranked models of a page that have intervals, and the difference that is found between them. */
export interface Detectable {
  readonly a: Row
  readonly b: Row
  /** In proportion; on the same items it is mostly less. */
  readonly atMost: number
}

/** Undefined where the page has no two such models. */
export function detectable(rows: readonly Row[]): Detectable | undefined {
  const ranked = rows
    .flatMap((row) => {
      const { rank, interval } = row
      return rank === null || interval === null ? [] : [{ row, rank, interval }]
    })
    .toSorted((a, b) => a.rank - b.rank)
  const [first] = ranked
  const second = ranked.find(({ row }) => row.model.id !== first?.row.model.id)
  if (!first || !second) return undefined
  return {
    a: first.row,
    b: second.row,
    atMost: detectableAtMost(first.interval, second.interval),
  }
}
