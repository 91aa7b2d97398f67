import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId } from '#schema/benchmark.ts'
import { Disclosure } from '#schema/disclosure.ts'
import { ErrorBody } from '#schema/error.ts'
import { ModelKind } from '#schema/manifest.ts'
import { Standing } from '#schema/standing.ts'
import { Trust } from '#schema/trust.ts'
import { BoardQuery, boardAsked } from '../board.ts'
import { PageQuery, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { facetsOf } from '../queries/boards.ts'
import { listStandings } from '../queries/standings.ts'
import { json, refuse, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/{benchmark}',
  summary: 'Runs of a benchmark, best first, on one board',
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    query: PageQuery.extend({
      ...BoardQuery.shape,
      kind: ModelKind.optional(),
      trust: Trust.optional().meta({ description: 'Runs of this very level.' }),
      attested: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
      disclosure: Disclosure.optional(),
    }),
  },
  responses: {
    200: page(Standing, 'Standings; ranks are those of the whole board, whatever the filter.'),
    400: json(ErrorBody, 'The cursor is not one of ours, or the policy has no board here.'),
    404: json(ErrorBody, 'No such benchmark.'),
  },
})

const Place = z.tuple([z.number().nullable(), z.string()])

export const leaderboardRoutes = router().openapi(show, async (c) => {
  const { benchmark: id } = c.req.valid('param')
  const { limit, cursor, class: rankingClass, policy, ...filters } = c.req.valid('query')
  const after = cursor === undefined ? undefined : readCursor(cursor, Place)
  if (cursor !== undefined && !after) {
    return refuseCursor(c)
  }
  const benchmark = await findBenchmark(c.var.db, id)
  if (!benchmark) return refuse(c, 'not_found', `No benchmark ${id}. See /api/v1/benchmarks`)
  const asked = boardAsked(benchmark, { class: rankingClass, policy })
  if (asked.status === 'refused') return refuse(c, 'invalid_request', asked.message)

  const filter = {
    ...asked.filter,
    kind: filters.kind,
    trust: filters.trust,
    attested: filters.attested,
    disclosure: filters.disclosure,
  }
  const found = await listStandings(c.var.db, filter, { limit: limit + 1, after })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last ? writeCursor([last.value, last.run]) : null
  return c.json({ rows, next, facets: await facetsOf(c.var.db, filter) }, 200)
})
