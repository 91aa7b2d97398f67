import { createRoute } from '@hono/zod-openapi'
import { canonicalJson } from '#schema/canonical-json.ts'
import { Catalog } from '#schema/catalog.ts'
import { catalogProblems } from '#schema/catalog-problems.ts'
import { ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import { PublishedCatalog } from '#schema/published-catalog.ts'
import { sha256 } from '#schema/sha256.ts'
import { requireScope } from '../identity.ts'
import { publishCatalog, publishedCatalog } from '../queries/catalog.ts'
import { json, refuse, router } from '../router.ts'

const publish = createRoute({
  method: 'put',
  path: '/',
  summary: 'Replace all that is shown of the literature; the same again changes nothing',
  security: [{ token: ['admin'] }],
  request: { body: { ...json(Catalog, 'The whole catalog.'), required: true } },
  responses: {
    200: json(PublishedCatalog, 'Published, now or before.'),
    401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
    403: json(ErrorBody, 'The token lacks the scope admin.'),
    422: json(ErrorBody, 'The catalog contradicts itself; every problem is named.'),
  },
})

const routes = router()
routes.use(requireScope('admin'))

export const catalogRoutes = routes.openapi(publish, async (c) => {
  const catalog = c.req.valid('json')
  const { db, submitter } = c.var
  const counts = {
    papers: catalog.papers.length,
    models: catalog.models.length,
    results: catalog.results.length,
  }
  const hash = await sha256(canonicalJson(catalog))
  const current = await publishedCatalog(db)
  if (current?.hash === hash) return c.json({ ...current, ...counts }, 200)
  const issues = [...catalogProblems(catalog)]
  if (issues.length > 0) {
    const message = 'The catalog contradicts itself'
    return refuse(c, 'invalid_record', message, issues.slice(0, MAX_ISSUES))
  }
  const publishedAt = new Date().toISOString()
  await publishCatalog(db, catalog, { hash, submitter, at: publishedAt })
  return c.json({ hash, publishedAt, ...counts }, 200)
})
