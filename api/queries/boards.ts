import { and, count, eq, gt, lt, sql } from 'drizzle-orm'
import { rankRanges } from '#schema/metrics/rank-range.ts'
import { RankingClass } from '#schema/policy.ts'
import { boards, standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { tally } from '../tally.ts'
import { attemptsOn } from './attempts.ts'
import { storeIndex } from './board-index.ts'
import { jsonChunks } from './insert-rows.ts'

/** Where a board is: numbers of different revisions never share a ranking. */
export interface BoardAddress {
  readonly benchmark: string
  readonly revision: string
  readonly board: string
}

/** What a board may be filtered by, with counts as of its last refresh. */
export async function facetsOf(db: Db, address: BoardAddress) {
  const [row] = await db.select({ facets: boards.facets }).from(boards).where(at(boards, address))
  return { ...NO_FACETS, ...row?.facets }
}
const NO_FACETS = {
  policy: {},
  kind: {},
  trust: {},
  attested: {},
  disclosure: {},
  submitter: {},
  base: {},
  license: {},
}
/** Of a facet with more values than this, the most frequent ones. */
const MAX_VALUES = 50

/** Statements that say that these boards changed; run them in the batch of the change. */
export function markChanged(
  db: Db,
  { benchmark, revision }: Omit<BoardAddress, 'board'>,
  names: readonly string[],
) {
  return names.map((board) =>
    db
      .insert(boards)
      .values({ benchmark, revision, board, runs: 0, facets: NO_FACETS, changes: 1, refreshed: 0 })
      .onConflictDoUpdate({
        target: [boards.benchmark, boards.revision, boards.board],
        set: { changes: sql`${boards.changes} + 1` },
      }),
  )
}

/** Boards that changed since they were refreshed. */
export function dueBoards(db: Db, benchmark?: string) {
  return db
    .select({ benchmark: boards.benchmark, revision: boards.revision, board: boards.board })
    .from(boards)
    .where(
      and(
        gt(boards.changes, boards.refreshed),
        benchmark === undefined ? undefined : eq(boards.benchmark, benchmark),
      ),
    )
}

/**
 * Counts a board's facets and the attempts of its submitters, and places its runs: by value, and by the
 * places their intervals allow. A refresh that another overtook changes nothing.
 */
export async function refreshBoard(db: Db, address: BoardAddress): Promise<void> {
  const here = at(boards, address)
  const [state] = await db.select({ changes: boards.changes }).from(boards).where(here)
  if (!state) return
  const rows = await db
    .select({
      run: standings.run,
      kind: standings.kind,
      trust: standings.trust,
      attested: standings.attested,
      policy: standings.policy,
      model: standings.model,
      params: standings.params,
      base: standings.base,
      license: standings.license,
      submitter: standings.submitter,
      createdAt: standings.createdAt,
      disclosure: standings.disclosure,
      attempts: standings.attempts,
      value: standings.value,
      lower: standings.lower,
      upper: standings.upper,
      ranked: standings.ranked,
      rank: standings.rank,
      rankBest: standings.rankBest,
      rankWorst: standings.rankWorst,
    })
    .from(standings)
    .where(at(standings, address))
  const places = placesOf(rows)
  const attemptsOf = await attemptsOn(db, address.benchmark)
  const moved = rows.flatMap((row) => {
    const place = places.get(row.run) ?? NO_PLACE
    const attempts = attemptsOf(row)
    const same = PLACE.every((part) => row[part] === place[part]) && row.attempts === attempts
    return same ? [] : [{ run: row.run, ...place, attempts }]
  })
  const facets = {
    policy: await policiesOf(db, address),
    kind: tally(rows.map(({ kind }) => kind)),
    trust: tally(rows.map(({ trust }) => trust)),
    submitter: frequent(rows.map(({ submitter }) => submitter)),
    base: frequent(rows.flatMap(({ base }) => base ?? [])),
    license: frequent(rows.flatMap(({ license }) => license ?? [])),
    attested: tally(rows.map(({ attested }) => String(attested))),
    disclosure: tally(rows.map(({ disclosure }) => disclosure)),
  }
  const entries = rows.map(
    ({ lower: _l, upper: _u, ranked: _d, rank: _r, rankBest: _b, rankWorst: _w, ...entry }) =>
      entry,
  )
  const { changes } = state
  const newest = sql`(select ${boards.refreshed} from ${boards} where ${here}) = ${changes}`
  await db.batch([
    db
      .update(boards)
      .set({ runs: rows.length, facets, refreshed: changes })
      .where(and(here, lt(boards.refreshed, changes))),
    ...storeIndex(db, address, { entries, newest }),
    ...jsonChunks(moved).map((json) =>
      db
        .update(standings)
        .set({
          rank: sql`moved.rank`,
          rankBest: sql`moved.best`,
          rankWorst: sql`moved.worst`,
          attempts: sql`moved.attempts`,
        })
        // Made once and then looked up by run: json_each itself would be walked for every standing.
        .from(
          sql`(with places as materialized (
            select value ->> '$.run' as run, value ->> '$.rank' as rank,
              value ->> '$.rankBest' as best, value ->> '$.rankWorst' as worst,
              value ->> '$.attempts' as attempts
            from json_each(${json})
          ) select * from places) as moved`,
        )
        .where(and(at(standings, address), sql`${standings.run} = moved.run`, newest)),
    ),
  ])
}

function frequent(names: readonly string[]): Readonly<Record<string, number>> {
  const counted = Object.entries(tally(names)).toSorted(([, a], [, b]) => b - a)
  return Object.fromEntries(counted.slice(0, MAX_VALUES))
}

/** Runs by policy: those of a class; or of all boards, where each policy has its own. */
async function policiesOf(db: Db, { benchmark, revision, board }: BoardAddress) {
  const isOfClass = RankingClass.safeParse(board).success
  const rows = await db
    .select({ policy: standings.policy, runs: count() })
    .from(standings)
    .where(
      and(
        eq(standings.benchmark, benchmark),
        eq(standings.revision, revision),
        isOfClass ? eq(standings.board, board) : eq(standings.board, standings.policy),
      ),
    )
    .groupBy(standings.policy)
  return Object.fromEntries(rows.map(({ policy, runs }) => [policy, runs]))
}

function at(table: typeof boards | typeof standings, { benchmark, revision, board }: BoardAddress) {
  return and(eq(table.benchmark, benchmark), eq(table.revision, revision), eq(table.board, board))
}

/**
 * That a standing is on a board. The standings of one run are found board by board, with a cross join,
 * which SQLite does in the order it is written: an index by run would be written with every standing.
 */
export const onBoard = and(
  eq(standings.benchmark, boards.benchmark),
  eq(standings.revision, boards.revision),
  eq(standings.board, boards.board),
)

const PLACE = ['rank', 'rankBest', 'rankWorst'] as const
type Place = Readonly<Record<(typeof PLACE)[number], number | null>>
const NO_PLACE: Place = { rank: null, rankBest: null, rankWorst: null }

/** The places of the ranked runs. Equal values share a rank. */
function placesOf(
  rows: readonly {
    readonly run: string
    readonly value: number | null
    readonly lower: number | null
    readonly upper: number | null
    readonly ranked: boolean
  }[],
): ReadonlyMap<string, Place> {
  const ranked = rows
    .flatMap(({ value, ...row }) => (row.ranked && value !== null ? [{ ...row, value }] : []))
    .sort((a, b) => b.value - a.value)
  const within = ranked.flatMap(({ run, lower, upper }) =>
    lower === null || upper === null ? [] : [{ run, lower, upper }],
  )
  const ranges = rankRanges(within)
  const range = new Map(within.map(({ run }, index) => [run, ranges[index]]))
  let rank = 0
  return new Map(
    ranked.map(({ run, value }, index) => {
      if (value !== ranked[index - 1]?.value) rank = index + 1
      const { best = null, worst = null } = range.get(run) ?? {}
      return [run, { rank, rankBest: best, rankWorst: worst }]
    }),
  )
}
