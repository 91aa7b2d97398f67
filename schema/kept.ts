/** What was asked for last, up to a limit on its size in all. What is kept is shared, so never written to. */
export interface Kept<Value> {
  readonly get: (key: string) => Value | undefined
  readonly keep: (key: string, value: Value) => void
}

/**
 * Keeps values in memory for the next request that this process answers: what was asked for longest ago is
 * let go first.
 * @param limit on the sum of what `sizeOf` says; a larger value is not kept at all
 */
export function kept<Value>(limit: number, sizeOf: (value: Value) => number): Kept<Value> {
  const values = new Map<string, Value>()
  let size = 0

  function drop(key: string, value: Value) {
    values.delete(key)
    size -= sizeOf(value)
  }

  return {
    get(key) {
      const value = values.get(key)
      if (value === undefined) return undefined
      values.delete(key)
      values.set(key, value)
      return value
    },
    keep(key, value) {
      if (sizeOf(value) > limit) return
      const before = values.get(key)
      if (before !== undefined) drop(key, before)
      values.set(key, value)
      size += sizeOf(value)
      for (const [oldest, old] of values) {
        if (size <= limit) break
        drop(oldest, old)
      }
    },
  }
}
