import { and, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Standing } from '#schema/standing.ts'
import { standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import type { BoardAddress } from './boards.ts'

export interface BoardFilter extends BoardAddress {
  readonly policy?: string | undefined
}

/** The place of a row on a board: its headline value, null where undefined, and its run. */
export type BoardPlace = readonly [value: number | null, run: string]

/** Rows of a board after a place, best first, undefined values last. */
export async function listStandings(
  db: Db,
  { benchmark, revision, board: name, policy }: BoardFilter,
  { limit, after }: { limit: number; after?: BoardPlace | undefined },
): Promise<Standing[]> {
  const board = and(
    eq(standings.benchmark, benchmark),
    eq(standings.revision, revision),
    eq(standings.board, name),
    policy === undefined ? undefined : eq(standings.policy, policy),
  )
  const select = (where: SQL | undefined, most: number) =>
    db
      .select({
        rank: standings.rank,
        best: standings.rankBest,
        worst: standings.rankWorst,
        attempts: standings.attempts,
        row: standings.row,
      })
      .from(standings)
      .where(and(board, where))
      .orderBy(desc(standings.value), desc(standings.run))
      .limit(most)
  const undefinedAfter = (run?: string) =>
    and(isNull(standings.value), run === undefined ? undefined : lt(standings.run, run))
  const [value, run] = after ?? []
  // One condition over both would read the board from its top.
  const rows =
    value === undefined
      ? await select(undefined, limit)
      : value === null
        ? await select(undefinedAfter(run), limit)
        : await select(sql`(${standings.value}, ${standings.run}) < (${value}, ${run})`, limit)
  const room = typeof value === 'number' ? limit - rows.length : 0
  const rest = room > 0 ? await select(undefinedAfter(), room) : []
  return [...rows, ...rest].map(({ rank, best, worst, attempts, row }) => {
    const rankRange = best === null || worst === null ? null : { best, worst }
    return { rank, rankRange, attempts, ...row }
  })
}

/** What these runs show on a board, by run; one that is not on it is left out. */
export async function standingsOnBoard(
  db: Db,
  { benchmark, revision, board }: BoardAddress,
  runs: readonly string[],
) {
  const rows = await db
    .select({ row: standings.row })
    .from(standings)
    .where(
      and(
        eq(standings.benchmark, benchmark),
        eq(standings.revision, revision),
        eq(standings.board, board),
        inArray(standings.run, [...runs]),
      ),
    )
  return new Map(
    rows.map(({ row: { run, model, policy, value, interval } }) => [
      run,
      { run, model, policy, value, interval },
    ]),
  )
}
