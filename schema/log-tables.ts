import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { EVENT_TYPES, type Event } from './event.ts'

/** One row. Triggers raise it with every entry of the log and every refresh of a board. */
export const dataVersion = sqliteTable('data_version', {
  id: integer().primaryKey(),
  version: integer().notNull(),
})

/** The public log. Triggers refuse to change, delete or replace an entry. */
export const events = sqliteTable(
  'events',
  {
    /** One more than the last: none is ever removed, so that none comes twice. */
    sequence: integer().primaryKey(),
    at: text().notNull(),
    type: text({ enum: EVENT_TYPES }).notNull(),
    submitter: text(),
    benchmark: text(),
    run: text(),
    detail: text({ mode: 'json' }).$type<Event['detail']>().notNull(),
  },
  (table) => [
    index('events_run').on(table.run, table.sequence),
    index('events_benchmark').on(table.benchmark, table.sequence),
    // That a run was listed is most of the log; all else is found by it.
    index('events_type').on(table.type, table.sequence).where(sql`type <> 'run_listed'`),
  ],
)
