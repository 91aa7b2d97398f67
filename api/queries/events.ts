import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Event } from '#schema/event.ts'
import { submissions } from '#schema/submission-tables.ts'
import { events } from '#schema/log-tables.ts'
import type { Db } from '../router.ts'

/** The statement that adds an entry to the log; run it in the batch of what it tells of. */
export function logEvent(db: Db, event: Omit<Event, 'sequence'>) {
  return db.insert(events).values(event)
}

export interface EventFilter {
  readonly run?: string | undefined
  readonly benchmark?: string | undefined
  readonly type?: Event['type'] | undefined
}

/** Entries before `sequence`, newest first; those about unlisted runs only with `unlisted`. */
export async function listEvents(
  db: Db,
  { run, benchmark, type }: EventFilter,
  {
    limit,
    before,
    unlisted = false,
  }: { limit: number; before?: number | undefined; unlisted?: boolean },
): Promise<readonly Event[]> {
  const rows = await db
    .select({ event: events })
    .from(events)
    .leftJoin(submissions, eq(submissions.id, events.run))
    .where(
      and(
        run === undefined ? undefined : eq(events.run, run),
        benchmark === undefined ? undefined : eq(events.benchmark, benchmark),
        type === undefined ? undefined : eq(events.type, type),
        // The partial index is of use only to a query that says its condition.
        type === undefined || type === 'run_listed' ? undefined : sql`type <> 'run_listed'`,
        unlisted ? undefined : isNull(submissions.key),
        before === undefined ? undefined : lt(events.sequence, before),
      ),
    )
    .orderBy(desc(events.sequence))
    .limit(limit)
  return rows.map(({ event }) => event)
}
