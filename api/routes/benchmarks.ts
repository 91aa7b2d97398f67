import { createRoute, z } from '@hono/zod-openapi'
import { Benchmark, BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findBenchmark, listBenchmarks, toBenchmark } from '../queries/benchmarks.ts'
import { json, refuse, router } from '../router.ts'

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Published benchmarks, by id',
  request: { query: PageQuery },
  responses: {
    200: page(Benchmark, 'Benchmarks with their current revision.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
  },
})

const show = createRoute({
  method: 'get',
  path: '/{benchmark}',
  summary: 'One benchmark with its current revision',
  request: { params: z.object({ benchmark: BenchmarkId }) },
  responses: { 200: json(Benchmark, 'The benchmark.'), 404: json(ErrorBody, 'No such benchmark.') },
})

export const benchmarkRoutes = router()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string()]))
    if (!place) return refuseCursor(c)
    const found = await listBenchmarks(c.var.db, { limit: limit + 1, after: place[0] })
    const rows = found.slice(0, limit).map(toBenchmark)
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.id]) : null
    return answerPage(c, { rows, next, facets: {} })
  })
  .openapi(show, async (c) => {
    const { benchmark } = c.req.valid('param')
    const found = await findBenchmark(c.var.db, benchmark)
    if (!found) return refuse(c, 'not_found', `No benchmark ${benchmark}. See /api/v1/benchmarks`)
    return c.json(toBenchmark(found), 200)
  })
