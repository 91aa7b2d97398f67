import { z } from 'zod'

/** What became of a run. Each move is an event; none is a deletion. */
export const RUN_STATES = ['listed', 'held', 'withdrawn', 'superseded'] as const

export const RunState = z.enum(RUN_STATES).meta({
  id: 'RunState',
  description:
    'listed: it ranks. held: shown and not ranked until an operator clears it. withdrawn, superseded: off the boards, told of with the reason.',
})
export type RunState = z.infer<typeof RunState>
