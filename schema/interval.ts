import { z } from 'zod'

/**
 * What could have come out otherwise, within an interval. `problems`: other problems of the same
 * kind, each with all its items. `problems_and_cut`: the same, and the cut chosen on them.
 * `items`: other items, taken as independent of each other.
 */
export const INTERVAL_COVERS = ['problems', 'problems_and_cut', 'items'] as const
export const IntervalCovers = z.enum(INTERVAL_COVERS).meta({ id: 'IntervalCovers' })
export type IntervalCovers = z.infer<typeof IntervalCovers>

/** The share of intervals made like ours that hold the true value. */
export const LEVEL = 0.95

const bounds = {
  lower: z.number(),
  upper: z.number(),
  level: z.number().meta({ description: 'The share of such intervals that hold the true value.' }),
}

/** Where a value may lie; never without what it covers, and how it was made. */
export const Interval = z
  .discriminatedUnion('method', [
    z.object({
      ...bounds,
      method: z.literal('clustered_percentile'),
      resamples: z.int().positive(),
      seed: z.int(),
      covers: IntervalCovers,
      leftOut: z
        .int()
        .positive()
        .optional()
        .meta({ description: 'Resamples in which the value is undefined, where there are any.' }),
    }),
    z.object({ ...bounds, method: z.literal('wilson'), covers: z.literal('items') }),
  ])
  .meta({ id: 'Interval' })
export type Interval = z.infer<typeof Interval>

/** An interval, or the reason why there is none. */
export const IntervalValue = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('ok'), interval: Interval }),
    z.object({ status: z.literal('undefined'), reason: z.string() }),
  ])
  .meta({ id: 'IntervalValue' })
export type IntervalValue = z.infer<typeof IntervalValue>
