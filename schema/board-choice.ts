import { z } from 'zod'
import { Disclosure } from './disclosure.ts'
import { ModelKind } from './manifest.ts'
import { SubmitterId } from './submitter.ts'
import { Trust } from './trust.ts'

export const BOARD_SORTS = ['value', 'date', 'params', 'model'] as const
export type BoardSort = (typeof BOARD_SORTS)[number]
export const BOARD_ORDERS = ['asc', 'desc'] as const
export type BoardOrder = (typeof BOARD_ORDERS)[number]

/** What a board may be filtered and sorted by. */
export const BoardChoice = z.object({
  sort: z.enum(BOARD_SORTS).default('value').meta({
    description:
      'By headline value, date of listing, number of parameters or model id; rows without one come last.',
  }),
  order: z.enum(BOARD_ORDERS).optional().meta({
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
export type BoardChoice = z.output<typeof BoardChoice>

/** The order of a sort where none is asked for. */
export function usualOrder(sort: BoardSort): BoardOrder {
  return sort === 'model' ? 'asc' : 'desc'
}

/** Whether a choice is the board as it stands: best first, nothing left out. */
export function isWholeBoard({
  sort,
  order,
  ...filters
}: BoardChoice & { readonly policy?: string | undefined }): boolean {
  const chosen = Object.values(filters).some((filter) => filter !== undefined)
  return sort === 'value' && order !== 'asc' && !chosen
}
