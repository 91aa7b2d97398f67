import { z } from 'zod'
import type { Issue } from './error.ts'
import { lineReader } from './line-reader.ts'
import { checkScores, type ExpectedItem, StepScores, toVector } from './prediction.ts'
import type { ScoreKind } from './score-kind.ts'

/** One line of a predictions file on a step-labels benchmark. Other channels and keys are ignored. */
export const StepPredictionLine = z
  .object({
    id: z.string(),
    scores: StepScores,
    channels: z
      .object({
        redundancy: StepScores.optional().meta({ description: 'How redundant each step is.' }),
      })
      .optional(),
  })
  .meta({ id: 'StepPredictionLine' })

/** What a model said of the steps of one item, NaN where the line held null. */
export interface StepPrediction {
  readonly scores: Float64Array
  readonly redundancy?: Float64Array
}

/** Reads predictions on a step-labels benchmark: one score a step, and as many of each channel. */
export function stepPredictionReader(
  items: readonly ExpectedItem[],
  { scoreKind, allowMissing = false }: { scoreKind: ScoreKind; allowMissing?: boolean },
) {
  const expected = new Map(items.map(({ id, steps }) => [id, steps]))
  const byItem = new Map<string, StepPrediction>()

  function* take({ id, scores, channels }: z.infer<typeof StepPredictionLine>): Generator<Issue> {
    const steps = expected.get(id) ?? 0
    yield* checkScores(scores, { field: 'scores', steps, scoreKind })
    const redundancy = channels?.redundancy
    if (redundancy && redundancy.length !== steps) {
      const message = `${redundancy.length} values for ${steps} steps`
      yield { field: 'channels.redundancy', message }
    }
    byItem.set(id, {
      scores: toVector(scores),
      ...(redundancy && { redundancy: toVector(redundancy) }),
    })
  }

  const reader = lineReader(expected.keys(), { schema: StepPredictionLine, allowMissing, take })
  return {
    line: reader.line,
    finish():
      | { readonly status: 'ok'; readonly byItem: ReadonlyMap<string, StepPrediction> }
      | { readonly status: 'refused'; readonly issues: readonly Issue[] } {
      const read = reader.finish()
      return read.status === 'refused' ? read : { status: 'ok', byItem }
    },
  }
}
