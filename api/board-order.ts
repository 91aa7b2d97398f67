import { type BoardChoice, type BoardSort, usualOrder } from '#schema/board-choice.ts'
import type { BoardEntry } from '#schema/board-entry.ts'

export type BoardView = BoardChoice & { readonly policy?: string | undefined }

/** The place of a row under an order: what it is sorted by, null where it has none, and its run. */
export type EntryPlace = readonly [key: string | number | null, run: string]

/** Entries that match a view, in its order, after a place. Equal keys go by run, so the order is total. */
export function viewed(
  entries: readonly BoardEntry[],
  view: BoardView,
  after?: EntryPlace,
): readonly { readonly run: string; readonly place: EntryPlace }[] {
  const { sort, order = usualOrder(sort) } = view
  const places = entries
    .filter((entry) => matches(entry, view))
    .map((entry): EntryPlace => [keyOf(entry, sort), entry.run])
    .filter((place) => after === undefined || compare(place, after, order) > 0)
    .sort((a, b) => compare(a, b, order))
  return places.map((place) => ({ run: place[1], place }))
}

function matches(entry: BoardEntry, view: BoardView): boolean {
  const { min_params: min, max_params: max, q } = view
  return (
    EXACT.every((name) => view[name] === undefined || view[name] === entry[name]) &&
    (view.attested === undefined || view.attested === String(entry.attested)) &&
    (min === undefined || (entry.params ?? Number.NEGATIVE_INFINITY) >= min) &&
    (max === undefined || (entry.params ?? Number.POSITIVE_INFINITY) <= max) &&
    (q === undefined || entry.model.toLowerCase().includes(q.toLowerCase()))
  )
}
const EXACT = ['policy', 'kind', 'trust', 'disclosure', 'submitter', 'base', 'license'] as const

function keyOf(entry: BoardEntry, sort: BoardSort): EntryPlace[0] {
  switch (sort) {
    case 'value':
      return entry.value
    case 'date':
      return entry.createdAt
    case 'params':
      return entry.params
    case 'model':
      return entry.model
  }
}

function compare([a, runA]: EntryPlace, [b, runB]: EntryPlace, order: 'asc' | 'desc'): number {
  if (a === null || b === null) {
    if (a !== b) return a === null ? 1 : -1
  } else if (a !== b) {
    return a < b === (order === 'asc') ? -1 : 1
  }
  if (runA === runB) return 0
  return runA < runB === (order === 'asc') ? -1 : 1
}
