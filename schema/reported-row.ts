import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import {
  CatalogModel,
  ReportedBenchmark,
  ReportedProtocol,
  ReportedResult,
  Source,
} from './catalog.ts'
import { Standing } from './standing.ts'

const Named = z.object({ id: z.string(), name: z.string() })
/** A fact with what it means in plain words. */
const Told = z.object({ id: z.string(), text: z.string() })

/** The newest run here of the model that a number was published of. */
export const Recomputed = z.object({
  run: Standing.shape.run,
  policy: z.string(),
  value: Standing.shape.value,
})
export type Recomputed = z.infer<typeof Recomputed>

/** A published number with all that a reader needs to judge and to find it. Never ranked. */
export const ReportedRow = z
  .object({
    trust: z.literal('reported'),
    benchmark: Named.extend({
      board: BenchmarkId.nullable().meta({ description: 'Where it is a benchmark here.' }),
    }),
    subset: Named,
    metric: ReportedResult.shape.metric,
    candidates: z.int().nullable().meta({ description: 'Solutions to choose from.' }),
    model: Named.extend({
      kind: CatalogModel.shape.kind
        .unwrap()
        .nullable()
        .meta({ description: 'Null where none of ours fits.' }),
      huggingface: z.string().nullable(),
      params: z.int().nullable().meta({ description: 'Parameters, in units.' }),
    }),
    value: ReportedResult.shape.value,
    headline: z
      .boolean()
      .meta({ description: 'Whether it is the number that its table is about.' }),
    flags: z
      .array(Told.extend({ recomputed: z.number().nullable() }))
      .meta({ description: 'Where it does not follow from its parts, and what they give.' }),
    protocol: ReportedProtocol.pick({ id: true, statement: true }).extend({
      differences: z
        .array(Told)
        .meta({ description: 'How it came about otherwise than runs here.' }),
    }),
    source: Source.pick({ id: true, title: true, url: true, place: true }).extend({
      paper: z.string().nullable(),
    }),
    recomputed: Recomputed.nullable().meta({
      description:
        'Of headline numbers: what the newest run of the model here has; null without one.',
    }),
  })
  .meta({ id: 'ReportedRow' })
export type ReportedRow = z.infer<typeof ReportedRow>

/** A table that published numbers fill, in a list. */
export const ReportedBenchmarkRow = z
  .object({
    ...ReportedBenchmark.shape,
    results: z.int().meta({ description: 'Published numbers in it.' }),
    models: z.int().meta({ description: 'Models that it has numbers of.' }),
  })
  .meta({ id: 'ReportedBenchmarkRow' })
export type ReportedBenchmarkRow = z.infer<typeof ReportedBenchmarkRow>
