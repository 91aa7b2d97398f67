import { createRoute, z } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { sha256 } from '#schema/sha256.ts'
import { CreatedToken, NewToken } from '#schema/submitter.ts'
import { requireScope } from '../identity.ts'
import { revokeToken, storeToken } from '../queries/tokens.ts'
import { json, refuse, router } from '../router.ts'

const security = [{ token: ['admin'] }]
const refused = {
  401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  403: json(ErrorBody, 'The token lacks the scope admin.'),
  422: json(ErrorBody, 'What was sent is not as it must be; every problem is named.'),
}

const createToken = createRoute({
  method: 'post',
  path: '/',
  summary: 'Make a token; it is shown once and stored as a hash',
  security,
  request: { body: { ...json(NewToken, 'Whose it is and what it may do.'), required: true } },
  responses: { 201: json(CreatedToken, 'The token.'), ...refused },
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
  .openapi(createToken, async (c) => {
    const { submitter, scopes, expiresAt } = c.req.valid('json')
    const random = (bytes: number) =>
      Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('')
    const id = `tok_${random(8)}`
    const token = `smk_${random(32)}`
    const hash = await sha256(token)
    await storeToken(c.var.db, { hash, id, submitter, scopes, expiresAt: expiresAt ?? null })
    return c.json({ id, token, submitter, scopes }, 201)
  })
  .openapi(revoke, async (c) => {
    const { id } = c.req.valid('param')
    if (!(await revokeToken(c.var.db, id))) return refuse(c, 'not_found', `No token ${id}`)
    return c.json({ id }, 200)
  })
