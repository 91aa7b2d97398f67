import { z } from 'zod'

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

/** What a line may hold; `Series` is one list of step scores, or one for each candidate. */
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

/** What stands on one line of a predictions file. */
export type AnyPredictionLine = PredictionLine | PoolPredictionLine

/** How many scores and votes a line holds, over all its channels and draws. */
export function scoreCountOf(line: AnyPredictionLine): number {
  const series = [line.scores ?? [], ...Object.values(line.channels ?? {}), ...(line.draws ?? [])]
  const votes = 'verdicts' in line ? (line.verdicts?.length ?? 0) : 0
  return series.reduce((sum, scores) => sum + scores.flat().length, votes)
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
  }
}

/** What a pool's line says of one candidate; what `joinCandidates` joins. */
export function candidateLine(
  { scores, channels, draws, text }: PoolPredictionLine,
  candidate: { readonly id: string; readonly index: number },
): PredictionLine {
  const { id, index } = candidate
  const of = (series: readonly StepScores[]) => series[index] ?? []
  return {
    id,
    ...(scores && { scores: of(scores) }),
    ...(channels && {
      channels: Object.fromEntries(
        Object.entries(channels).map(([name, series]) => [name, of(series)]),
      ),
    }),
    ...(draws && { draws: draws.map(of) }),
    ...(text?.[index] && { text: [text[index]] }),
  }
}
