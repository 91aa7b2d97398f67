import { INTERVAL_CHANNELS } from '../metrics/interval-coverage.ts'
import { type Prediction, type Predictions, stepCountOf } from '../prediction.ts'
import type { GoldItem } from './kind.ts'

type Item = Pick<GoldItem<unknown>, 'id' | 'expected'>

/** Whether steps were scored repeatedly. */
export function hasDraws({ byItem }: Predictions): boolean {
  return [...byItem.values()].some((one) => one.kind === 'scores' && one.draws.length > 0)
}

/** Whether any item has both ends of an interval around its scores. */
export function hasIntervals({ byItem }: Predictions): boolean {
  return [...byItem.values()].some((one) =>
    INTERVAL_CHANNELS.every((name) => channelOf(one, name) !== undefined),
  )
}

/** One end of the intervals around an item's scores, NaN where there is none. */
export function endsOf(
  { id, expected }: Item,
  { byItem }: Predictions,
  channel: (typeof INTERVAL_CHANNELS)[number],
): Float64Array {
  const found = channelOf(byItem.get(id), channel)
  return found ?? new Float64Array(stepCountOf(expected)).fill(Number.NaN)
}

/** An item's draws that scored a step; a run stored in columns cannot tell others from none. */
export function drawsOf({ id }: Item, { byItem }: Predictions): readonly Float64Array[] {
  const prediction = byItem.get(id)
  if (prediction?.kind !== 'scores') return []
  return prediction.draws.filter((scores) => scores.some((score) => !Number.isNaN(score)))
}

function channelOf(prediction: Prediction | undefined, name: string): Float64Array | undefined {
  return prediction?.kind === 'scores' ? prediction.channels[name] : undefined
}
