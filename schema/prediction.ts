import type { z } from 'zod'
import { type AttachedTo, misplacedAttachments } from './attachment.ts'
import { compiled } from './compiled.ts'
import type { Issue } from './error.ts'
import { lineReader } from './line-reader.ts'
import {
  type AnyPredictionLine,
  ComparedSeries,
  PoolPredictionLine,
  PredictionLine,
  PreferencePredictionLine,
  type StepScores,
} from './prediction-line.ts'
import { type ScoreKind, scoreRange } from './score-kind.ts'
import { projectSpans, type Span, spanProblem } from './span-projection.ts'
import { type Verdict, verdictFromWire } from './verdict.ts'

export const PREDICTION_KINDS = ['scores', 'verdicts'] as const
export type PredictionKind = (typeof PREDICTION_KINDS)[number]

/** What is known of an item before its prediction comes: a solution, a pool's problem, or a preference. */
export type ExpectedItem =
  | {
      readonly id: string
      /** Characters of each step. */
      readonly lengths: readonly number[]
    }
  | {
      readonly id: string
      /** Steps of each candidate. */
      readonly candidates: readonly number[]
    }
  | {
      readonly id: string
      /** Steps of each one compared, the chosen one first. */
      readonly compared: readonly number[]
    }

/** How many scores an item takes: its steps, those of all its candidates, or one for each one compared. */
export function stepCountOf(item: ExpectedItem): number {
  if ('lengths' in item) return item.lengths.length
  if ('compared' in item) return item.compared.length
  return item.candidates.reduce((sum, steps) => sum + steps, 0)
}

/** What the line about an item must be. */
export function lineSchemaOf(item: ExpectedItem): z.ZodType<AnyPredictionLine> {
  if ('lengths' in item) return solutionLine()
  return 'candidates' in item ? poolLine() : preferenceLine()
}

/**
 * Checked scores of an item, NaN where there is none; the candidates of a pool laid end to end; of a
 * preference, the chosen one and then each rejected one.
 */
export interface ScoredItem {
  readonly kind: 'scores'
  readonly scores: Float64Array
  readonly channels: Readonly<Record<string, Float64Array>>
  readonly draws: readonly Float64Array[]
}
export type Prediction =
  | ScoredItem
  | { readonly kind: 'verdicts'; readonly votes: readonly Verdict[] }

/** Checked predictions by item id, all of one kind. */
export interface Predictions {
  readonly kind: PredictionKind
  readonly byItem: ReadonlyMap<string, Prediction>
}

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
 * one score a step (or a span), every score within the declared kind. With `allowMissing`, items may
 * lack a line. `onLine` gets each line that fits, as it was written.
 */
export function predictionReader(
  items: readonly ExpectedItem[],
  {
    scoreKind,
    allowMissing = false,
    onLine,
  }: {
    scoreKind: ScoreKind
    allowMissing?: boolean
    onLine?: (line: AnyPredictionLine) => void
  },
): PredictionReader {
  const expected = new Map(items.map((item) => [item.id, item]))
  const byItem = new Map<string, Prediction>()
  const [first] = items

  function* take(line: AnyPredictionLine): Generator<Issue> {
    const item = expected.get(line.id)
    if (!item) return
    if (line.attachments) yield* misplacedAttachments(line.attachments, attachedTo(line, item))
    if ('verdicts' in line && line.verdicts) {
      byItem.set(line.id, { kind: 'verdicts', votes: line.verdicts.map(verdictFromWire) })
    } else {
      const { issues, prediction } = readScores(line, item, scoreKind)
      yield* issues
      byItem.set(line.id, prediction)
    }
    const [before] = byItem.values()
    if (before?.kind !== byItem.get(line.id)?.kind) yield { field: 'verdicts', message: MIXED }
    onLine?.(line)
  }

  const schema = first ? lineSchemaOf(first) : solutionLine()
  const reader = lineReader(expected.keys(), { schema, allowMissing, take })
  return {
    line: reader.line,
    finish() {
      const read = reader.finish()
      if (read.status === 'refused') return read
      const [one] = byItem.values()
      return { status: 'ok', predictions: { kind: one?.kind ?? 'scores', byItem } }
    },
  }
}

const solutionLine = compiled(PredictionLine)
const poolLine = compiled(PoolPredictionLine)
const preferenceLine = compiled(PreferencePredictionLine)

const MIXED = 'Some lines hold scores and some hold verdicts; a run is one or the other'

/** The series of a line as vectors, with everything that is wrong with them. */
function readScores(
  line: AnyPredictionLine,
  item: ExpectedItem,
  scoreKind: ScoreKind,
): { readonly issues: readonly Issue[]; readonly prediction: ScoredItem } {
  const spans = 'spans' in line ? line.spans : undefined
  const wrongSpans = spans && 'lengths' in item ? spanProblem(spans, item.lengths) : undefined
  const issues: Issue[] = wrongSpans === undefined ? [] : [{ field: 'spans', message: wrongSpans }]

  function read(field: string, series: Series, range?: ScoreKind): Float64Array {
    const found = [...checkSeries(series, { field, item, spans, scoreKind: range })]
    issues.push(...found)
    if (issues.length > 0) return new Float64Array(0)
    const scores = flatten(series)
    return toVector('lengths' in item && spans ? projectSpans(scores, spans, item.lengths) : scores)
  }
  const draws = (line.draws ?? []).map((draw, index) => read(`draws.${index}`, draw, scoreKind))
  const channels = Object.entries(line.channels ?? {}).map(
    ([name, series]) => [name, read(`channels.${name}`, series)] as const,
  )
  const given = seriesOf(line)
  const scores = given ? read(given.field, given.series, scoreKind) : meanOf(draws)
  return {
    issues,
    prediction: { kind: 'scores', scores, channels: Object.fromEntries(channels), draws },
  }
}

