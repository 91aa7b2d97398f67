import { z } from 'zod'
import { lineReader } from './line-reader.ts'
import type { Issue } from './error.ts'
import { checkScores, StepScores, toVector } from './prediction.ts'
import type { ScoreKind } from './score-kind.ts'

/** One line of a predictions file on a Best-of-N pool: the step scores of each candidate, in pool order. */
export const PoolPredictionLine = z
  .object({ id: z.string(), scores: z.array(StepScores) })
  .meta({ id: 'PoolPredictionLine' })

/** By problem, the step scores of each candidate, NaN where the line held null. */
export type PoolPredictions = ReadonlyMap<string, readonly Float64Array[]>

/**
 * Reads predictions on a pool: at most one line a problem, one list a candidate, one score a step. With
 * `allowMissing`, problems may lack a line.
 */
export function poolPredictionReader(
  problems: readonly { readonly id: string; readonly steps: readonly number[] }[],
  { scoreKind, allowMissing = false }: { scoreKind: ScoreKind; allowMissing?: boolean },
) {
  const expected = new Map(problems.map(({ id, steps }) => [id, steps]))
  const byProblem = new Map<string, readonly Float64Array[]>()

  function* take({ id, scores }: z.infer<typeof PoolPredictionLine>): Generator<Issue> {
    const candidates = expected.get(id) ?? []
    if (scores.length !== candidates.length) {
      const message = `${scores.length} lists of scores for ${candidates.length} candidates`
      yield { field: 'scores', message }
      return
    }
    for (const [index, steps] of candidates.entries()) {
      yield* checkScores(scores[index] ?? [], { field: `scores.${index}`, steps, scoreKind })
    }
    byProblem.set(id, scores.map(toVector))
  }

  const reader = lineReader(expected.keys(), { schema: PoolPredictionLine, allowMissing, take })
  return {
    line: reader.line,
    finish():
      | { readonly status: 'ok'; readonly predictions: PoolPredictions }
      | { readonly status: 'refused'; readonly issues: readonly Issue[] } {
      const read = reader.finish()
      return read.status === 'refused' ? read : { status: 'ok', predictions: byProblem }
    },
  }
}
