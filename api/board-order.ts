import { z } from '@hono/zod-openapi'
import type { BoardEntry } from '#schema/board-entry.ts'
import { Disclosure } from '#schema/disclosure.ts'
import { ModelKind } from '#schema/manifest.ts'
import { SubmitterId } from '#schema/submitter.ts'
import { Trust } from '#schema/trust.ts'

export const BOARD_SORTS = ['value', 'date', 'params', 'model'] as const
type BoardSort = (typeof BOARD_SORTS)[number]

/** What a board may be filtered and sorted by. */
export const BoardView = z.object({
  sort: z.enum(BOARD_SORTS).default('value').meta({
    description:
      'By headline value, date of listing, number of parameters or model id; rows without one come last.',
  }),
  order: z.enum(['asc', 'desc']).optional().meta({
    description: 'asc for model, desc for the others by default.',
  }),
  kind: ModelKind.optional(),
  trust: Trust.optional().meta({ description: 'Runs of this very level.' }),
  attested: z.enum(['true', 'false']).optional(),
  disclosure: Disclosure.optional(),
  submitter: SubmitterId.optional(),
  base: z.string().max(200).optional().meta({ description: 'The model it was trained from.' }),
  license: z.string().max(200).optional().meta({ description: 'Licence of the model.' }),
  min_params: z.coerce
    .number<string>()
    .nonnegative()
    .optional()
    .meta({ description: 'Fewest parameters, in units; models of unknown size are left out.' }),
  max_params: z.coerce
    .number<string>()
    .nonnegative()
    .optional()
    .meta({ description: 'Most parameters, in units; models of unknown size are left out.' }),
  q: z.string().min(1).max(100).optional().meta({ description: 'Part of the model id.' }),
})
export type BoardView = z.output<typeof BoardView> & { readonly policy?: string | undefined }

/** The place of a row under an order: what it is sorted by, null where it has none, and its run. */
export type EntryPlace = readonly [key: string | number | null, run: string]

/** Whether a view is the board as it stands: best first, nothing left out. */
export function isWhole({ sort, order, ...filters }: BoardView): boolean {
  const chosen = Object.values(filters).some((filter) => filter !== undefined)
  return sort === 'value' && order !== 'asc' && !chosen
}

/** Entries that match a view, in its order, after a place. Equal keys go by run, so the order is total. */
export function viewed(
  entries: readonly BoardEntry[],
  view: BoardView,
  after?: EntryPlace,
): readonly { readonly run: string; readonly place: EntryPlace }[] {
  const { sort, order = sort === 'model' ? 'asc' : 'desc' } = view
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
