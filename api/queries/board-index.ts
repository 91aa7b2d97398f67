import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { type BoardEntry, readEntry, storedEntry } from '#schema/board-entry.ts'
import { boardIndexes, standings } from '#schema/tables.ts'
import type { Standing } from '#schema/standing.ts'
import type { Db } from '../router.ts'
import type { BoardAddress } from './boards.ts'
import { jsonChunks } from './insert-rows.ts'

/** Statements that replace a board's index, if `newest` still holds; run them in the batch of a refresh. */
export function storeIndex(
  db: Db,
  { benchmark, revision, board }: BoardAddress,
  { entries, newest }: { readonly entries: readonly BoardEntry[]; readonly newest: SQL },
) {
  return [
    db.delete(boardIndexes).where(and(at({ benchmark, revision, board }), newest)),
    ...jsonChunks(entries.map(storedEntry)).map((json, part) =>
      db
        .insert(boardIndexes)
        .select(sql`select ${benchmark}, ${revision}, ${board}, ${part}, ${json} where ${newest}`),
    ),
  ]
}

/** What a board's standings are filtered and sorted by, as of its last refresh. */
export async function readIndex(db: Db, address: BoardAddress): Promise<readonly BoardEntry[]> {
  const parts = await db
    .select({ entries: boardIndexes.entries })
    .from(boardIndexes)
    .where(at(address))
    .orderBy(asc(boardIndexes.part))
  return parts.flatMap(({ entries }) => entries.map(readEntry))
}

/** The standings of these runs on a board, in the order given; one that is no longer there is left out. */
export async function standingsOf(
  db: Db,
  { benchmark, revision, board }: BoardAddress,
  runs: readonly string[],
): Promise<readonly Standing[]> {
  // A statement a run, all in one batch: a list of them in one would be read as rows of its own.
  const [first, ...rest] = runs.map((run) =>
    db
      .select({
        rank: standings.rank,
        best: standings.rankBest,
        worst: standings.rankWorst,
        attempts: standings.attempts,
        row: standings.row,
      })
      .from(standings)
      .where(
        and(
          eq(standings.benchmark, benchmark),
          eq(standings.revision, revision),
          eq(standings.board, board),
          eq(standings.run, run),
        ),
      ),
  )
  const found = first ? await db.batch([first, ...rest]) : []
  return found.flat().map(({ rank, best, worst, attempts, row }) => {
    const rankRange = best === null || worst === null ? null : { best, worst }
    return { rank, rankRange, attempts, ...row }
  })
}

function at({ benchmark, revision, board }: BoardAddress) {
  return and(
    eq(boardIndexes.benchmark, benchmark),
    eq(boardIndexes.revision, revision),
    eq(boardIndexes.board, board),
  )
}
