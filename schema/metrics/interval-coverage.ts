import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import type { LabelledSteps } from './labelled-steps.ts'
import { Rate, rate } from './rate.ts'

/** The series that hold the ends of a model's intervals. */
export const INTERVAL_CHANNELS = ['lower', 'upper'] as const

export const IntervalGroup = z
  .object({ lower: z.number(), upper: z.number(), accuracy: Rate, isCovered: z.boolean() })
  .meta({ id: 'IntervalGroup' })
export type IntervalGroup = z.infer<typeof IntervalGroup>

/** What a model's intervals around its step scores contain; over labelled steps that have both ends. */
export const IntervalCoverage = z
  .object({
    label: Rate.meta({
      description:
        'Steps whose label, 1 for right and 0 for wrong, lies between the ends, both included. An interval of probabilities covers a label only when it reaches 0 or 1, so a narrow, honest one need not.',
    }),
    score: Rate.meta({
      description: 'Steps whose own score lies between the ends; of those that have a score.',
    }),
    groups: z.object({ value: Rate, table: z.array(IntervalGroup) }).meta({
      description:
        'Groups of a tenth of the steps, by the middle of the interval, whose share of right steps lies between the means of the lower and of the upper ends: what intervals of a probability promise.',
    }),
    width: MetricValue.meta({ description: 'Mean of upper − lower.' }),
    crossed: z.int().meta({
      description:
        'Steps whose lower end is above the upper one: they cover nothing, and their width is negative.',
    }),
    steps: z.object({ expected: z.int(), scored: z.int() }),
  })
  .meta({ id: 'IntervalCoverage' })
export type IntervalCoverage = z.infer<typeof IntervalCoverage>

/** The ends are the channels `lower` and `upper` of the same steps in the same order. */
export function intervalCoverage(
  { scores, right }: LabelledSteps,
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
): IntervalCoverage {
  const steps = Array.from(scores.keys()).filter(
    (step) => !Number.isNaN((lower[step] as number) + (upper[step] as number)),
  )
  const n = steps.length
  const covers = (step: number, value: number) =>
    (lower[step] as number) <= value && value <= (upper[step] as number)
  const scored = steps.filter((step) => !Number.isNaN(scores[step] as number))
  const byLabel = steps.filter((step) => covers(step, right[step] as number))
  const byScore = scored.filter((step) => covers(step, scores[step] as number))
  const width = meanOf(steps, upper) - meanOf(steps, lower)
  const table = groupsOf(steps, { right, lower, upper })
  return {
    label: rate(byLabel.length, n, NONE),
    score: rate(byScore.length, scored.length, 'no step with an interval and a score'),
    groups: {
      value: rate(table.filter(({ isCovered }) => isCovered).length, table.length, NONE),
      table,
    },
    width: n === 0 ? { status: 'undefined', reason: NONE, n } : { status: 'ok', value: width, n },
    crossed: steps.filter((step) => (lower[step] as number) > (upper[step] as number)).length,
    steps: { expected: scores.length, scored: n },
  }
}

const NONE = 'no labelled step with an interval'
const GROUPS = 10

function groupsOf(
  steps: readonly number[],
  {
    right,
    lower,
    upper,
  }: {
    readonly right: Uint8Array
    readonly lower: Float64Array
    readonly upper: Float64Array
  },
): IntervalGroup[] {
  const twiceMiddle = (step: number) => (lower[step] as number) + (upper[step] as number)
  const ordered = steps.toSorted((a, b) => twiceMiddle(a) - twiceMiddle(b))
  const count = Math.min(GROUPS, ordered.length)
  return Array.from({ length: count }, (_, group) => {
    const start = Math.floor((group * ordered.length) / count)
    const end = Math.floor(((group + 1) * ordered.length) / count)
    const members = ordered.slice(start, end)
    const accuracy = rate(members.filter((step) => right[step] === 1).length, members.length, NONE)
    const ends = { lower: meanOf(members, lower), upper: meanOf(members, upper) }
    const share = accuracy.k / members.length
    return { ...ends, accuracy, isCovered: ends.lower <= share && share <= ends.upper }
  })
}

function meanOf(steps: readonly number[], values: Float64Array): number {
  return steps.reduce((sum, step) => sum + (values[step] as number), 0) / steps.length
}
