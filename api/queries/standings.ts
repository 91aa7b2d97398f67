import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { ModelKind } from '#schema/manifest.ts'
import type { Standing } from '#schema/standing.ts'
import { boards, standings } from '#schema/tables.ts'
import type { Trust } from '#schema/trust.ts'
import type { Db } from '../router.ts'

export interface BoardFilter {
  readonly benchmark: string
  readonly board: string
  readonly policy?: string | undefined
  readonly kind?: ModelKind | undefined
  readonly trust?: Trust | undefined
}

/** The place of a row on a board: its headline value, null where undefined, and its run. */
export type BoardPlace = readonly [value: number | null, run: string]

/** Rows of a board after a place, best first, undefined values last. */
export async function listStandings(
  db: Db,
  { benchmark, board, policy, kind, trust }: BoardFilter,
  { limit, after }: { limit: number; after?: BoardPlace | undefined },
): Promise<Standing[]> {
  const [value, run] = after ?? []
  const matching = and(
    eq(standings.benchmark, benchmark),
    eq(standings.board, board),
    policy === undefined ? undefined : eq(standings.policy, policy),
    kind === undefined ? undefined : eq(standings.kind, kind),
    trust === undefined ? undefined : eq(standings.trust, trust),
  )
  const select = () => db.select({ rank: standings.rank, row: standings.row }).from(standings)
  const defined =
    value === null
      ? []
      : await select()
          .where(
            and(
              matching,
              isNotNull(standings.value),
              value === undefined
                ? undefined
                : sql`(${standings.value}, ${standings.run}) < (${value}, ${run})`,
            ),
          )
          .orderBy(desc(standings.value), desc(standings.run))
          .limit(limit)
  const room = limit - defined.length
  const rest =
    room === 0
      ? []
      : await select()
          .where(
            and(
              matching,
              isNull(standings.value),
              value === null && run !== undefined ? lt(standings.run, run) : undefined,
            ),
          )
          .orderBy(desc(standings.run))
          .limit(room)
  return [...defined, ...rest].map(({ rank, row }) => ({ rank, ...row }))
}

/** What a board may be filtered by, with counts as of its last change. */
export async function facetsOf(
  db: Db,
  { benchmark, board }: Pick<BoardFilter, 'benchmark' | 'board'>,
) {
  const [row] = await db
    .select({ facets: boards.facets })
    .from(boards)
    .where(and(eq(boards.benchmark, benchmark), eq(boards.board, board)))
  return {
    policy: { ...row?.facets.policy },
    kind: { ...row?.facets.kind },
    trust: { ...row?.facets.trust },
  }
}

/** Statements that bring ranks and facets of these boards up to date after a change. */
export function refreshBoards(db: Db, benchmark: string, names: readonly string[]) {
  return names.flatMap((board) => [
    refreshRanks(db, benchmark, board),
    refreshFacets(db, benchmark, board),
  ])
}

/** Writes only the ranks that changed. */
function refreshRanks(db: Db, benchmark: string, name: string) {
  const board = and(eq(standings.benchmark, benchmark), eq(standings.board, name))
  const placed = db
    .select({
      run: standings.run,
      place: sql<number>`rank() over (order by ${standings.value} desc)`.as('place'),
    })
    .from(standings)
    .where(and(board, eq(standings.ranked, true), isNotNull(standings.value)))
    .as('placed')
  return db
    .update(standings)
    .set({ rank: sql`${placed.place}` })
    .from(placed)
    .where(and(board, eq(standings.run, placed.run), sql`${standings.rank} is not ${placed.place}`))
}

function refreshFacets(db: Db, benchmark: string, name: string) {
  const board = and(eq(standings.benchmark, benchmark), eq(standings.board, name))
  const tally = (
    column: typeof standings.kind | typeof standings.trust | typeof standings.policy,
  ) =>
    sql`json((
      select json_group_object(name, n) from (
        select ${column} as name, count(*) as n from ${standings} where ${board} group by name
      )
    ))`
  const counted = {
    runs: sql`(select count(*) from ${standings} where ${board})`,
    facets: sql`json_object(
      'policy', ${tally(standings.policy)},
      'kind', ${tally(standings.kind)},
      'trust', ${tally(standings.trust)}
    )`,
  }
  return db
    .insert(boards)
    .values({ benchmark, board: name, ...counted })
    .onConflictDoUpdate({ target: [boards.benchmark, boards.board], set: counted })
}
