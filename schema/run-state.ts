import { z } from 'zod'

/** What became of a run. Each move is an event; none is a deletion. */
export const RUN_STATES = ['listed', 'held', 'withdrawn', 'superseded'] as const

/** The states in which a run stands on the boards. */
export const SHOWN_STATES = [
  'listed',
  'held',
] as const satisfies readonly (typeof RUN_STATES)[number][]

/** Whether a run stands on the boards of its benchmark. */
export function isShown({
  state,
  unlisted,
}: {
  readonly state: (typeof RUN_STATES)[number]
  readonly unlisted: boolean
}): boolean {
  return !unlisted && SHOWN_STATES.some((shown) => shown === state)
}

export const RunState = z.enum(RUN_STATES).meta({
  id: 'RunState',
  description:
    'listed: it ranks. held: shown and not ranked until an operator clears it. withdrawn, superseded: off the boards, told of with the reason.',
})
export type RunState = z.infer<typeof RunState>
