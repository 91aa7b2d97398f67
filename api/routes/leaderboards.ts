import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { BoardChoice, isWholeBoard } from '#schema/board-choice.ts'
import { ErrorBody } from '#schema/error.ts'
import { Sha256 } from '#schema/sha256.ts'
import { Standing } from '#schema/standing.ts'
import { type BoardView, viewed } from '../board-order.ts'
import { BoardQuery, boardAsked } from '../board.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { readIndex, standingsOf } from '../queries/board-index.ts'
import { type BoardAddress, facetsOf } from '../queries/boards.ts'
import { whereReported } from '../queries/reported.ts'
import { listStandings } from '../queries/standings.ts'
import { type Db, json, refuse, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/{benchmark}',
  summary: 'Runs of a benchmark on one board, best first or in another order',
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    query: PageQuery.extend({
      ...BoardQuery.shape,
      revision: Sha256.optional().meta({
        description: 'Labels that were revised since; by default the current ones.',
      }),
      ...BoardChoice.shape,
    }),
  },
  responses: {
    200: page(Standing, 'Standings; ranks are those of the whole board, whatever the filter.'),
    400: json(ErrorBody, 'The cursor is not one of ours, or the policy has no board here.'),
    404: json(ErrorBody, 'No such benchmark, or revision of it.'),
  },
})

const Place = z.tuple([z.union([z.number(), z.string()]).nullable(), z.string()])

export const leaderboardRoutes = router().openapi(show, async (c) => {
  const { benchmark: id } = c.req.valid('param')
  const query = c.req.valid('query')
  const { limit, cursor, class: rankingClass, policy, revision } = query
  const after = cursor === undefined ? undefined : readCursor(cursor, Place)
  if (cursor !== undefined && !after) {
    return refuseCursor(c)
  }
  const benchmark = await findBenchmark(c.var.db, id, revision)
  if (!benchmark) {
    const message =
      revision === undefined
        ? await whereReported(c.var.db, id)
        : `No benchmark ${id} at revision ${revision}. See /api/v1/benchmarks`
    return refuse(c, 'not_found', message)
  }
  const asked = boardAsked(benchmark, { class: rankingClass, policy })
  if (asked.status === 'refused') return refuse(c, 'invalid_request', asked.message)

  const { policy: only, ...board } = asked.filter
  const view = { ...BoardChoice.parse(query), policy: only === board.board ? undefined : only }
  const [shown, facets] = await Promise.all([
    isWholeBoard(view)
      ? wholePage(c.var.db, board, { limit, after })
      : viewPage(c.var.db, board, { view, limit, after }),
    facetsOf(c.var.db, board),
  ])
  return answerPage(c, { ...shown, facets })
})

/** A page of the board as it stands, with runs that were listed a moment ago. */
async function wholePage(
  db: Db,
  board: BoardAddress,
  { limit, after }: { limit: number; after: z.output<typeof Place> | undefined },
) {
  const [value, run] = after ?? []
  const place =
    run === undefined || typeof value === 'string' ? undefined : ([value ?? null, run] as const)
  const found = await listStandings(db, board, { limit: limit + 1, after: place })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? writeCursor([last.value, last.run]) : null }
}

/** A page of a filtered or otherwise sorted board, as of its last refresh. */
async function viewPage(
  db: Db,
  board: BoardAddress,
  {
    view,
    limit,
    after,
  }: { view: BoardView; limit: number; after: z.output<typeof Place> | undefined },
) {
  const found = viewed(await readIndex(db, board), view, after)
  const shown = found.slice(0, limit)
  const rows = await standingsOf(
    db,
    board,
    shown.map(({ run }) => run),
  )
  const last = shown.at(-1)
  return { rows, next: found.length > limit && last ? writeCursor(last.place) : null }
}
