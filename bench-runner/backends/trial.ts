import type { FailedReply, Round, Said } from './protocol.ts'

/** A trajectory in the hands of an engine, with what was answered in this round so far. */
export interface Trial<Request, Reply> {
  readonly id: string
  readonly round: Round<Request, Reply>
  readonly replies: Map<number, Reply | FailedReply>
}

/** One request of a trial. */
export interface Question<Request, Reply> {
  readonly trial: Trial<Request, Reply>
  readonly place: number
  readonly request: Request
}

export function newTrial<Request, Reply>(
  id: string,
  round: Round<Request, Reply>,
): Trial<Request, Reply> {
  return { id, round, replies: new Map() }
}

export function questionsOf<Request, Reply>(
  trial: Trial<Request, Reply>,
): readonly Question<Request, Reply>[] {
  return trial.round.requests.map((request, place) => ({ trial, place, request }))
}

/** What the replies come to once every request has one; undefined before. */
export function outcomeOf<Request, Reply extends { readonly status: 'ok' }>({
  round,
  replies,
}: Trial<Request, Reply>): Said | Round<Request, Reply> | undefined {
  if (replies.size < round.requests.length) return undefined
  const good: Reply[] = []
  for (const place of round.requests.keys()) {
    const reply = replies.get(place)
    if (reply?.status === 'failed') return reply
    if (reply) good.push(reply)
  }
  return round.next(good)
}
