import { and, eq, exists, sql } from 'drizzle-orm'
import type { Event } from '#schema/event.ts'
import type { Run } from '#schema/run.ts'
import { submissions } from '#schema/submission-tables.ts'
import { boards, runs, standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { lostWitnessStatements } from '../trust/witness.ts'
import { onBoard } from './boards.ts'
import { logEvent } from './events.ts'

/** Who moves a run: a submitter, or null for the operator. */
interface Move {
  readonly by: string | null
  readonly reason: string
}

/** Takes a run off every board for good. Its page stays, with the reason. */
export async function withdrawRun(db: Db, run: Run, { by, reason }: Move): Promise<void> {
  await leave(db, run, {
    change: { state: 'withdrawn', reason },
    event: { type: 'run_withdrawn', submitter: by, detail: { reason } },
  })
}

/** Takes a run off every board because another took its place. The database refuses one that is not shown. */
export async function supersedeRun(
  db: Db,
  run: Run,
  { by, reason, successor }: Move & { readonly successor: string },
): Promise<void> {
  await leave(db, run, {
    change: { state: 'superseded', reason, supersededBy: successor },
    event: { type: 'run_superseded', submitter: by, detail: { reason, by: successor } },
  })
}

/** Every board that shows the run is due for a refresh, in the batch that takes it off. */
async function leave(
  db: Db,
  { id, benchmark, manifest }: Run,
  {
    change,
    event,
  }: {
    readonly change: Pick<typeof runs.$inferInsert, 'state' | 'reason' | 'supersededBy'>
    readonly event: Pick<Event, 'type' | 'submitter' | 'detail'>
  },
): Promise<void> {
  const shown = db
    .select({ run: standings.run })
    .from(standings)
    .where(and(onBoard, eq(standings.run, id)))
  const onBoards = sql`(${standings.benchmark}, ${standings.revision}, ${standings.board}) in (
    select ${boards.benchmark}, ${boards.revision}, ${boards.board} from ${boards}
    where ${boards.benchmark} = ${benchmark})`
  await db.batch([
    db.update(runs).set(change).where(eq(runs.id, id)),
    db.update(submissions).set({ state: change.state }).where(eq(submissions.id, id)),
    db
      .update(boards)
      .set({ changes: sql`${boards.changes} + 1` })
      .where(and(eq(boards.benchmark, benchmark), exists(shown))),
    db.delete(standings).where(and(eq(standings.run, id), onBoards)),
    ...(await lostWitnessStatements(db, id)),
    logEvent(db, {
      at: new Date().toISOString(),
      benchmark,
      run: id,
      ...event,
      detail: { model: manifest.model.id, ...event.detail },
    }),
  ])
}
