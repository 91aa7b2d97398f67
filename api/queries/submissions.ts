import { and, eq } from 'drizzle-orm'
import type { Submission } from '#schema/submission.ts'
import { submissionParts, submissions } from '#schema/tables.ts'
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
  const parts = await db
    .select({ subset: submissionParts.subset })
    .from(submissionParts)
    .where(eq(submissionParts.submission, stored.id))
  const received = new Set(parts.map(({ subset }) => subset))
  const { id, state, submitter, createdAt, digests } = stored
  const subsets = Object.keys(digests)
  return {
    id,
    state,
    submitter,
    createdAt,
    received: subsets.filter((subset) => received.has(subset)),
    missing: subsets.filter((subset) => !received.has(subset)),
  }
}
