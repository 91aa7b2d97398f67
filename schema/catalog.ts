import { z } from 'zod'
import { BenchmarkId, SubsetId } from './benchmark.ts'
import { ModelId, ModelKind } from './manifest.ts'
import { ProtocolDifference } from './protocol-difference.ts'
import { ReportedMetric } from './reported-metric.ts'
import { ResultFlag } from './result-flag.ts'

/** Names a record of the catalog. */
export const CatalogId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,79}$/, 'Write lower-case letters, digits, dots and hyphens')
const Line = z.string().min(1).max(200)
const Prose = z.string().min(1).max(600)
const Link = z.url({ protocol: /^https$/ })

/** A model that numbers were published of. */
export const CatalogModel = z
  .strictObject({
    id: CatalogId,
    name: Line,
    organisation: Line.optional(),
    kind: ModelKind.optional().meta({ description: 'Left out where none of ours fits.' }),
    type: Line.meta({ description: 'What it is, as its authors say.' }),
    params: z.int().positive().optional().meta({ description: 'Parameters, in units.' }),
    base: Line.optional().meta({ description: 'The model it was trained from.' }),
    trainingData: Line.optional(),
    license: Line.optional(),
    paper: CatalogId.optional().meta({ description: 'Its paper, where the catalog has it.' }),
    cited: Line.optional().meta({ description: 'Its paper, where the catalog has it not.' }),
    huggingface: ModelId.optional().meta({
      description: 'Where the weights are; no two share one.',
    }),
    code: Link.optional(),
    variantOf: CatalogId.optional(),
    note: Line.optional(),
    verified: z.boolean().meta({ description: 'Whether its own page or paper was read for this.' }),
  })
  .meta({ id: 'CatalogModel' })
export type CatalogModel = z.infer<typeof CatalogModel>

export const PAPER_KINDS = [
  'prm',
  'prm_and_benchmark',
  'benchmark',
  'training_method',
  'search_method',
  'aggregation_method',
  'evaluation_method',
  'evaluation_standard',
] as const

/** A paper of the field. */
export const Paper = z
  .strictObject({
    id: CatalogId,
    name: Line.meta({ description: 'What its system is called.' }),
    title: Line,
    year: z.int().min(1990).max(2100).meta({ description: 'Of its first version.' }),
    url: Link,
    kind: z.enum(PAPER_KINDS),
    relevance: z.enum(['core', 'evaluation', 'adjacent']),
    contribution: Prose.meta({
      description: 'What it adds, by its authors’ claims, in our words.',
    }),
    needs: z
      .array(CatalogId)
      .meta({ description: 'Capabilities it takes to evaluate its system.' }),
    works: Prose.meta({ description: 'What shows that its system can be evaluated here.' }),
  })
  .meta({ id: 'Paper' })
export type Paper = z.infer<typeof Paper>

/** Something that a service must be able to do for some systems; tier 0 is asked by all. */
export const Capability = z
  .strictObject({
    id: CatalogId,
    tier: z.int().min(0).max(3),
    description: Prose,
    state: z.enum(['whole', 'partial', 'missing']).meta({
      description: 'Whole or partial: tests would fail if it were taken out.',
    }),
    lacks: Prose.optional().meta({ description: 'What of a partial one is still missing.' }),
  })
  .meta({ id: 'Capability' })
export type Capability = z.infer<typeof Capability>

/** Where a number was published: a document, and the place in it. */
export const Source = z
  .strictObject({
    id: CatalogId,
    title: Line,
    url: Link,
    place: Line.meta({ description: 'Table, figure, section or file.' }),
    paper: CatalogId.optional(),
    decimals: z.int().min(0).max(6).meta({ description: 'Of its percentages, as printed.' }),
  })
  .meta({ id: 'Source' })
export type Source = z.infer<typeof Source>

/** How numbers of one table came about, as the source says. */
export const ReportedProtocol = z
  .strictObject({
    id: CatalogId,
    statement: Prose,
    differences: z.array(ProtocolDifference).default([]),
    board: Line.optional().meta({
      description: 'The board here whose rule it follows: a ranking class, or a policy of a pool.',
    }),
  })
  .meta({ id: 'ReportedProtocol' })
export type ReportedProtocol = z.infer<typeof ReportedProtocol>

/** A table of numbers that the literature fills; `board` is ours, where it is a benchmark here. */
export const ReportedBenchmark = z
  .strictObject({
    id: BenchmarkId,
    name: Line,
    description: Prose,
    board: BenchmarkId.optional(),
    headline: z
      .strictObject({
        subset: SubsetId,
        metric: ReportedMetric,
        onBoard: z.boolean().meta({ description: 'Whether runs on its board here rank by it.' }),
      })
      .optional(),
    metrics: z.array(ReportedMetric).min(1),
    subsets: z.array(z.strictObject({ id: SubsetId, name: Line })).min(1),
    averages: z
      .array(
        z.strictObject({
          subset: SubsetId,
          of: z.array(SubsetId).min(1),
          whole: z.boolean().meta({ description: 'Of all of them, or of those a table has.' }),
        }),
      )
      .default([])
      .meta({ description: 'Subsets whose value is the unweighted mean of others.' }),
  })
  .meta({ id: 'ReportedBenchmark' })
export type ReportedBenchmark = z.infer<typeof ReportedBenchmark>

/** One published number, as its source states it. */
export const ReportedResult = z
  .strictObject({
    model: CatalogId,
    benchmark: BenchmarkId,
    subset: SubsetId,
    metric: ReportedMetric,
    candidates: z.int().positive().optional().meta({ description: 'Solutions to choose from.' }),
    value: z.number().nonnegative().meta({ description: 'From 0 to 1, unless it counts tokens.' }),
    protocol: CatalogId,
    source: CatalogId,
    place: Line.optional().meta({
      description: 'Within the source, where each number has its own.',
    }),
    flags: z.array(ResultFlag).default([]),
  })
  .meta({ id: 'ReportedResult' })
export type ReportedResult = z.infer<typeof ReportedResult>

/** What the literature says: everything a service shows of it. */
export const Catalog = z.strictObject({
  capabilities: z.array(Capability),
  papers: z.array(Paper),
  models: z.array(CatalogModel),
  sources: z.array(Source),
  protocols: z.array(ReportedProtocol),
  benchmarks: z.array(ReportedBenchmark),
  results: z.array(ReportedResult),
})
export type Catalog = z.infer<typeof Catalog>
