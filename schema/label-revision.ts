import { z } from 'zod'
import { RevisionCounts } from './benchmark.ts'
import { ItemSummary } from './run-item.ts'
import { Sha256 } from './sha256.ts'

/** How many items whose labels changed a revision tells of; it counts them all. */
export const MAX_LABEL_CHANGES = 100

/** One revision of a benchmark, with what changed since the one published before it. */
export const LabelRevision = z
  .object({
    revision: Sha256,
    labelSet: z.string(),
    publishedAt: z.iso.datetime(),
    current: z.boolean().meta({ description: 'Runs are scored on it.' }),
    subsetCounts: z.record(z.string(), RevisionCounts),
    changed: z.int().nullable().meta({
      description:
        'Items whose labels are others than in the revision before; null for the first, and where the items are others.',
    }),
    changes: z.array(z.object({ before: ItemSummary, after: ItemSummary })).meta({
      description: `The first ${MAX_LABEL_CHANGES} of them, in canonical order.`,
    }),
  })
  .meta({ id: 'LabelRevision' })
export type LabelRevision = z.infer<typeof LabelRevision>
