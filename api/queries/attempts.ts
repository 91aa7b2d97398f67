import { and, count, eq, ne, sql } from 'drizzle-orm'
import { submissions } from '#schema/submission-tables.ts'
import type { Db } from '../router.ts'

/**
 * In a selection of runs: how many of the model its submitter finalized on the benchmark. The table is
 * written out, since the builder leaves it away where it selects from one table alone.
 */
export const ATTEMPTS = sql<number>`(
  select count(*) from ${submissions} as attempt
  where attempt.benchmark = runs.benchmark and attempt.model = runs.model
    and attempt.submitter = runs.submitter and attempt.state <> 'draft'
)`

/** How many runs of a model a submitter finalized on a benchmark. */
export async function countAttempts(
  db: Db,
  {
    benchmark,
    model,
    submitter,
  }: { readonly benchmark: string; readonly model: string; readonly submitter: string },
): Promise<number> {
  const [row] = await db
    .select({ attempts: count() })
    .from(submissions)
    .where(
      and(
        eq(submissions.benchmark, benchmark),
        eq(submissions.model, model),
        eq(submissions.submitter, submitter),
        ne(submissions.state, 'draft'),
      ),
    )
  return row?.attempts ?? 0
}

/** The same for every model and submitter of a benchmark, looked up one by one. */
export async function attemptsOn(
  db: Db,
  benchmark: string,
): Promise<(of: { readonly model: string; readonly submitter: string }) => number> {
  const { model, submitter } = submissions
  const rows = await db
    .select({ model, submitter, attempts: count() })
    .from(submissions)
    .where(and(eq(submissions.benchmark, benchmark), ne(submissions.state, 'draft')))
    .groupBy(model, submitter)
  const key = (of: { readonly model: string; readonly submitter: string }) =>
    JSON.stringify([of.model, of.submitter])
  const counts = new Map(rows.map((row) => [key(row), row.attempts]))
  return (of) => counts.get(key(of)) ?? 0
}
