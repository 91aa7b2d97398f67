import { and, eq } from 'drizzle-orm'
import type { StoredStanding } from '#schema/standing.ts'
import { boards, runs, standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { isRanked } from '../scored-run.ts'
import { markChanged, onBoard } from './boards.ts'

/** Statements that change what every board a run stands on says of how far it can be believed. */
export async function markStandings(
  db: Db,
  run: string,
  change: Partial<Pick<StoredStanding, 'held' | 'reason' | 'trust'>>,
) {
  const stands = await db
    .select({ standing: standings })
    .from(runs)
    .crossJoin(boards)
    .crossJoin(standings)
    .where(
      and(
        eq(runs.id, run),
        eq(boards.benchmark, runs.benchmark),
        onBoard,
        eq(standings.run, runs.id),
      ),
    )
  return stands.flatMap(({ standing: { benchmark, revision, board, row: before } }) => {
    const row = { ...before, ...change }
    const here = and(
      eq(standings.benchmark, benchmark),
      eq(standings.revision, revision),
      eq(standings.board, board),
      eq(standings.run, run),
    )
    return [
      db
        .update(standings)
        .set({ row, trust: row.trust, ranked: isRanked(row) })
        .where(here),
      ...markChanged(db, { benchmark, revision }, [board]),
    ]
  })
}
