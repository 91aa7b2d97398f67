import { seededRandom } from '#schema/random.ts'

export interface Random {
  /** A whole number from `low` to `high`, both included, by steps of `step`. */
  readonly int: (low: number, high: number, step?: number) => number
  readonly pick: <T>(values: readonly T[]) => T
  readonly chance: (probability: number) => boolean
  readonly shuffle: <T>(values: readonly T[]) => T[]
  /** A seed for a stream of its own. */
  readonly seed: () => number
}

export function randomFrom(seed: number): Random {
  const next = seededRandom(seed)
  const int = (low: number, high: number, step = 1) =>
    low + step * Math.floor(next() * (Math.floor((high - low) / step) + 1))
  const pick = <T>(values: readonly T[]): T => {
    const index = Math.floor(next() * values.length)
    if (index >= values.length) throw new Error('Nothing to pick from')
    return values[index] as T
  }
  const shuffle = <T>(values: readonly T[]): T[] =>
    values
      .map((value) => ({ value, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value)
  return { int, pick, chance: (p) => next() < p, shuffle, seed: () => Math.floor(next() * 2 ** 32) }
}
