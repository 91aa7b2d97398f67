import { createRoute, z } from '@hono/zod-openapi'
import { CatalogId, Paper } from '#schema/catalog.ts'
import { ErrorBody } from '#schema/error.ts'
import { PaperRow } from '#schema/model-row.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { listPapers, paperFacets } from '../queries/papers.ts'
import { json, refuse, router } from '../router.ts'

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Papers of the field, by id',
  request: {
    query: PageQuery.extend({
      kind: Paper.shape.kind.optional(),
      relevance: Paper.shape.relevance.optional(),
    }),
  },
  responses: {
    200: page(PaperRow, 'Papers with their models and how many numbers they state.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
  },
})

const show = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'One paper',
  request: { params: z.object({ id: CatalogId }) },
  responses: { 200: json(PaperRow, 'The paper.'), 404: json(ErrorBody, 'No such paper.') },
})

export const paperRoutes = router()
  .openapi(list, async (c) => {
    const { limit, cursor, kind, relevance } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string()]))
    if (!place) return refuseCursor(c)
    const filter = { kind, relevance }
    const found = await listPapers(c.var.db, filter, { limit: limit + 1, after: place[0] })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.id]) : null
    return answerPage(c, { rows, next, facets: await paperFacets(c.var.db) })
  })
  .openapi(show, async (c) => {
    const { id } = c.req.valid('param')
    const [paper] = await listPapers(c.var.db, { id }, { limit: 1 })
    if (!paper) return refuse(c, 'not_found', `No paper ${id}. See /api/v1/papers`)
    return c.json(paper, 200)
  })
