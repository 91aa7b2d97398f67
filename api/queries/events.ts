import { and, desc, eq, lt } from 'drizzle-orm'
import type { Event } from '#schema/event.ts'
import { events } from '#schema/tables.ts'
import type { Db } from '../router.ts'

/** The statement that adds an entry to the log; run it in the batch of what it tells of. */
export function logEvent(db: Db, event: Omit<Event, 'sequence'>) {
  return db.insert(events).values(event)
}

/** Entries before `sequence`, newest first; of one benchmark where it is given. */
export function listEvents(
  db: Db,
  { benchmark }: { readonly benchmark?: string | undefined },
  { limit, before }: { limit: number; before?: number | undefined },
) {
  return db
    .select()
    .from(events)
    .where(
      and(
        benchmark === undefined ? undefined : eq(events.benchmark, benchmark),
        before === undefined ? undefined : lt(events.sequence, before),
      ),
    )
    .orderBy(desc(events.sequence))
    .limit(limit)
}
