import { createRoute, z } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { hex, sha256 } from '#schema/sha256.ts'
import { CreatedToken, NewToken, Token } from '#schema/submitter.ts'
import { requireScope } from '../identity.ts'
import { PageQuery, page, readCursor, refuseCursor, writeCursor } from '../page.ts'
import { listTokens, revokeToken, storeToken } from '../queries/tokens.ts'
import { json, refuse, router } from '../router.ts'

const security = [{ token: ['admin'] }]
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope admin.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Every token by id, revoked ones too; never the token itself',
  security,
  request: { query: PageQuery },
  responses: {
    200: page(Token, 'Tokens.'),
    400: json(ErrorBody, 'The cursor is not one of ours.'),
    ...refused,
  },
})

const createToken = createRoute({
  method: 'post',
  path: '/',
  summary: 'Make a token; it is shown once and stored as a hash',
  security,
  request: { body: { ...json(NewToken, 'Whose it is and what it may do.'), required: true } },
  responses: {
    201: json(CreatedToken, 'The token.'),
    409: json(ErrorBody, 'The submitter signs in by OIDC and has no tokens.'),
    ...refused,
  },
})

const revoke = createRoute({
  method: 'delete',
  path: '/{id}',
  summary: 'Revoke a token',
  security,
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: {
    200: json(z.object({ id: z.string() }), 'Revoked, now or before.'),
    404: json(ErrorBody, 'No such token.'),
    ...refused,
  },
})

const routes = router()
routes.use(requireScope('admin'))

export const tokenRoutes = routes
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const place = cursor === undefined ? [] : readCursor(cursor, z.tuple([z.string()]))
    if (!place) return refuseCursor(c)
    const found = await listTokens(c.var.db, { limit: limit + 1, after: place[0] })
    const rows = found.slice(0, limit).map((token) => ({ ...token, scopes: [...token.scopes] }))
    const last = rows.at(-1)
    const next = found.length > limit && last ? writeCursor([last.id]) : null
    return c.json({ rows, next, facets: {} }, 200)
  })
  .openapi(createToken, async (c) => {
    const { submitter, scopes, expiresAt } = c.req.valid('json')
    const id = `tok_${random(8)}`
    const token = `smk_${random(32)}`
    const hash = await sha256(token)
    const made = { hash, id, submitter, scopes, expiresAt: expiresAt ?? null }
    if (!(await storeToken(c.var.db, made, c.var.submitter))) {
      const message = `${submitter} signs in by OIDC from its CI and has no tokens. Choose another name`
      return refuse(c, 'conflict', message)
    }
    return c.json({ id, token, submitter, scopes }, 201)
  })
  .openapi(revoke, async (c) => {
    const { id } = c.req.valid('param')
    const revoked = await revokeToken(c.var.db, id, c.var.submitter)
    if (!revoked) return refuse(c, 'not_found', `No token ${id}`)
    return c.json({ id }, 200)
  })

function random(bytes: number): string {
  return hex(crypto.getRandomValues(new Uint8Array(bytes)).buffer)
}
