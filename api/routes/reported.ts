import { createRoute, z } from '@hono/zod-openapi'
import { BenchmarkId, SubsetId } from '#schema/benchmark.ts'
import { CatalogId } from '#schema/catalog.ts'
import { ErrorBody } from '#schema/error.ts'
import { ModelId } from '#schema/manifest.ts'
import { ReportedMetric } from '#schema/reported-metric.ts'
import { ReportedBenchmarkRow, ReportedRow } from '#schema/reported-row.ts'
import {
  PageQuery,
  WholeQuery,
  answerPage,
  page,
  readCursor,
  refuseCursor,
  writeCursor,
} from '../page.ts'
import { listReported, listReportedBenchmarks, reportedFacets } from '../queries/reported.ts'
import { json, router } from '../router.ts'

const list = createRoute({
  method: 'get',
  path: '/',
  summary:
    'Numbers that papers published, by benchmark, subset and metric, highest first; never ranked',
  request: {
    query: PageQuery.extend({
      benchmark: BenchmarkId.optional(),
      subset: SubsetId.optional(),
      metric: ReportedMetric.optional(),
      model: ModelId.optional().meta({ description: 'Id in the catalog or on Hugging Face.' }),
      paper: CatalogId.optional().meta({ description: 'The paper that states them.' }),
      headline: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'true: only the number that each table is about.' }),
    }),
  },
  responses: {
    200: page(ReportedRow, 'Published numbers, each with its protocol and a citation to follow.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
  },
})

const benchmarks = createRoute({
  method: 'get',
  path: '/benchmarks',
  summary: 'Tables that published numbers fill, with their subsets, metrics and averages',
  request: { query: WholeQuery },
  responses: { 200: page(ReportedBenchmarkRow, 'All of them, in the order of the catalog.') },
})

export const reportedRoutes = router()
  .openapi(benchmarks, async (c) => {
    const rows = await listReportedBenchmarks(c.var.db)
    return answerPage(c, { rows, next: null, facets: {} })
  })
  .openapi(list, async (c) => {
    const { limit, cursor, format: _, headline, ...names } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.int()]))
    if (!place) return refuseCursor(c)
    const filter = { ...names, headline: headline === undefined ? undefined : headline === 'true' }
    const found = await listReported(c.var.db, filter, { limit: limit + 1, after: place[0] })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const next = found.length > limit && last ? writeCursor([last.position]) : null
    const rows = shown.map(({ row }) => row)
    return answerPage(c, { rows, next, facets: await reportedFacets(c.var.db, filter) })
  })
