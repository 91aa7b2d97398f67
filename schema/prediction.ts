import { z } from 'zod'
import { type Issue, MAX_ISSUES } from './error.ts'
import { type ScoreKind, scoreRange } from './score-kind.ts'
import { type Verdict, verdictFromWire } from './verdict.ts'

/** One line of a predictions file: what a model said of one item. Other keys are ignored. */
export const PredictionLine = z
  .object({
    id: z.string(),
    scores: z
      .array(
        z.number({ error: 'Write a finite number, or null for a step without a score' }).nullable(),
      )
      .optional()
      .meta({ description: 'One score a step, in order; null where there is none.' }),
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
  line(text: string): void
  /** Says what was read, or everything that is wrong with it, up to MAX_ISSUES problems. */
  finish(): ReadPredictions
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
  const issues: Issue[] = []
  const range = scoreRange(scoreKind)
  let number = 0

  function refuse(issue: Issue) {
    if (issues.length < MAX_ISSUES) issues.push(issue)
  }

  function line(text: string) {
    number += 1
    if (text.trim() === '') return
    const parsed = parseLine(text)
    if (parsed.status === 'refused') {
      for (const issue of parsed.issues) refuse({ line: number, ...issue })
      return
    }
    const where = { item: parsed.value.id, line: number }
    const { id } = parsed.value
    const steps = expected.get(id)
    if (steps === undefined) {
      refuse({ ...where, field: 'id', message: 'No such item in this benchmark revision' })
    } else if (scores.has(id) || verdicts.has(id)) {
      refuse({ ...where, field: 'id', message: 'This item was already given' })
    } else if (parsed.value.verdicts) {
      verdicts.set(id, parsed.value.verdicts.map(verdictFromWire))
      if (scores.size > 0) refuse({ ...where, field: 'verdicts', message: MIXED })
    } else {
      const given = parsed.value.scores ?? []
      for (const issue of checkScores(given, { steps, range })) refuse({ ...where, ...issue })
      scores.set(
        id,
        Float64Array.from(given, (score) => score ?? Number.NaN),
      )
      if (verdicts.size > 0) refuse({ ...where, field: 'scores', message: MIXED })
    }
  }

  function finish(): ReadPredictions {
    if (!allowMissing) {
      for (const id of expected.keys()) {
        if (scores.has(id) || verdicts.has(id)) continue
        refuse({ item: id, field: 'id', message: 'This item has no prediction' })
      }
    }
    if (issues.length > 0) return { status: 'refused', issues }
    const predictions: Predictions =
      verdicts.size > 0
        ? { kind: 'verdicts', byItem: verdicts }
        : { kind: 'scores', byItem: scores }
    return { status: 'ok', predictions }
  }

  return { line, finish }
}

const MIXED = 'Some lines hold scores and some hold verdicts; a run is one or the other'

function parseLine(
  text: string,
):
  | { readonly status: 'ok'; readonly value: PredictionLine }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    const hint = /\b(NaN|Infinity)\b/.test(text) ? ' (NaN and Infinity are not: write null)' : ''
    return { status: 'refused', issues: [{ field: '', message: `Not a line of JSON${hint}` }] }
  }
  const parsed = PredictionLine.safeParse(json)
  if (parsed.success) return { status: 'ok', value: parsed.data }
  const id = z.object({ id: z.string() }).safeParse(json).data?.id
  const issues = parsed.error.issues.map(({ path, message }) => ({
    ...(id !== undefined && { item: id }),
    field: path.join('.'),
    message,
  }))
  return { status: 'refused', issues }
}

function* checkScores(
  given: readonly (number | null)[],
  { steps, range: [low, high] }: { steps: number; range: readonly [number, number] },
): Generator<Issue> {
  if (given.length !== steps) {
    const message = `${given.length} scores for ${steps} steps; send one number or null for each step`
    yield { field: 'scores', message }
    return
  }
  for (const [step, score] of given.entries()) {
    if (score === null || (score >= low && score <= high)) continue
    const message = `${score} is outside ${low} to ${high}; declare the score kind it has`
    yield { field: `scores.${step}`, message }
  }
}
