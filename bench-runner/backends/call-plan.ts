import type { EngineLimits } from './engine.ts'

/**
 * Puts requests into calls: the longest first, so that little is padded and what does not fit in memory
 * shows at once. Depends on the requests and the limits alone. A request beyond the limit goes by itself.
 */
export function planCalls<Request>(
  requests: readonly Request[],
  {
    tokensOf,
    limits,
  }: {
    tokensOf: (request: Request) => number
    limits: Pick<EngineLimits, 'tokensPerCall' | 'requestsPerCall'>
  },
): readonly (readonly Request[])[] {
  const sized = requests.map((request) => ({ request, tokens: tokensOf(request) }))
  const calls: Request[][] = []
  let longest = 0
  for (const { request, tokens } of sized.toSorted((a, b) => b.tokens - a.tokens)) {
    const call = calls.at(-1)
    const isFull =
      call === undefined ||
      call.length >= limits.requestsPerCall ||
      longest * (call.length + 1) > limits.tokensPerCall
    if (isFull) {
      calls.push([request])
      longest = tokens
    } else {
      call.push(request)
    }
  }
  return calls
}
