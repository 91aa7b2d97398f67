import { and, eq, sql, sum } from 'drizzle-orm'
import type { Submission } from '#schema/submission.ts'
import { submissionParts, submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import type { Db } from '../router.ts'

export type StoredSubmission = typeof submissions.$inferSelect

/** A submitter's own submission; another's is not told of. */
export async function findSubmission(
  db: Db,
  id: string,
  submitter: string | null,
): Promise<StoredSubmission | undefined> {
  if (submitter === null) return undefined
  const own = and(eq(submissions.id, id), eq(submissions.submitter, submitter))
  const [row] = await db.select().from(submissions).where(own)
  return row
}

/** A submission with what came in and what is still to come. */
export async function describeSubmission(db: Db, stored: StoredSubmission): Promise<Submission> {
  const [parts, [run]] = await Promise.all([
    db
      .select({ subset: submissionParts.subset })
      .from(submissionParts)
      .where(eq(submissionParts.submission, stored.id)),
    db.select({ reason: runs.reason }).from(runs).where(eq(runs.id, stored.id)),
  ])
  const received = new Set(parts.map(({ subset }) => subset))
  const { id, state, submitter, createdAt, digests, refusal, key } = stored
  const subsets = Object.keys(digests)
  return {
    id,
    state,
    submitter,
    createdAt,
    received: subsets.filter((subset) => received.has(subset)),
    missing: subsets.filter((subset) => !received.has(subset)),
    reason: refusal?.message ?? run?.reason ?? null,
    unlisted: key !== null,
  }
}

/** How many scores and votes of a submission came in so far. */
export async function receivedScores(db: Db, submission: string): Promise<number> {
  const [row] = await db
    .select({ scores: sum(submissionParts.scores).mapWith(Number) })
    .from(submissionParts)
    .where(eq(submissionParts.submission, submission))
  return row?.scores ?? 0
}

/** Where the line about an item stands in the predictions file of its subset, in bytes. */
export async function lineOf(
  db: Db,
  submission: string,
  { subset, position }: { readonly subset: string; readonly position: number },
): Promise<{ readonly offset: number; readonly length: number } | undefined> {
  const width = 2 * Int32Array.BYTES_PER_ELEMENT
  const slice = sql`substr(${submissionParts.lines}, ${1 + position * width}, ${width})`
  const [row] = await db
    .select({ line: slice.mapWith(submissionParts.lines) })
    .from(submissionParts)
    .where(and(eq(submissionParts.submission, submission), eq(submissionParts.subset, subset)))
  const [offset, length] = row?.line ?? []
  return offset === undefined || length === undefined ? undefined : { offset, length }
}
