import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { ModelKind } from '#schema/manifest.ts'
import { RankingClass } from '#schema/policy.ts'
import { headline, Standing } from '#schema/standing.ts'
import { Trust } from '#schema/trust.ts'
import { PageQuery, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { facetsOf, listStandings } from '../queries/standings.ts'
import { json, refuse, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/{benchmark}',
  summary: 'Runs of a benchmark, best first, within one ranking class',
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    query: PageQuery.extend({
      class: RankingClass.default('label_free'),
      kind: ModelKind.optional(),
      trust: Trust.optional(),
    }),
  },
  responses: {
    200: page(Standing, 'Standings; ranks are those of the whole board, whatever the filter.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
    404: json(ErrorBody, 'No such benchmark.'),
  },
})

const Place = z.tuple([z.number().nullable(), z.string()])

export const leaderboardRoutes = router().openapi(show, async (c) => {
  const { benchmark } = c.req.valid('param')
  const { limit, cursor, class: rankingClass, kind, trust } = c.req.valid('query')
  const after = cursor === undefined ? undefined : readCursor(cursor, Place)
  if (cursor !== undefined && !after) {
    return refuseCursor(c)
  }
  if (!(await findBenchmark(c.var.db, benchmark))) {
    return refuse(c, 'not_found', `No benchmark ${benchmark}. See /api/v1/benchmarks`)
  }
  const filter = { benchmark, rankingClass, kind, trust }
  const found = await listStandings(c.var.db, filter, { limit: limit + 1, after })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last ? writeCursor([headline(last), last.run]) : null
  return c.json({ rows, next, facets: await facetsOf(c.var.db, filter) }, 200)
})
