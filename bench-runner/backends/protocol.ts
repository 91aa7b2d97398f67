import type { Trajectory } from '#schema/item.ts'
import type { PredictionKind } from '#schema/prediction.ts'
import type { PredictionLine } from '#schema/prediction-line.ts'
import type { Refused } from '../adapters/refusal.ts'

/** What an engine's answers come to of one trajectory. */
export type Said =
  | { readonly status: 'said'; readonly line: Omit<PredictionLine, 'id'> }
  | { readonly status: 'failed'; readonly reason: string }

/** What an engine is asked of one trajectory at a time, and what follows from its answers. */
export interface Round<Request, Reply> {
  readonly status: 'asking'
  readonly requests: readonly Request[]
  /** Takes one reply a request, in order, of which none has failed. */
  next(replies: readonly Reply[]): Said | Round<Request, Reply>
}

/** An adapter's way of asking an engine: from a trajectory to its line. */
export interface Protocol<Request, Reply> {
  readonly predictions: PredictionKind
  /** Whether first answers may lead to other questions. */
  readonly asksAgain: boolean
  start(trajectory: Trajectory): Round<Request, Reply> | Refused
  /** Tokens that a request takes of an engine's limits. */
  tokensOf(request: Request): number
  /** Tokens that were fed and written for it. */
  spentOn(request: Request, reply: Reply): number
  /** One reply a request, in order. */
  ask(requests: readonly Request[], signal: AbortSignal): Promise<readonly (Reply | FailedReply)[]>
}

export interface FailedReply {
  readonly status: 'failed'
  readonly reason: string
}
