import { and, asc, desc, eq, inArray, ne, not, or, sql } from 'drizzle-orm'
import { submissions } from '#schema/submission-tables.ts'
import { fingerprints, runs } from '#schema/tables.ts'
import type { Fingerprint } from '#schema/trust/fingerprint.ts'
import type { Db } from '../router.ts'

/** How many runs of the same fingerprint are looked at, the earliest first. */
const MOST = 20

/**
 * Earlier runs that share a fingerprint and must not: of all scores or votes, those of another submitter
 * or another model; of a sample, those of another model. A baseline and a baseline may be equal.
 */
export function runsAlike(
  db: Db,
  {
    run,
    submitter,
    model,
    isBaseline,
  }: {
    readonly run: string
    readonly submitter: string
    readonly model: string
    readonly isBaseline: boolean
  },
  prints: readonly Fingerprint[],
) {
  const hashes = JSON.stringify(prints.map(({ hash }) => hash))
  const isOwn = and(eq(runs.submitter, submitter), eq(runs.model, model)) ?? sql`false`
  const isWhole = inArray(fingerprints.of, ['order', 'votes'])
  return db
    .select({
      of: fingerprints.of,
      run: runs.id,
      benchmark: runs.benchmark,
      model: runs.model,
      submitter: runs.submitter,
      unlisted: runs.unlisted,
      manifest: submissions.manifest,
    })
    .from(fingerprints)
    .innerJoin(runs, eq(runs.id, fingerprints.run))
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(
      and(
        sql`${fingerprints.hash} in (select value from json_each(${hashes}))`,
        ne(runs.id, run),
        not(isOwn),
        or(isWhole, ne(runs.model, model)),
        isBaseline ? sql`${submissions.manifest} ->> '$.model.kind' <> 'baseline'` : undefined,
      ),
    )
    .orderBy(desc(isWhole), asc(runs.createdAt), asc(runs.id))
    .limit(MOST)
}
