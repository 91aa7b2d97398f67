import type { FailedReply } from '../protocol.ts'
import type { Reply } from '../../http/servers.ts'

/** What a server said of several requests: a reply each, or why it said nothing. */
export type Told<Value> =
  | { readonly status: 'ok'; readonly replies: readonly (Value | FailedReply)[] }
  | { readonly status: 'refused'; readonly reason: string }

/**
 * Asks for several requests in one call. One that is refused, or answered with another number of replies,
 * is asked again request by request, so that a bad one fails alone.
 */
export async function askTogether<Request, Value>(
  requests: readonly Request[],
  ask: (part: readonly Request[]) => Promise<Told<Value>>,
): Promise<readonly (Value | FailedReply)[]> {
  const told = await ask(requests)
  if (told.status === 'ok' && told.replies.length === requests.length) return told.replies
  if (requests.length > 1) {
    const alone = await Promise.all(requests.map((request) => askTogether([request], ask)))
    return alone.flat()
  }
  const reason =
    told.status === 'refused' ? told.reason : `${told.replies.length} results for one request`
  return [{ status: 'failed', reason }]
}

/** What a read answer says; one of another form refuses the requests. */
export function toldBy<Form, Value>(
  reply: Reply,
  { read, tell }: { read: (json: unknown) => Form | undefined; tell: (form: Form) => Told<Value> },
): Told<Value> {
  if (reply.status === 'refused') return { status: 'refused', reason: refusal(reply.reason) }
  const form = read(reply.json)
  if (form === undefined) {
    return { status: 'refused', reason: 'The server answered in a form that is not its own' }
  }
  return tell(form)
}

/** A refusal for length by whichever words, as adapters tell one. */
function refusal(reason: string): string {
  const isLength = /(maximum|max).{0,20}(context|model).{0,10}len|too long|longer than/i.test(
    reason,
  )
  return isLength ? `too_long: ${reason}` : reason
}
