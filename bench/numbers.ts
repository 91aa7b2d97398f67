import { z } from 'zod'
import type { MetricValue } from '#schema/metric.ts'
import { percentileInterval, type Resampled } from '#schema/metrics/resampled.ts'

/** One of the reports that are timed, as each program gets it on its command line. */
export const Job = z.object({
  task: z.enum(['first_error', 'step_labels', 'pool']),
  benchmark: z.string(),
  /** The folder of the benchmark's files. */
  data: z.string(),
  predictions: z.string(),
  resamples: z.int(),
  /** How many subsets of a pool's candidates the loops visit where they are drawn; the others visit 1,000. */
  subsets: z.int().optional(),
  /** Folder of the draws, which our program writes and the others take; without it each draws its own. */
  draws: z.string().optional(),
})
export type Job = z.infer<typeof Job>

/** What a report comes to, by names that all programs share; null where a value is undefined. */
export const Numbers = z.object({
  values: z.record(z.string(), z.union([z.number(), z.null(), z.array(z.number())])),
  /** Lower and upper end. */
  intervals: z.record(z.string(), z.tuple([z.number(), z.number()]).nullable()),
})
export type Numbers = z.infer<typeof Numbers>

/** What a program writes on stdout. */
export const Answer = Numbers.extend({
  /** The revision of the benchmark, which each program hashes for itself. */
  revision: z.string(),
  /** From the first file read to the last number, without the start of the program. */
  seconds: z.number(),
  /** Those of them until the files are read, checked and hashed. */
  reading: z.number(),
  /** Those of them that grow with the number of resamples or subsets; of the loops only. */
  resampled: z.number().default(0),
})
export type Answer = z.infer<typeof Answer>

export function numberOrNull(value: MetricValue): number | null {
  return value.status === 'ok' ? value.value : null
}

export function ends(resampled: Resampled): [number, number] | null {
  const found = percentileInterval(resampled)
  return found.status === 'ok' ? [found.interval.lower, found.interval.upper] : null
}
