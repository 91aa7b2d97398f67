import type { EngineLimits } from './engine.ts'

/** Requests that an engine is asked together. */
export interface PlannedCall<Request> {
  readonly requests: readonly Request[]
  /** What they take of the engine’s limits. */
  readonly tokens: number
}

/**
 * Puts requests into calls: the longest first, so that little is padded and what does not fit in memory
 * shows at once, or in their own order where the engine keeps it. Depends on the requests and the limits
 * alone. A request beyond the limit goes by itself.
 */
export function planCalls<Request>(
  requests: readonly Request[],
  {
    tokensOf,
    limits: { tokensPerCall, requestsPerCall, keepsOrder = false },
  }: {
    tokensOf: (request: Request) => number
    limits: Pick<EngineLimits, 'tokensPerCall' | 'requestsPerCall' | 'keepsOrder'>
  },
): readonly PlannedCall<Request>[] {
  const given = requests.map((request) => ({ request, tokens: tokensOf(request) }))
  const sized = keepsOrder ? given : given.toSorted((a, b) => b.tokens - a.tokens)
  const calls: { requests: Request[]; tokens: number }[] = []
  for (const { request, tokens } of sized) {
    const call = calls.at(-1)
    const count = call?.requests.length ?? 0
    const longest = call === undefined ? 0 : call.tokens / count
    const together =
      call === undefined ? 0 : keepsOrder ? call.tokens + tokens : longest * (count + 1)
    if (call === undefined || count >= requestsPerCall || together > tokensPerCall) {
      calls.push({ requests: [request], tokens })
    } else {
      call.requests.push(request)
      call.tokens = together
    }
  }
  return calls
}
