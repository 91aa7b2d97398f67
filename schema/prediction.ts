import { z } from 'zod'
import type { Issue } from './error.ts'
import { lineReader } from './line-reader.ts'
import { type ScoreKind, scoreRange } from './score-kind.ts'
import { type Verdict, verdictFromWire } from './verdict.ts'

const Score = z.number({
  error: 'Write a finite number, or null for a step without a score',
})
/** The scores of one solution, null for a step without one. */
export const StepScores = z.array(Score.nullable())

/** One line of a predictions file: what a model said of one item. Other keys are ignored. */
export const PredictionLine = z
  .object({
    id: z.string(),
    scores: StepScores.optional().meta({
      description: 'One score a step, in order; null where there is none.',
    }),
    verdicts: z
      .array(z.int({ error: 'Write a step index, -1 or null' }).min(-1).nullable())
      .min(1)
      .optional()
      .meta({ description: 'First-error votes: a 0-based step, -1 for none, null if unreadable.' }),
  })
  .refine(({ scores, verdicts }) => (scores === undefined) !== (verdicts === undefined), {
    error: 'Give either scores or verdicts',
  })
  .meta({ id: 'PredictionLine' })
export type PredictionLine = z.infer<typeof PredictionLine>

export const PREDICTION_KINDS = ['scores', 'verdicts'] as const
export type PredictionKind = (typeof PREDICTION_KINDS)[number]

/** What is known of an item before its prediction comes. */
export interface ExpectedItem {
  readonly id: string
  readonly steps: number
}

/** Checked predictions by item id; scores hold NaN where the line held null. */
export type Predictions =
  | { readonly kind: 'scores'; readonly byItem: ReadonlyMap<string, Float64Array> }
  | { readonly kind: 'verdicts'; readonly byItem: ReadonlyMap<string, readonly Verdict[]> }

export type ReadPredictions =
  | { readonly status: 'ok'; readonly predictions: Predictions }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] }

export interface PredictionReader {
  /** Takes the next line of the file; an empty one is passed over. */
  readonly line: (text: string) => void
  /** Says what was read, or everything that is wrong with it, up to MAX_ISSUES problems. */
  readonly finish: () => ReadPredictions
}

/**
 * Reads predictions line by line against the items they must be about: exactly one line an item,
 * one score a step, every score within the declared kind. With `allowMissing`, items may lack a line.
 */
export function predictionReader(
  items: readonly ExpectedItem[],
  { scoreKind, allowMissing = false }: { scoreKind: ScoreKind; allowMissing?: boolean },
): PredictionReader {
  const expected = new Map(items.map(({ id, steps }) => [id, steps]))
  const scores = new Map<string, Float64Array>()
  const verdicts = new Map<string, readonly Verdict[]>()

  function* take({ id, ...given }: PredictionLine): Generator<Issue> {
    if (given.verdicts) {
      verdicts.set(id, given.verdicts.map(verdictFromWire))
      if (scores.size > 0) yield { field: 'verdicts', message: MIXED }
      return
    }
    const vector = given.scores ?? []
    yield* checkScores(vector, { field: 'scores', steps: expected.get(id) ?? 0, scoreKind })
    scores.set(id, toVector(vector))
    if (verdicts.size > 0) yield { field: 'scores', message: MIXED }
  }

  const reader = lineReader(expected.keys(), { schema: PredictionLine, allowMissing, take })
  return {
    line: reader.line,
    finish() {
      const read = reader.finish()
      if (read.status === 'refused') return read
      const predictions: Predictions =
        verdicts.size > 0
          ? { kind: 'verdicts', byItem: verdicts }
          : { kind: 'scores', byItem: scores }
      return { status: 'ok', predictions }
    },
  }
}

const MIXED = 'Some lines hold scores and some hold verdicts; a run is one or the other'

/** Step scores as a vector, NaN where there is none. */
export function toVector(scores: readonly (number | null)[]): Float64Array {
  return Float64Array.from(scores, (score) => score ?? Number.NaN)
}

/** What is wrong with the scores of one solution: their number, or a value outside their kind. */
export function* checkScores(
  given: readonly (number | null)[],
  { field, steps, scoreKind }: { field: string; steps: number; scoreKind: ScoreKind },
): Generator<Issue> {
  if (given.length !== steps) {
    const message = `${given.length} scores for ${steps} steps; send one number or null for each step`
    yield { field, message }
    return
  }
  const [low, high] = scoreRange(scoreKind)
  for (const [step, score] of given.entries()) {
    if (score === null || (score >= low && score <= high)) continue
    const message = `${score} is outside ${low} to ${high}; declare the score kind it has`
    yield { field: `${field}.${step}`, message }
  }
}
