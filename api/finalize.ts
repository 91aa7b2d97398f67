import { eq } from 'drizzle-orm'
import { checkClaim } from '#schema/claim.ts'
import { type ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import type { PublishedBenchmark } from './queries/benchmarks.ts'
import { logEvent } from './queries/events.ts'
import type { StoredSubmission } from './queries/submissions.ts'
import type { Db } from './router.ts'
import { resultStatements, scoreStored } from './scored-run.ts'

export type Finalized =
  | { readonly status: 'listed' }
  | { readonly status: 'refused'; readonly body: ErrorBody }

/**
 * Recomputes a complete submission from its stored predictions, compares it with its claim, and
 * lists it as a run. Everything is written in one batch, or nothing is.
 */
export async function finalize(
  db: Db,
  submission: StoredSubmission,
  benchmark: PublishedBenchmark,
): Promise<Finalized> {
  const { definition, revision } = benchmark
  const { manifest, submitter, id } = submission
  const read = await scoreStored(db, submission, benchmark)
  if (read.status === 'refused') {
    return { status: 'refused', body: { code: 'invalid_predictions', message: read.message } }
  }
  const { scored } = read
  const issues = checkClaim(manifest.claim, definition.kind, scored).slice(0, MAX_ISSUES)
  if (issues.length > 0) {
    const message = 'The claimed values do not follow from the predictions. Both are named below'
    return { status: 'refused', body: { code: 'claim_mismatch', message, issues } }
  }
  const createdAt = new Date().toISOString()
  const results = await resultStatements(
    db,
    { id, submitter, createdAt, manifest },
    { ...read, benchmark },
  )
  await db.batch([
    db.insert(runs).values({
      id,
      benchmark: definition.id,
      revision,
      model: manifest.model.id,
      submitter,
      state: 'listed',
      unlisted: false,
      trust: 'recomputed',
      attested: false,
      predictions: scored.predictions,
      coverage: scored.coverage,
      createdAt,
    }),
    ...results,
    db.update(submissions).set({ state: 'listed' }).where(eq(submissions.id, id)),
    logEvent(db, {
      at: createdAt,
      type: 'run_listed',
      submitter,
      benchmark: definition.id,
      run: id,
      detail: { model: manifest.model.id, revision },
    }),
  ])
  return { status: 'listed' }
}
