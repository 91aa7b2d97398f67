import { z } from 'zod'
import { type Attachment, Attachments } from './attachment.ts'

const Score = z.number({
  error: 'Write a finite number, or null for a step without a score',
})
/** The scores of one solution, null for a step without one. */
export const StepScores = z.array(Score.nullable())
export type StepScores = z.infer<typeof StepScores>

const ChannelName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'Write lower-case letters, digits and _')

/** The most series beside the scores that one line may hold, of each kind. */
const MAX_CHANNELS = 16
const MAX_DRAWS = 128

/** What a line may hold; `Series` is one list of step scores, or one for each candidate, or as compared. */
function shapeOf<Series extends z.ZodType>(series: Series) {
  return {
    id: z.string(),
    scores: series.optional().meta({
      description: 'One score a step, in order; null where there is none.',
    }),
    channels: z
      .record(ChannelName, series)
      .refine((channels) => Object.keys(channels).length <= MAX_CHANNELS, {
        error: `More than ${MAX_CHANNELS} channels`,
      })
      .optional()
      .meta({ description: 'Named series beside the scores, shaped like them.' }),
    draws: z.array(series).min(1).max(MAX_DRAWS).optional().meta({
      description: 'Repeated scores; their mean is the score where `scores` is left out.',
    }),
    text: z
      .array(z.string().max(200_000))
      .max(2000)
      .optional()
      .meta({ description: 'What a generative model wrote; kept, and read by nobody.' }),
    attachments: Attachments.optional(),
  }
}

/** What a model said of one solution. Other keys are ignored. */
export const PredictionLine = z
  .object({
    ...shapeOf(StepScores),
    verdicts: z
      .array(z.int({ error: 'Write a step index, -1 or null' }).min(-1).nullable())
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'First-error votes: a 0-based step, -1 for none, null if unreadable.' }),
    spans: z
      .array(z.tuple([z.int().nonnegative(), z.int().positive()]))
      .min(1)
      .optional()
      .meta({
        description:
          'The model’s own steps, one score each: [start, end) in characters of the steps joined by two line breaks.',
      }),
  })
  .refine(({ scores, draws, verdicts }) => !verdicts !== !(scores ?? draws), {
    error: 'Give either scores (or draws) or verdicts',
  })
  .meta({ id: 'PredictionLine' })
export type PredictionLine = z.infer<typeof PredictionLine>

/** What a model said of a pool's problem: a list for each candidate, in pool order. */
export const PoolPredictionLine = z
  .object(shapeOf(z.array(StepScores)))
  .refine(({ scores, draws }) => (scores ?? draws) !== undefined, {
    error: 'Give scores, one list a candidate, or draws of them',
  })
  .meta({ id: 'PoolPredictionLine' })
export type PoolPredictionLine = z.infer<typeof PoolPredictionLine>

/** A score for the preferred one and for each of the others, in the benchmark's order. */
export const ComparedSeries = z.object({ chosen: Score.nullable(), rejected: StepScores })
export type ComparedSeries = z.infer<typeof ComparedSeries>

const { id, draws, channels, text, attachments } = shapeOf(ComparedSeries)

/** What a model said of a preference: one score for each one compared, or draws of them. */
export const PreferencePredictionLine = z
  .object({
    id,
    chosen: ComparedSeries.shape.chosen.optional().meta({
      description: 'The score of the preferred one; null where there is none.',
    }),
    rejected: ComparedSeries.shape.rejected.optional().meta({
      description: 'One score for each rejected one, in order; null where there is none.',
    }),
    channels,
    draws,
    text,
    attachments,
  })
  .refine(({ chosen, rejected }) => (chosen === undefined) === (rejected === undefined), {
    error: 'Give chosen and rejected together',
  })
  .refine(({ chosen, draws }) => chosen !== undefined || draws !== undefined, {
    error: 'Give chosen and rejected, or draws of them',
  })
  .meta({ id: 'PreferencePredictionLine' })
export type PreferencePredictionLine = z.infer<typeof PreferencePredictionLine>

