/**
 * How many tokens a server may be sent at once: additive increase, multiplicative decrease (Chiu and Jain
 * 1989). It starts at its most, since servers queue by themselves and say when it was too much.
 */
export interface TokenWindow {
  tokens(): number
  /** A call of that many tokens was answered: one call more a window of them. */
  succeeded(tokens: number): void
  /** A call that began then was too much; half of it. Calls that began before it last shrank say nothing new. */
  overloaded(begunAt: number, now: number): void
}

export function tokenWindow(most: number): TokenWindow {
  const least = Math.min(most, LEAST)
  let tokens = most
  let shrunkAt = Number.NEGATIVE_INFINITY
  return {
    tokens: () => Math.floor(tokens),
    succeeded(answered) {
      tokens = Math.min(most, tokens + answered * Math.min(1, answered / tokens))
    },
    overloaded(begunAt, now) {
      if (begunAt <= shrunkAt) return
      tokens = Math.max(least, tokens / 2)
      shrunkAt = now
    },
  }
}

/** A window never closes: one call may always be under way. */
const LEAST = 1024
