import type { CompleteAdapter } from '../adapters/adapter.ts'
import { readScore, widthOf } from '../adapters/read-score.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { Said } from './protocol.ts'

/** Reads one row of numbers a step into scores and channels; a number that is none fails it all. */
export function saidOfRows(
  { read, channels = {} }: CompleteAdapter['score'],
  rows: readonly (readonly number[])[],
): Said {
  const odd = rows.find((row) => row.length !== widthOf(read))
  if (odd) {
    const message = `The model gives ${odd.length} numbers at a place, the adapter reads ${widthOf(read)}`
    throw new EngineStopped('invalid', `${message}: is it one of the adapter’s models?`)
  }
  const scores = rows.map((row) => readScore(read, row))
  const beside = Object.entries(channels).map(
    ([name, one]) => [name, rows.map((row) => readScore(one, row))] as const,
  )
  const all = [scores, ...beside.map(([, series]) => series)]
  const wrong = scores.findIndex((_, step) => all.some((one) => !Number.isFinite(one[step])))
  if (wrong !== -1) {
    return { status: 'failed', reason: `The model gives no finite number for step ${wrong + 1}` }
  }
  const line = { scores, ...(beside.length > 0 && { channels: Object.fromEntries(beside) }) }
  return { status: 'said', line }
}
