import { z } from 'zod'
import { Sha256 } from './sha256.ts'

export const BENCHMARK_KINDS = ['first_error', 'step_labels', 'best_of_n', 'preference'] as const

export const BenchmarkKind = z.enum(BENCHMARK_KINDS).meta({
  id: 'BenchmarkKind',
  description:
    'first_error: name the first wrong step of a solution, or none. step_labels: tell every right step from every wrong one. best_of_n: choose the right one among the candidates of a problem. preference: score the preferred one above all others.',
})
export type BenchmarkKind = z.infer<typeof BenchmarkKind>

export const BenchmarkId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'Write lower-case letters, digits, dots and hyphens')
export const SubsetId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'Write lower-case letters, digits, _ and -')

const Named = z.strictObject({ id: SubsetId, name: z.string().min(1).max(60) })

/** What stays the same over a benchmark's revisions. */
export const BenchmarkDefinition = z
  .strictObject({
    id: BenchmarkId,
    name: z.string().min(1).max(100),
    kind: BenchmarkKind,
    description: z.string().max(2000).meta({ description: 'One or two sentences for readers.' }),
    subsets: z
      .array(Named)
      .min(1)
      .max(64)
      .meta({ description: 'In the order tables show them; the classes of a step_labels one.' }),
    groups: z
      .array(Named.extend({ subsets: z.array(SubsetId).min(1) }))
      .max(32)
      .optional()
      .meta({ description: 'Groups of classes, whose values are unweighted means of theirs.' }),
    tuningSubset: SubsetId.optional().meta({
      description: 'The subset whose labels a tuned threshold may use.',
    }),
    license: z.string().max(100),
    source: z.string().max(300).meta({ description: 'Where the items come from.' }),
    homepage: z.url({ protocol: /^https?$/ }).optional(),
  })
  .meta({ id: 'BenchmarkDefinition' })
export type BenchmarkDefinition = z.infer<typeof BenchmarkDefinition>

/** What is wrong with the subsets a definition names elsewhere, if anything: a path and the reason. */
export function* definitionProblems({
  subsets,
  groups = [],
  tuningSubset,
}: Pick<BenchmarkDefinition, 'subsets' | 'groups' | 'tuningSubset'>): Generator<{
  readonly path: readonly string[]
  readonly message: string
}> {
  const ids = [...subsets, ...groups].map(({ id }) => id)
  const known = new Set(subsets.map(({ id }) => id))
  const message = `Not a subset. Subsets: ${[...known].join(', ')}`
  if (new Set(ids).size < ids.length) {
    yield { path: ['subsets'], message: 'Two subsets or groups have the same id' }
  }
  if (tuningSubset !== undefined && !known.has(tuningSubset)) {
    yield { path: ['tuningSubset'], message }
  }
  for (const [index, group] of groups.entries()) {
    if (!group.subsets.every((id) => known.has(id))) {
      yield { path: ['groups', String(index), 'subsets'], message }
    }
  }
}

/**
 * How much a revision holds. `error` and `correct` count solutions with and without a wrong step; of a
 * pool, wrong and right candidates; of preferences, rejected and chosen ones.
 */
export const RevisionCounts = z.object({
  items: z.int(),
  steps: z.int(),
  error: z.int(),
  correct: z.int(),
  problems: z.int().meta({ description: 'Distinct problems, counted within each subset.' }),
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
    runs: z.int().meta({ description: 'Runs listed on the board it opens with.' }),
    pending: z.int().meta({
      description:
        'Runs still to be computed anew on this revision and these metrics; not on its boards until then.',
    }),
  })
  .meta({ id: 'Benchmark' })
export type Benchmark = z.infer<typeof Benchmark>
