import { z } from 'zod'
import { SubsetId } from './benchmark.ts'
import { canonicalJson } from './canonical-json.ts'
import { RunManifest } from './manifest.ts'
import { RunId } from './run.ts'
import { RUN_STATES } from './run-state.ts'
import { Sha256, sha256 } from './sha256.ts'

export const SUBMISSION_STATES = ['draft', 'refused', ...RUN_STATES] as const

/** The most bytes one part of a submission may have, before and after decompression. */
export const MAX_PART_BYTES = 25_000_000

/** The most scores and votes of one part, over all its channels and draws, and of all parts together. */
export const MAX_SCORES = { part: 2_000_000, run: 8_000_000 } as const

/** How many days after its last part a draft is removed; what a refused submission sent, too. */
export const DRAFT_DAYS = 7

/** What opens a submission: the run's manifest and the digests of the predictions to come. */
export const NewSubmission = z
  .strictObject({
    manifest: RunManifest,
    predictions: z.record(SubsetId, Sha256).meta({
      description: 'For each subset, the SHA-256 of its predictions file, before compression.',
    }),
    unlisted: z.boolean().optional().meta({
      description:
        'Show the run to those alone who have its link, until it is published. No part of what the id is made of.',
    }),
  })
  .meta({ id: 'NewSubmission' })
export type NewSubmission = z.infer<typeof NewSubmission>

/** A submission on its way. Once listed, the run of the same id stands on the board. */
export const Submission = z
  .object({
    id: RunId,
    state: z.enum(SUBMISSION_STATES),
    submitter: z.string(),
    createdAt: z.iso.datetime(),
    received: z.array(SubsetId),
    missing: z
      .array(SubsetId)
      .meta({ description: 'Subsets whose predictions are still to come.' }),
    reason: z.string().nullable().meta({
      description: 'Why it is refused, held, withdrawn or superseded.',
    }),
    unlisted: z.boolean(),
    key: z.string().optional().meta({
      description:
        'The secret of the link to an unlisted run, `?key=`. Told when a draft is opened, each time another; only its hash is kept.',
    }),
  })
  .meta({ id: 'Submission' })
export type Submission = z.infer<typeof Submission>

/** A run’s id: a hash of its manifest, its predictions and its submitter. */
export async function runId(
  { manifest, predictions }: Pick<NewSubmission, 'manifest' | 'predictions'>,
  submitter: string,
): Promise<string> {
  const digest = await sha256(canonicalJson({ manifest, predictions, submitter }))
  return `run_${digest.slice(0, 16)}`
}
