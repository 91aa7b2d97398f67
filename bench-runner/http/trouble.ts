import { errorText } from './error-text.ts'

/** Something that may pass, so that it is worth another try. */
export interface Trouble {
  /** overload: too much at once. away: nobody is there. broken: the answer is none. */
  readonly kind: 'overload' | 'away' | 'broken'
  readonly reason: string
  /** Milliseconds that the server asks to be left alone. */
  readonly retryAfter?: number | undefined
}

/** Of requests that cannot be answered whoever asks. */
const UNUSABLE = [401, 402, 403, 404, 405, 407, 501]

/** Statuses that say that it was too much, or too slow. */
const OVERLOAD = [408, 429, 503, 504]
const PASSING = [409, 425]

/**
 * What an answer says: that it is one; that this request will never get one; that the server is not to be
 * used at all; or what is in the way for now.
 */
export function troubleOf(
  status: number,
  { text, retryAfter }: { text: string; retryAfter: number | undefined },
): 'none' | 'refused' | 'unusable' | Trouble {
  if (status >= 200 && status < 300) return 'none'
  const reason = `Status ${status}: ${errorText(text)}`
  if (OVERLOAD.includes(status)) return { kind: 'overload', reason, retryAfter }
  if (status >= 500 && status !== 501) return { kind: 'broken', reason, retryAfter }
  if (PASSING.includes(status)) return { kind: 'broken', reason, retryAfter }
  return UNUSABLE.includes(status) || status < 400 ? 'unusable' : 'refused'
}
