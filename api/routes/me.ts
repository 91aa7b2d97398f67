import { createRoute } from '@hono/zod-openapi'
import { ErrorBody } from '#schema/error.ts'
import { Identity } from '#schema/submitter.ts'
import { requireToken } from '../identity.ts'
import { json, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/',
  summary: 'Whose token this is, what it may do, and until when',
  security: [{ token: [] }],
  responses: {
    200: json(Identity, 'What is known of the bearer.'),
    401: json(ErrorBody, 'No token, or one that is unknown, expired or revoked.'),
  },
})

const routes = router()
routes.use(requireToken)

export const meRoutes = routes.openapi(show, (c) => {
  const { submitter, scopes, expiresAt } = c.var.identity
  return c.json({ submitter, scopes, expiresAt }, 200)
})
