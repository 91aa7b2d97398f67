import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { CatalogModel } from '#schema/catalog.ts'
import type { Recomputed } from '#schema/reported-row.ts'
import { benchmarks, boards, runs, standings } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { onBoard } from './boards.ts'

/** A board of a benchmark, the one it opens with when none is named; without a benchmark, nowhere. */
interface Place {
  readonly benchmark: string | undefined
  readonly board: string | undefined
  readonly model: Pick<CatalogModel, 'id' | 'huggingface'>
}

/** Finds the newest run of a model in one of the places, or on the board its benchmark opens with. */
export async function newestStandings(
  db: Db,
  places: readonly Place[],
): Promise<(place: Place | undefined) => Recomputed | null> {
  const pairs = places.flatMap(({ benchmark, model: { id, huggingface } }) =>
    benchmark === undefined
      ? []
      : [
          [benchmark, id],
          [benchmark, huggingface ?? id],
        ],
  )
  const found =
    pairs.length === 0
      ? []
      : await db
          .select({
            benchmark: standings.benchmark,
            board: standings.board,
            opening: benchmarks.board,
            model: runs.model,
            run: standings.run,
            policy: standings.policy,
            value: standings.value,
          })
          .from(runs)
          .crossJoin(benchmarks)
          .crossJoin(boards)
          .crossJoin(standings)
          .where(
            and(
              // JSON parameters, since D1 allows 100 bound values; the second finds the runs by an index.
              sql`(${runs.benchmark}, ${runs.model}) in (select value ->> 0, value ->> 1 from json_each(${JSON.stringify(pairs)}))`,
              sql`${runs.model} in (select value ->> 1 from json_each(${JSON.stringify(pairs)}))`,
              eq(benchmarks.id, runs.benchmark),
              eq(boards.benchmark, benchmarks.id),
              eq(boards.revision, benchmarks.revision),
              onBoard,
              eq(standings.run, runs.id),
            ),
          )
          .orderBy(desc(runs.createdAt), desc(runs.id))
  return (place) => {
    const { benchmark, board, model } = place ?? {}
    const own = found.filter(
      (row) =>
        row.benchmark === benchmark &&
        (row.model === model?.huggingface || row.model === model?.id),
    )
    const best =
      own.find((row) => row.board === board) ?? own.find((row) => row.board === row.opening)
    return best ? { run: best.run, policy: best.policy, value: best.value } : null
  }
}

/** Every run of a model on the boards that benchmarks open with, newest first. */
export function openingStandings(db: Db, names: readonly [string, string]) {
  return db
    .select({
      benchmark: standings.benchmark,
      rank: standings.rank,
      attempts: standings.attempts,
      row: standings.row,
    })
    .from(runs)
    .crossJoin(benchmarks)
    .crossJoin(standings)
    .where(
      and(
        inArray(runs.model, [...names]),
        eq(benchmarks.id, runs.benchmark),
        eq(standings.benchmark, benchmarks.id),
        eq(standings.revision, benchmarks.revision),
        eq(standings.board, benchmarks.board),
        eq(standings.run, runs.id),
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
}
