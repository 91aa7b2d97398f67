import type { Trajectory } from '#schema/item.ts'
import { BASELINE_NAMES, type BaselineName, BASELINES } from '../baselines/baselines.ts'
import { failed, unknownName } from '../failure.ts'
import type { Backend, StepScorer } from './step-scorer.ts'

/** Version of the formulas; a change that moves any score takes a new one. */
const VERSION = '1'

export const baseline: Backend = {
  id: 'baseline',
  description: 'Models without weights, to compare with',
  models: BASELINE_NAMES,
  async open({ model, seed, scoreKind }) {
    const name = BASELINE_NAMES.find((known) => known === model.replace(/^baseline\//, ''))
    if (name === undefined) {
      return failed('usage', unknownName('baseline', model, BASELINE_NAMES))
    }
    if (scoreKind.kind !== 'probability') {
      return failed('usage', 'Baselines give probabilities; leave --score-kind out')
    }
    return { status: 'ok', scorer: baselineScorer(name, seed) }
  },
}

function baselineScorer(name: BaselineName, seed: number): StepScorer {
  const scoreStep = BASELINES[name]
  return {
    predictions: 'scores',
    describe: () => ({
      backend: { kind: baseline.id, version: VERSION },
      ...(name === 'random' && { seed }),
    }),
    async *score(trajectories, signal) {
      for await (const trajectory of trajectories) {
        if (signal.aborted) return
        yield { status: 'scored', line: { id: trajectory.id, scores: scoresOf(trajectory) } }
      }
    },
  }

  function scoresOf(trajectory: Trajectory): number[] {
    return trajectory.steps.map((text, index) => scoreStep({ trajectory, index, text, seed }))
  }
}
