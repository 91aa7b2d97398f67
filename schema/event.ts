import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { RunId } from './run.ts'

export const EVENT_TYPES = [
  'benchmark_published',
  'catalog_published',
  'token_created',
  'token_revoked',
  'run_listed',
  'run_rescored',
  'run_held',
  'run_cleared',
  'run_reproduced',
  'run_trust_lowered',
] as const

/** One entry of the public log, which is only ever added to. */
export const Event = z
  .object({
    sequence: z.int().positive(),
    at: z.iso.datetime(),
    type: z.enum(EVENT_TYPES),
    submitter: z
      .string()
      .nullable()
      .meta({ description: 'Who did it; null for the operator and the service itself.' }),
    benchmark: BenchmarkId.nullable(),
    run: RunId.nullable(),
    detail: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Event' })
export type Event = z.infer<typeof Event>
