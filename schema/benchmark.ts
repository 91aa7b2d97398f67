import { z } from 'zod'
import { Sha256 } from './sha256.ts'

export const BENCHMARK_KINDS = ['first_error'] as const

export const BenchmarkKind = z.enum(BENCHMARK_KINDS).meta({
  id: 'BenchmarkKind',
  description: 'first_error: the model must name the first wrong step of a solution, or none.',
})
export type BenchmarkKind = z.infer<typeof BenchmarkKind>

export const BenchmarkId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'Write lower-case letters, digits, dots and hyphens')
export const SubsetId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'Write lower-case letters, digits, _ and -')

/** What stays the same over a benchmark's revisions. */
export const BenchmarkDefinition = z
  .strictObject({
    id: BenchmarkId,
    name: z.string().min(1).max(100),
    kind: BenchmarkKind,
    description: z.string().max(2000).meta({ description: 'One or two sentences for readers.' }),
    subsets: z
      .array(z.strictObject({ id: SubsetId, name: z.string().min(1).max(60) }))
      .min(1)
      .max(64)
      .meta({ description: 'In the order tables show them.' }),
    tuningSubset: SubsetId.optional().meta({
      description: 'The subset whose labels a tuned threshold may use.',
    }),
    license: z.string().max(100),
    source: z.string().max(300).meta({ description: 'Where the items come from.' }),
    homepage: z.url({ protocol: /^https?$/ }).optional(),
  })
  .meta({ id: 'BenchmarkDefinition' })
export type BenchmarkDefinition = z.infer<typeof BenchmarkDefinition>

/** How many items and steps a revision holds; `error` and `correct` count items. */
export const RevisionCounts = z.object({
  items: z.int(),
  steps: z.int(),
  error: z.int(),
  correct: z.int(),
  problems: z.int().meta({ description: 'Distinct problem texts, counted within each subset.' }),
})
export type RevisionCounts = z.infer<typeof RevisionCounts>

/** A published benchmark with the revision its runs are scored on. */
export const Benchmark = z
  .object({
    ...BenchmarkDefinition.shape,
    revision: Sha256.meta({ description: 'Hash of the canonical (id, steps, labels).' }),
    labelSet: z.string().meta({ description: 'Name of the label set, such as `2`.' }),
    publishedAt: z.iso.datetime(),
    counts: RevisionCounts,
    subsetCounts: z.record(SubsetId, RevisionCounts),
    runs: z.int().meta({ description: 'Runs listed on the label-free board.' }),
  })
  .meta({ id: 'Benchmark' })
export type Benchmark = z.infer<typeof Benchmark>