/** One list of step scores, or one for each candidate, or scores of those compared. */
type Series = StepScores | readonly StepScores[] | ComparedSeries

/** The scores that a line gives itself, and the field they stand in. */
function seriesOf(
  line: AnyPredictionLine,
): { readonly field: string; readonly series: Series } | undefined {
  if ('scores' in line && line.scores) return { field: 'scores', series: line.scores }
  const compared = ComparedSeries.safeParse(line).data
  return compared && { field: '', series: compared }
}

/** A series as one list, the candidates of a pool laid end to end. */
function flatten(series: Series): StepScores {
  if ('chosen' in series) return [series.chosen, ...series.rejected]
  return areLists(series) ? series.flat() : series
}

function areLists(series: StepScores | readonly StepScores[]): series is readonly StepScores[] {
  return Array.isArray(series[0])
}

/** What the attachments of a line may point at. */
function attachedTo(line: AnyPredictionLine, item: ExpectedItem): AttachedTo {
  const votes = 'verdicts' in line ? line.verdicts : undefined
  const draws = (votes ?? line.draws ?? []).length
  if ('lengths' in item) return { candidates: [item.lengths.length], isSolution: true, draws }
  const candidates = 'candidates' in item ? item.candidates : item.compared
  return { candidates, isSolution: false, draws }
}

/** What is wrong with a series: how many lists or scores it has, or a value outside its kind. */
function* checkSeries(
  series: Series,
  {
    field,
    item,
    spans,
    scoreKind,
  }: {
    readonly field: string
    readonly item: ExpectedItem
    readonly spans: readonly Span[] | undefined
    readonly scoreKind: ScoreKind | undefined
  },
): Generator<Issue> {
  if ('lengths' in item) {
    const steps = spans?.length ?? item.lengths.length
    const unit = spans ? 'span' : 'step'
    return yield* checkScores(flatten(series), { field, steps, unit, scoreKind })
  }
  if ('compared' in item) {
    return yield* checkCompared(series, { field, steps: item.compared.length, scoreKind })
  }
  const { candidates } = item
  const lists = 'chosen' in series || !areLists(series) ? [] : series
  if (lists.length !== candidates.length) {
    const message = `${lists.length} lists of scores for ${candidates.length} candidates`
    return yield { field, message }
  }
  for (const [index, steps] of candidates.entries()) {
    const scores = lists[index] ?? []
    yield* checkScores(scores, { field: `${field}.${index}`, steps, unit: 'step', scoreKind })
  }
}

/** Of a preference: whether there is a score for each rejected one, and each is within its kind. */
function* checkCompared(
  series: Series,
  {
    field,
    steps,
    scoreKind,
  }: { readonly field: string; readonly steps: number; readonly scoreKind: ScoreKind | undefined },
): Generator<Issue> {
  if (!('chosen' in series)) return
  const at = (name: string) => (field === '' ? name : `${field}.${name}`)
  const { chosen, rejected } = series
  for (const { field: path, ...issue } of checkScores([chosen], {
    field: at('chosen'),
    steps: 1,
    unit: 'item',
    scoreKind,
  })) {
    yield { field: path.replace(/\.0$/, ''), ...issue }
  }
  const of = { field: at('rejected'), steps: steps - 1, unit: 'rejected one', scoreKind } as const
  yield* checkScores(rejected, of)
}

function* checkScores(
  given: StepScores,
  {
    field,
    steps,
    unit,
    scoreKind,
  }: { field: string; steps: number; unit: string; scoreKind: ScoreKind | undefined },
): Generator<Issue> {
  if (given.length !== steps) {
    const message = `${given.length} scores for ${steps} ${unit}s; send one number or null for each ${unit}`
    yield { field, message }
    return
  }
  if (!scoreKind) return
  const [low, high] = scoreRange(scoreKind)
  for (let step = 0; step < given.length; step++) {
    const score = given[step] as number | null
    if (score === null || (score >= low && score <= high)) continue
    const message = `${score} is outside ${low} to ${high}; declare the score kind it has`
    yield { field: `${field}.${step}`, message }
  }
}

/** The mean of several draws, step by step, over those that have a score. */
function meanOf(draws: readonly Float64Array[]): Float64Array {
  const length = draws[0]?.length ?? 0
  return Float64Array.from({ length }, (_, step) => {
    const known = draws.map((draw) => draw[step] ?? Number.NaN).filter((score) => !isNaN(score))
    if (known.length === 0) return Number.NaN
    return known.reduce((sum, score) => sum + score, 0) / known.length
  })
}

/** Step scores as a vector, NaN where there is none. */
function toVector(scores: StepScores): Float64Array {
  const vector = new Float64Array(scores.length)
  for (let step = 0; step < scores.length; step++) vector[step] = scores[step] ?? Number.NaN
  return vector
}
