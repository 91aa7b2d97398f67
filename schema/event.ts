import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { RunId } from './run.ts'

export const EVENT_TYPES = [
  'benchmark_published',
  'catalog_published',
  'token_created',
  'token_revoked',
  'submitter_created',
  'submission_refused',
  'drafts_removed',
  'run_listed',
  'run_unlisted',
  'run_published',
  'run_withdrawn',
  'run_superseded',
  'rescore_requested',
  'run_rescored',
  'run_held',
  'run_cleared',
  'run_reproduced',
  'run_trust_lowered',
] as const

export const EventType = z.enum(EVENT_TYPES).meta({
  id: 'EventType',
  description:
    'What is told of an unlisted run (run_unlisted, its refusal, its rescoring) shows once it is published.',
})

/** One entry of the public log, which is only ever added to. */
export const Event = z
  .object({
    sequence: z.int().positive(),
    at: z.iso.datetime(),
    type: EventType,
    submitter: z
      .string()
      .nullable()
      .meta({ description: 'Who did it; null for the operator and the service itself.' }),
    benchmark: BenchmarkId.nullable(),
    run: RunId.nullable().meta({ description: 'The run it is about, if it is about one.' }),
    detail: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Event' })
export type Event = z.infer<typeof Event>
