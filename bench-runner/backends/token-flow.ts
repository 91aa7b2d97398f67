import type { EngineLimits } from './engine.ts'

/** Calls under way, as many at once as an engine takes tokens. */
export interface TokenFlow {
  /** Waits until a call of that many tokens may start; one may always start alone. */
  room(tokens: number): Promise<void>
  /** Counts a call's tokens as under way until it ends. */
  run<Value>(tokens: number, call: () => Promise<Value>): Promise<Value>
}

export function tokenFlow({ tokensInFlight }: Pick<EngineLimits, 'tokensInFlight'>): TokenFlow {
  let underWay = 0
  let ended = Promise.withResolvers<void>()
  return {
    async room(tokens) {
      // The limit is asked again each time, since an engine changes it as it slows.
      while (underWay > 0 && underWay + tokens > tokensInFlight()) await ended.promise
    },
    async run(tokens, call) {
      underWay += tokens
      try {
        return await call()
      } finally {
        underWay -= tokens
        ended.resolve()
        ended = Promise.withResolvers()
      }
    },
  }
}
