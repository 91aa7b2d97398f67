import { createRoute, z } from '@hono/zod-openapi'
import { Benchmark, BenchmarkId } from '#schema/benchmark.ts'
import { ErrorBody } from '#schema/error.ts'
import { LabelRevision, MAX_LABEL_CHANGES } from '#schema/label-revision.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import {
  changedSubsets,
  findBenchmark,
  listBenchmarks,
  listRevisions,
  toBenchmark,
} from '../queries/benchmarks.ts'
import { labelChanges } from '../queries/label-changes.ts'
import { whereReported } from '../queries/reported.ts'
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

const revisions = createRoute({
  method: 'get',
  path: '/{benchmark}/revisions',
  summary: 'Every revision of a benchmark with the labels it changed, newest first',
  request: {
    params: z.object({ benchmark: BenchmarkId }),
    query: PageQuery.pick({ format: true }),
  },
  responses: {
    200: page(LabelRevision, 'Revisions.'),
    404: json(ErrorBody, 'No such benchmark.'),
  },
})

export const benchmarkRoutes = router()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string()]))
    if (!place) return refuseCursor(c)
    const found = await listBenchmarks(c.var.db, { limit: limit + 1, after: place[0] })
    const rows = await Promise.all(found.slice(0, limit).map((row) => toBenchmark(c.var.db, row)))
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.id]) : null
    return answerPage(c, { rows, next, facets: {} })
  })
  .openapi(show, async (c) => {
    const { benchmark } = c.req.valid('param')
    const found = await findBenchmark(c.var.db, benchmark)
    if (!found) return refuse(c, 'not_found', await whereReported(c.var.db, benchmark))
    return c.json(await toBenchmark(c.var.db, found), 200)
  })
  .openapi(revisions, async (c) => {
    const { benchmark: id } = c.req.valid('param')
    const { db } = c.var
    const found = await findBenchmark(db, id)
    if (!found) return refuse(c, 'not_found', `No benchmark ${id}. See /api/v1/benchmarks`)
    const all = await listRevisions(db, id)
    const rows = await Promise.all(
      all.map(async ({ id: revision, labelSet, publishedAt, counts, subsets: after }, index) => {
        const before = all[index + 1]?.subsets
        const isSame = before && changedSubsets(before, after).length === 0
        const changes = isSame ? await labelChanges(db, found.definition, { before, after }) : null
        return {
          revision,
          labelSet,
          publishedAt,
          current: revision === found.revision,
          subsetCounts: counts,
          changed: changes && changes.length,
          changes: (changes ?? []).slice(0, MAX_LABEL_CHANGES),
        }
      }),
    )
    return c.json({ rows, next: null, facets: {} }, 200)
  })
