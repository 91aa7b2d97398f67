import { and, eq } from 'drizzle-orm'
import { checkClaim } from '#schema/claim.ts'
import { type ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { ScoredRun } from '#schema/kinds/kind.ts'
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
 * lists it as a run, or holds it where its scores are suspicious. Everything is written in one batch, or
 * nothing is. A claim is of the labels it was made on, which `claimed` holds; results are of the current
 * ones. What is refused here can never be listed, and is put down as refused.
 */
export async function finalize(
  db: Db,
  submission: StoredSubmission,
  { benchmark, claimed }: { benchmark: PublishedBenchmark; claimed: PublishedBenchmark },
): Promise<Finalized> {
  const { definition, revision } = benchmark
  const { manifest, submitter, id, key } = submission
  const read = await scoreStored(db, submission, benchmark)
  if (read.status === 'refused') {
    const { message, issues } = read
    return putDown(db, submission, { code: 'invalid_predictions', message, issues: [...issues] })
  }
  const { scored } = read
  const basis = await scoredOn(db, submission, { claimed, benchmark, scored })
  const issues = checkClaim(manifest.claim, definition.kind, basis).slice(0, MAX_ISSUES)
  if (issues.length > 0) {
    const message = 'The claimed values do not follow from the predictions. Both are named below'
    return putDown(db, submission, { code: 'claim_mismatch', message, issues })
  }
  const createdAt = new Date().toISOString()
  const unlisted = key !== null
  const about = { benchmark: definition.id, model: manifest.model.id, submitter }
  const [{ marks, statements }, attempts] = await Promise.all([
    trustOf(db, { ...about, id, createdAt, manifest, unlisted }, { ...read, benchmark }),
    countAttempts(db, about),
  ])
  const results = await resultStatements(
    db,
    { id, submitter, createdAt, manifest, attempts: 1 + attempts, unlisted, ...marks },
    { ...read, report: scored.report(read.policies, { intervals: true }), benchmark },
  )
  await db.batch([
    db.insert(runs).values({
      id,
      benchmark: definition.id,
      revision,
      model: manifest.model.id,
      submitter,
      unlisted,
      ...marks,
      predictions: scored.predictions,
      version: kindOf(definition.kind).version,
      coverage: scored.coverage,
      createdAt,
    }),
    ...results,
    db.update(submissions).set({ state: marks.state }).where(eq(submissions.id, id)),
    logEvent(db, {
      at: createdAt,
      type: unlisted ? 'run_unlisted' : 'run_listed',
      submitter,
      benchmark: definition.id,
      run: id,
      detail: { model: manifest.model.id, revision },
    }),
    ...statements,
  ])
  return { status: marks.state }
}

/** The run beside the labels that its claim is of. */
async function scoredOn(
  db: Db,
  submission: StoredSubmission,
  {
    claimed,
    benchmark,
    scored,
  }: { claimed: PublishedBenchmark; benchmark: PublishedBenchmark; scored: ScoredRun },
): Promise<ScoredRun> {
  if (claimed.revision === benchmark.revision || !submission.manifest.claim) return scored
  const read = await scoreStored(db, submission, claimed)
  if (read.status === 'refused') throw new Error(`${submission.id}: ${read.message}`)
  return read.scored
}

async function putDown(
  db: Db,
  { id, submitter, benchmark, model }: StoredSubmission,
  body: ErrorBody,
): Promise<Finalized> {
  await db.batch([
    db
      .update(submissions)
      .set({ state: 'refused', refusal: body })
      .where(and(eq(submissions.id, id), eq(submissions.state, 'draft'))),
    logEvent(db, {
      at: new Date().toISOString(),
      type: 'submission_refused',
      submitter,
      benchmark,
      run: id,
      detail: { model, code: body.code, reason: body.message },
    }),
  ])
  return { status: 'refused', body }
}
