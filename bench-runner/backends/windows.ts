import { setImmediate } from 'node:timers/promises'

/** How long, in milliseconds, a mapping may keep timers and answers of servers waiting. */
const SLICE = 5

/** Consecutive values, `size` at a time; the last window may be shorter. */
export async function* windowsOf<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
  size: number,
): AsyncGenerator<readonly Value[]> {
  let window: Value[] = []
  for await (const value of values) {
    window.push(value)
    if (window.length < size) continue
    yield window
    window = []
  }
  if (window.length > 0) yield window
}

/** Maps values one by one and lets the event loop turn in between. */
export async function mapInSlices<Value, Mapped>(
  values: readonly Value[],
  map: (value: Value) => Mapped,
): Promise<readonly Mapped[]> {
  const mapped: Mapped[] = []
  let since = performance.now()
  for (const value of values) {
    mapped.push(map(value))
    if (performance.now() - since < SLICE) continue
    await setImmediate()
    since = performance.now()
  }
  return mapped
}

/** The same values, of which the next is made while the last one is used. */
export async function* oneAhead<Value>(values: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let next = values.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = values.next()
      // A failure shows when the value is asked for, not as an unhandled one before.
      next.catch(() => {})
      yield value
    }
  } finally {
    await values.return(undefined)
  }
}
