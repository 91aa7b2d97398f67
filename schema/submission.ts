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

/** What opens a submission: the run's manifest and the digests of the predictions to come. */
export const NewSubmission = z
  .strictObject({
    manifest: RunManifest,
    predictions: z.record(SubsetId, Sha256).meta({
      description: 'For each subset, the SHA-256 of its predictions file, before compression.',
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
  })
  .meta({ id: 'Submission' })
export type Submission = z.infer<typeof Submission>

/** A run’s id: a hash of its manifest, its predictions and its submitter. */
export async function runId(
  { manifest, predictions }: NewSubmission,
  submitter: string,
): Promise<string> {
  const digest = await sha256(canonicalJson({ manifest, predictions, submitter }))
  return `run_${digest.slice(0, 16)}`
}
