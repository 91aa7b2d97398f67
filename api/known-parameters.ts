import type { OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import { operationOf } from './operation.ts'
import { type Env, refuse } from './router.ts'

/**
 * Refuses query parameters that no operation is described with: one that was misspelt would silently
 * answer another question.
 */
export function knownParameters(app: OpenAPIHono<Env>) {
  return createMiddleware<Env>(async (c, next) => {
    const given = Object.keys(c.req.query())
    const takes = given.length > 0 ? operationOf(app, c)?.parameters : undefined
    const unknown = takes ? given.filter((name) => !takes.includes(name)) : []
    if (!takes || unknown.length === 0) return next()
    const others = takes.length > 0 ? `It takes ${takes.join(', ')}` : 'It takes none'
    const message = `Unknown query parameter ${unknown.join(', ')}. ${others}`
    const issues = unknown.map((field) => ({ field, message: 'Not a parameter of this endpoint' }))
    return refuse(c, 'invalid_request', message, issues)
  })
}
