import { createRoute, z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import { ErrorBody } from '#schema/error.ts'
import { Protocol } from '#schema/protocol.ts'
import { Sha256 } from '#schema/sha256.ts'
import { protocols } from '#schema/tables.ts'
import { json, refuse, router } from '../router.ts'

const show = createRoute({
  method: 'get',
  path: '/{hash}',
  summary: 'What the numbers of a table rest on',
  request: { params: z.object({ hash: Sha256 }) },
  responses: { 200: json(Protocol, 'The protocol.'), 404: json(ErrorBody, 'No such protocol.') },
})

export const protocolRoutes = router().openapi(show, async (c) => {
  const { hash } = c.req.valid('param')
  const [row] = await c.var.db.select().from(protocols).where(eq(protocols.hash, hash))
  if (!row) return refuse(c, 'not_found', `No table here has the protocol ${hash}`)
  return c.json(row.protocol, 200)
})
