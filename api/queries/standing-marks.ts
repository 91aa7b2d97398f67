import { and, eq } from 'drizzle-orm'
import type { StoredStanding } from '#schema/standing.ts'
import { standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { isRanked } from '../scored-run.ts'
import { markChanged } from './boards.ts'

/** Statements that change what every board a run stands on says of how far it can be believed. */
export async function markStandings(
  db: Db,
  run: string,
  change: Partial<Pick<StoredStanding, 'held' | 'reason' | 'trust'>>,
) {
  const stands = await db.select().from(standings).where(eq(standings.run, run))
  return stands.flatMap(({ benchmark, revision, board, row: before }) => {
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
