import type { PredictionLine, Predictions } from '#schema/prediction.ts'
import { labelToWire, type Verdict } from '#schema/verdict.ts'
import { failed } from '../failure.ts'
import { readPredictions } from '../read-predictions.ts'
import type { Backend, StepScorer } from './step-scorer.ts'

const VERSION = '1'

export const replay: Backend = {
  id: 'replay',
  description: 'Stored predictions of any model, from --predictions',
  models: [],
  async open({ predictions, trajectories, scoreKind }) {
    if (predictions === undefined) return failed('usage', 'replay needs --predictions FILE')
    const read = await readPredictions(predictions, trajectories, { scoreKind, allowMissing: true })
    if (read.status === 'failed') return read
    return { status: 'ok', scorer: replayScorer(read.predictions) }
  },
}

function replayScorer(predictions: Predictions): StepScorer {
  return {
    predictions: predictions.kind,
    describe: () => ({ backend: { kind: replay.id, version: VERSION } }),
    async *score(trajectories, signal) {
      for await (const { id } of trajectories) {
        if (signal.aborted) return
        const line = lineOf(predictions, id)
        if (line) yield { status: 'scored', line }
        else yield { status: 'failed', id, reason: 'The file has no prediction for this item' }
      }
    },
  }
}

function lineOf(predictions: Predictions, id: string): PredictionLine | undefined {
  switch (predictions.kind) {
    case 'scores': {
      const scores = predictions.byItem.get(id)
      return scores && { id, scores: Array.from(scores, (score) => (isNaN(score) ? null : score)) }
    }
    case 'verdicts': {
      const verdicts = predictions.byItem.get(id)
      return verdicts && { id, verdicts: verdicts.map(verdictToWire) }
    }
  }
}

function verdictToWire(verdict: Verdict): number | null {
  return verdict.kind === 'unparsed' ? null : labelToWire(verdict)
}