/** What stands on one line of a predictions file. */
export type AnyPredictionLine = PredictionLine | PoolPredictionLine | PreferencePredictionLine

/** How many scores and votes a line holds, over all its channels and draws. */
export function scoreCountOf(line: AnyPredictionLine): number {
  const own = 'scores' in line ? [line.scores ?? []] : 'rejected' in line ? [line] : []
  const series = [...own, ...Object.values(line.channels ?? {}), ...(line.draws ?? [])]
  const votes = 'verdicts' in line ? (line.verdicts?.length ?? 0) : 0
  return series.reduce((sum, one) => sum + countOf(one), votes)
}

function countOf(series: readonly unknown[] | { readonly rejected?: readonly unknown[] }): number {
  return 'rejected' in series ? 1 + (series.rejected?.length ?? 0) : [series].flat(2).length
}

/** The line of a pool's problem from what was said of each candidate, in pool order. */
export function joinCandidates(
  id: string,
  lines: readonly (PredictionLine | undefined)[],
  steps: readonly number[],
): PoolPredictionLine {
  const nothing = (index: number): StepScores => Array(steps[index] ?? 0).fill(null)
  const list = (part: (line: PredictionLine) => StepScores | undefined) =>
    steps.map((_, index) => (lines[index] && part(lines[index])) ?? nothing(index))
  const channels = new Set(lines.flatMap((line) => Object.keys(line?.channels ?? {})))
  const draws = Math.max(0, ...lines.map((line) => line?.draws?.length ?? 0))
  const texts = lines.some((line) => line?.text)
  const attachments = attachedTo(lines)
  return {
    id,
    ...((draws === 0 || lines.some((line) => line?.scores)) && {
      scores: list(({ scores }) => scores),
    }),
    ...(channels.size > 0 && {
      channels: Object.fromEntries(
        Array.from(channels, (name) => [name, list((line) => line.channels?.[name])]),
      ),
    }),
    ...(draws > 0 && {
      draws: Array.from({ length: draws }, (_, draw) => list((line) => line.draws?.[draw])),
    }),
    ...(texts && { text: lines.map((line) => line?.text?.join('\n') ?? '') }),
    ...(attachments.length > 0 && { attachments }),
  }
}

/** The attachments of each candidate's line, with the candidate they are of. */
function attachedTo(lines: readonly (PredictionLine | undefined)[]): Attachment[] {
  return lines.flatMap((line, candidate) =>
    (line?.attachments ?? []).map((attachment) => ({ ...attachment, candidate })),
  )
}

/**
 * The line of a preference from what was said of each one compared, the chosen one first: its lowest
 * step score is its score, and it has none where a step has none.
 */
export function joinCompared(
  id: string,
  lines: readonly (PredictionLine | undefined)[],
): PreferencePredictionLine {
  const series = (part: (line: PredictionLine) => StepScores | undefined): ComparedSeries => {
    const [chosen = null, ...rejected] = lines.map((line) => lowest(line && part(line)))
    return { chosen, rejected }
  }
  const channels = new Set(lines.flatMap((line) => Object.keys(line?.channels ?? {})))
  const draws = Math.max(0, ...lines.map((line) => line?.draws?.length ?? 0))
  const attachments = attachedTo(lines)
  return {
    id,
    ...((draws === 0 || lines.some((line) => line?.scores)) && series(({ scores }) => scores)),
    ...(channels.size > 0 && {
      channels: Object.fromEntries(
        Array.from(channels, (name) => [name, series((line) => line.channels?.[name])]),
      ),
    }),
    ...(draws > 0 && {
      draws: Array.from({ length: draws }, (_, draw) => series((line) => line.draws?.[draw])),
    }),
    ...(lines.some((line) => line?.text) && {
      text: lines.map((line) => line?.text?.join('\n') ?? ''),
    }),
    ...(attachments.length > 0 && { attachments }),
  }
}

function lowest(scores: StepScores | undefined): number | null {
  const known = (scores ?? []).filter((score) => score !== null)
  return known.length === 0 || known.length < (scores ?? []).length ? null : Math.min(...known)
}
