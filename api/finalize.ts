import { eq } from 'drizzle-orm'
import { checkClaim } from '#schema/claim.ts'
import { type ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import type { PublishedBenchmark } from './queries/benchmarks.ts'
import { countAttempts } from './queries/attempts.ts'
import { logEvent } from './queries/events.ts'
import type { StoredSubmission } from './queries/submissions.ts'
import type { Db } from './router.ts'
import { resultStatements, scoreStored } from './scored-run.ts'
import { trustOf } from './trust/trust-of.ts'

export type Finalized =
  | { readonly status: 'listed' | 'held' }
  | { readonly status: 'refused'; readonly body: ErrorBody }

/**
 * Recomputes a complete submission from its stored predictions, compares it with its claim, and
 * lists it as a run, or holds it where its scores are suspicious. Everything is written in one batch, or nothing is.
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
  const about = { benchmark: definition.id, model: manifest.model.id, submitter }
  const { marks, statements } = await trustOf(
    db,
    { ...about, id, createdAt, manifest },
    { ...read, benchmark },
  )
  const attempts = 1 + (await countAttempts(db, about))
  const results = await resultStatements(
    db,
    { id, submitter, createdAt, manifest, attempts, ...marks },
    { ...read, benchmark },
  )
  await db.batch([
    db.insert(runs).values({
      id,
      benchmark: definition.id,
      revision,
      model: manifest.model.id,
      submitter,
      unlisted: false,
      ...marks,
      predictions: scored.predictions,
      coverage: scored.coverage,
      createdAt,
    }),
    ...results,
    db.update(submissions).set({ state: marks.state }).where(eq(submissions.id, id)),
    logEvent(db, {
      at: createdAt,
      type: 'run_listed',
      submitter,
      benchmark: definition.id,
      run: id,
      detail: { model: manifest.model.id, revision },
    }),
    ...statements,
  ])
  return { status: marks.state }
}
