import type { OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { type Env, refuse } from './router.ts'

/**
 * Refuses query parameters that the OpenAPI document does not name: one that was misspelt would silently
 * answer another question.
 */
export function knownParameters(app: OpenAPIHono<Env>) {
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined
  return createMiddleware<Env>(async (c, next) => {
    const given = Object.keys(c.req.query())
    if (given.length === 0) return next()
    known ??= queryParameters(app)
    const path = matchedRoutes(c).at(-1)?.path ?? ''
    const allowed = known.get(`${c.req.method === 'HEAD' ? 'GET' : c.req.method} ${path}`)
    const unknown = given.filter((name) => !allowed?.has(name))
    if (!allowed || unknown.length === 0) return next()
    const takes = allowed.size > 0 ? `It takes ${[...allowed].join(', ')}` : 'It takes none'
    const message = `Unknown query parameter ${unknown.join(', ')}. ${takes}`
    const issues = unknown.map((field) => ({ field, message: 'Not a parameter of this endpoint' }))
    return refuse(c, 'invalid_request', message, issues)
  })
}

/** The query parameters of each operation, by its method and path as the router writes it. */
function queryParameters(app: OpenAPIHono<Env>): ReadonlyMap<string, ReadonlySet<string>> {
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } })
  return new Map(
    Object.entries(paths ?? {}).flatMap(([path, operations]) =>
      Object.entries(operations ?? {}).map(([method, { parameters = [] }]) => [
        `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        new Set(
          parameters.flatMap((one: { in?: string; name?: string }) =>
            one.in === 'query' && one.name !== undefined ? [one.name] : [],
          ),
        ),
      ]),
    ),
  )
}
