import { and, eq, gte, inArray, lt, notExists, or } from 'drizzle-orm'
import { DRAFT_DAYS } from '#schema/submission.ts'
import {
  scoreVectors,
  submissionParts,
  submissions,
  verdictVectors,
} from '#schema/submission-tables.ts'
import type { Bindings } from './env.ts'
import { logEvent } from './queries/events.ts'
import type { Db } from './router.ts'
import { predictionsKey } from './upload.ts'

/** How many submissions one night removes at most: D1 takes 100 bound values a statement. */
const AT_ONCE = 50

/**
 * Removes drafts to which nothing was added for DRAFT_DAYS, with all they sent. A refused submission of
 * that age keeps its refusal, without what it sent. Answers how many submissions that was.
 */
export async function sweepDrafts(db: Db, env: Bindings, now: Date): Promise<number> {
  const before = new Date(now.getTime() - DRAFT_DAYS * 86_400_000).toISOString()
  const parts = db.select({ subset: submissionParts.subset }).from(submissionParts)
  const part = eq(submissionParts.submission, submissions.id)
  const stale = await db
    .select({ id: submissions.id, state: submissions.state, digests: submissions.digests })
    .from(submissions)
    .where(
      and(
        inArray(submissions.state, ['draft', 'refused']),
        lt(submissions.createdAt, before),
        notExists(parts.where(and(part, gte(submissionParts.receivedAt, before)))),
        // A refused one is swept once.
        or(eq(submissions.state, 'draft'), inArray(submissions.id, partOwners(db))),
      ),
    )
    .limit(AT_ONCE)
  if (stale.length === 0) return 0
  const ids = stale.map(({ id }) => id)
  // One that was finalized since is left alone.
  const unfinished = () =>
    db
      .select({ id: submissions.id })
      .from(submissions)
      .where(and(inArray(submissions.id, ids), inArray(submissions.state, ['draft', 'refused'])))
  const drafts = stale.flatMap(({ id, state }) => (state === 'draft' ? [id] : []))
  await db.batch([
    db.delete(scoreVectors).where(inArray(scoreVectors.run, unfinished())),
    db.delete(verdictVectors).where(inArray(verdictVectors.run, unfinished())),
    db.delete(submissionParts).where(inArray(submissionParts.submission, unfinished())),
    db
      .delete(submissions)
      .where(and(inArray(submissions.id, drafts), eq(submissions.state, 'draft'))),
    ...(drafts.length > 0
      ? [
          logEvent(db, {
            at: now.toISOString(),
            type: 'drafts_removed',
            submitter: null,
            benchmark: null,
            run: null,
            detail: { drafts: String(drafts.length), before },
          }),
        ]
      : []),
  ])
  const kept = await db
    .select({ id: submissionParts.submission })
    .from(submissionParts)
    .where(inArray(submissionParts.submission, ids))
  const gone = stale.filter(({ id }) => !kept.some((one) => one.id === id))
  const keys = gone.flatMap(({ id, digests }) =>
    Object.keys(digests).map((subset) => predictionsKey(id, subset)),
  )
  for (let start = 0; start < keys.length; start += 1000) {
    await env.FILES.delete(keys.slice(start, start + 1000))
  }
  return gone.length
}

function partOwners(db: Db) {
  return db.select({ id: submissionParts.submission }).from(submissionParts)
}
