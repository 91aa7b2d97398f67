import { z } from 'zod'
import { Interval } from './interval.ts'
import { MetricId, MetricValue } from './metric.ts'

/** What the resamples of a difference say of it. */
export const Uncertainty = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      interval: Interval,
      standardError: z.number().meta({ description: 'The standard deviation over the resamples.' }),
      pValue: z.number().meta({ description: 'Two-sided, of no difference, by the resamples.' }),
      swapPValue: z.number().optional().meta({
        description:
          'Two-sided, from swapping the runs on random problems: exact however few items they differ on. Left out for a tuned cut.',
      }),
      smallestDetectable: z.number().meta({
        description: 'The true difference that would be found 4 times in 5.',
      }),
    }),
    z.object({ status: z.literal('undefined'), reason: z.string() }),
  ])
  .meta({ id: 'Uncertainty' })
export type Uncertainty = z.infer<typeof Uncertainty>

/** A value of both runs, and by how much A's is higher. */
export const Difference = z
  .object({
    subset: z.string(),
    metric: MetricId,
    candidates: z.int().optional().meta({ description: 'Of a pool: chosen from how many.' }),
    a: MetricValue,
    b: MetricValue,
    difference: MetricValue.meta({ description: 'A − B.' }),
    uncertainty: Uncertainty,
  })
  .meta({ id: 'Difference' })
export type Difference = z.infer<typeof Difference>

/** Items by who is right, with McNemar's test on those where one is. */
export const DecisionTable = z
  .object({
    both: z.int(),
    onlyA: z.int(),
    onlyB: z.int(),
    neither: z.int(),
    pValue: z.number().nullable().meta({
      description:
        'McNemar’s test: exact, two-sided. null where a cut was tuned: a decision then hangs on other items.',
    }),
  })
  .meta({ id: 'DecisionTable' })
export type DecisionTable = z.infer<typeof DecisionTable>

/** An item that exactly one of two runs gets right. */
export const Flip = z
  .object({
    subset: z.string(),
    item: z.int().nonnegative().meta({ description: 'Its place in the subset, from 0.' }),
    right: z.enum(['a', 'b']),
  })
  .meta({ id: 'Flip' })
export type Flip = z.infer<typeof Flip>

/** Who is right where; undefined where what is compared is no decision. */
export const Decisions = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      all: DecisionTable,
      subsets: z.array(
        z.object({
          ...DecisionTable.shape,
          subset: z.string(),
          adjustedPValue: z
            .number()
            .nullable()
            .meta({ description: 'Holm-adjusted over the subsets.' }),
        }),
      ),
      flips: z.array(Flip),
    }),
    z.object({ status: z.literal('undefined'), reason: z.string() }),
  ])
  .meta({ id: 'Decisions' })
export type Decisions = z.infer<typeof Decisions>

/** Two runs on the same items, value by value and item by item. */
export const Comparison = z
  .object({ differences: z.array(Difference), decisions: Decisions })
  .meta({ id: 'Comparison' })
export type Comparison = z.infer<typeof Comparison>
