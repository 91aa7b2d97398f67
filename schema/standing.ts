import { z } from 'zod'
import { Coverage } from './coverage.ts'
import { RunManifest } from './manifest.ts'
import { MetricResult } from './metric.ts'
import { OUTCOMES } from './metrics/decision.ts'
import { RunId } from './run.ts'
import { Trust } from './trust.ts'

/** A run's line on a board: its headline number, the parts that make it, and how it came about. */
export const Standing = z
  .object({
    rank: z.int().positive().nullable().meta({
      description: 'Place by headline value, equal values sharing one; null where not ranked.',
    }),
    run: RunId,
    model: RunManifest.shape.model,
    policy: z.string(),
    trust: Trust,
    submitter: z.string(),
    createdAt: z.iso.datetime(),
    coverage: Coverage,
    results: z.array(MetricResult),
    outcomes: z.record(z.enum(OUTCOMES), z.int()).meta({ description: 'Items by outcome.' }),
  })
  .meta({ id: 'Standing' })
export type Standing = z.infer<typeof Standing>

/** The number a run ranks by: the average F1; null where it is undefined. */
export function headline({ results }: Pick<Standing, 'results'>): number | null {
  const average = results.find(({ subset, metric }) => subset === 'average' && metric === 'f1')
  return average?.status === 'ok' ? average.value : null
}
