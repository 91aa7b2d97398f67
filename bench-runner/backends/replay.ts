import type { PredictionKind } from '#schema/prediction.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import { failed } from '../failure.ts'
import { readPredictions } from '../read-predictions.ts'
import { itemOf } from '../run/trajectories.ts'
import type { Backend, StepScorer } from './step-scorer.ts'

const VERSION = '1'

export const replay: Backend = {
  id: 'replay',
  description: 'Stored predictions of any model, from --predictions',
  models: [],
  async open({ predictions, items, scoreKind }) {
    if (predictions === undefined) return failed('usage', 'replay needs --predictions FILE')
    const lines = new Map<string, AnyPredictionLine>()
    const read = await readPredictions(predictions, items, {
      scoreKind,
      allowMissing: true,
      onLine: (line) => lines.set(line.id, line),
    })
    if (read.status === 'failed') return read
    const describe = () => ({ backend: { kind: replay.id, version: VERSION } })
    return { status: 'ok', scorer: replayScorer(lines, { ...read.predictions, describe }) }
  },
}

/** Answers with what the lines say, by item id; an item without one fails. */
export function replayScorer(
  lines: ReadonlyMap<string, AnyPredictionLine>,
  { kind, describe }: { kind: PredictionKind; describe: StepScorer['describe'] },
): StepScorer {
  return {
    predictions: kind,
    describe,
    async *score(trajectories, signal) {
      const answered = new Set<string>()
      for await (const { id } of trajectories) {
        if (signal.aborted) return
        const item = itemOf(id)
        const line = lines.get(item)
        if (!line)
          yield { status: 'failed', id, reason: 'The file has no prediction for this item' }
        else if (!answered.has(item)) {
          answered.add(item)
          yield { status: 'item_scored', line }
        }
      }
    },
  }
}
