import { createRoute, z } from '@hono/zod-openapi'
import { CatalogId } from '#schema/catalog.ts'
import { ErrorBody } from '#schema/error.ts'
import { ModelId, ModelKind } from '#schema/manifest.ts'
import { ModelPage, ModelRow } from '#schema/model-row.ts'
import { PageQuery, answerPage, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { findModel, listModels, modelFacets } from '../queries/models.ts'
import { json, refuse, router } from '../router.ts'

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Models that numbers were published of, by id',
  request: {
    query: PageQuery.extend({ kind: ModelKind.optional(), paper: CatalogId.optional() }),
  },
  responses: {
    200: page(ModelRow, 'Models of the catalog.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
  },
})

const Name = ModelId.regex(/^[^/]+$/).meta({ examples: ['Qwen'] })
const responses = {
  200: json(ModelPage, 'What the catalog and the runs here say of it.'),
  404: json(ErrorBody, 'Neither the catalog nor a run knows it.'),
}

const show = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'One model, by its id in the catalog or, without a slash, that of its runs',
  request: { params: z.object({ id: Name }) },
  responses,
})

const showOwned = createRoute({
  method: 'get',
  path: '/{owner}/{name}',
  summary: 'One model, by the id that its runs have: its owner and name on Hugging Face',
  request: { params: z.object({ owner: Name, name: z.string().regex(/^[\w.-]+$/) }) },
  responses,
})

export const modelRoutes = router()
  .openapi(list, async (c) => {
    const { limit, cursor, kind, paper } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string()]))
    if (!place) return refuseCursor(c)
    const filter = { kind, paper }
    const found = await listModels(c.var.db, filter, { limit: limit + 1, after: place[0] })
    const rows = found.slice(0, limit)
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.id]) : null
    return answerPage(c, { rows, next, facets: await modelFacets(c.var.db) })
  })
  .openapi(show, async (c) => {
    const { id } = c.req.valid('param')
    const found = await findModel(c.var.db, id)
    if (!found) return refuse(c, 'not_found', `No model ${id}. See /api/v1/models`)
    return c.json(found, 200)
  })
  .openapi(showOwned, async (c) => {
    const { owner, name } = c.req.valid('param')
    const found = await findModel(c.var.db, `${owner}/${name}`)
    if (!found) return refuse(c, 'not_found', `No model ${owner}/${name}. See /api/v1/models`)
    return c.json(found, 200)
  })
