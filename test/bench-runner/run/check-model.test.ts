import { expect, test } from 'vitest'
import type { StepScorer } from '../../../bench-runner/backends/step-scorer.ts'
import { checkModel } from '../../../bench-runner/run/check-model.ts'

const NEVER = new AbortController().signal

function scorer(scoresOf: (steps: readonly string[]) => readonly number[]): StepScorer {
  return {
    predictions: 'scores',
    describe: () => ({ backend: { kind: 'formula', version: '1' } }),
    async *score(trajectories) {
      for await (const { id, steps } of trajectories) {
        yield { status: 'scored', line: { id, scores: [...scoresOf(steps)] } }
      }
    },
  }
}

const PROBABILITY = { kind: 'probability' } as const
const isWrong = (step: string | undefined) => step?.includes('31') === true

test('a model that marks down the wrong step passes', async () => {
  const judge = scorer((steps) => steps.map((step) => (isWrong(step) ? 0.1 : 0.9)))
  expect(await checkModel(judge, PROBABILITY, NEVER)).toEqual({ status: 'ok', warnings: [] })
})

test('one that does not is warned of', async () => {
  const judge = scorer((steps) => steps.map(() => 0.5))
  expect(await checkModel(judge, PROBABILITY, NEVER)).toMatchObject({
    status: 'ok',
    warnings: [expect.stringContaining('scored no lower')],
  })
})

test.for<[string, (steps: readonly string[]) => readonly number[], string]>([
  ['another count', (steps) => steps.slice(1).map(() => 0.5), '2 scores for 3 steps'],
  ['logits for probabilities', (steps) => steps.map(() => 3.2), 'A score of 3.2 is not 0 to 1'],
  [
    // The score of a step is read after the step that follows it.
    'a place too late',
    (steps) => steps.map((_, index) => (isWrong(steps[index + 1] ?? steps[index]) ? 0.1 : 0.9)),
    'read at the wrong place',
  ],
])('%s is refused', async ([, scoresOf, message]) => {
  const checked = await checkModel(scorer(scoresOf), PROBABILITY, NEVER)
  expect(checked).toMatchObject({ status: 'failed', message: expect.stringContaining(message) })
})
