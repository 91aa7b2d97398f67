import { z } from 'zod'
import { BenchmarkDefinition, BenchmarkId, SubsetId } from './benchmark.ts'
import { RunId } from './run.ts'
import { RunState } from './run-state.ts'
import { Sha256 } from './sha256.ts'

export const DUMP_SCHEMA = 'stepmark.dump/1'

const Day = z.iso.date().meta({ examples: ['2026-11-24'] })

/** What a service held on a day: every file it takes to rebuild it, by hash, and what is left out and why. */
export const Dump = z
  .object({
    schema: z.literal(DUMP_SCHEMA),
    date: Day,
    benchmarks: z.array(
      z.object({
        definition: BenchmarkDefinition,
        revision: Sha256.meta({ description: 'The one its runs are scored on.' }),
        labelSet: z.string(),
        subsets: z.array(z.object({ id: SubsetId, labels: Sha256, items: Sha256 })),
      }),
    ),
    catalog: Sha256.nullable().meta({
      description: 'File of the catalog, gzipped JSON; null where none is published.',
    }),
    events: z.object({
      upTo: z.int().nonnegative().meta({ description: 'Sequence of the last entry.' }),
      file: Sha256.nullable().meta({ description: 'Gzipped NDJSON; null where there is none.' }),
    }),
    runs: z.array(
      z.object({
        id: RunId,
        benchmark: BenchmarkId,
        revision: Sha256,
        submitter: z.string(),
        state: RunState,
        createdAt: z.iso.datetime(),
        export: Sha256.nullable().meta({ description: 'Its export file.' }),
        leftOut: z.enum(['no_license', 'not_written']).nullable().meta({
          description:
            'Why it has no export file: its scores came from a publication without a licence, or the file is written later.',
        }),
      }),
    ),
  })
  .meta({ id: 'Dump' })
export type Dump = z.infer<typeof Dump>

/** A dump as lists tell of it. */
export const DumpRow = z
  .object({
    date: Day,
    sha256: Sha256.meta({ description: 'Of the dump’s JSON, byte for byte.' }),
    bytes: z.int(),
    runs: z.int(),
  })
  .meta({ id: 'DumpRow' })
