import type { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import { ZodArray, ZodObject, ZodType } from 'zod'
import type { Env } from './router.ts'

/** An endpoint as its route describes it. */
export interface Operation {
  /** Of a list: the schema of its rows. */
  readonly row: z.ZodType | undefined
  /** Names of the query parameters it takes. */
  readonly parameters: readonly string[]
}

const known = new WeakMap<OpenAPIHono<Env>, ReadonlyMap<string, Operation>>()

/** The operation that will answer a request; undefined where none is described. */
export function operationOf(app: OpenAPIHono<Env>, c: Context): Operation | undefined {
  const operations = known.get(app) ?? describe(app)
  known.set(app, operations)
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  for (const { path } of matchedRoutes(c)) {
    // The router may bind a parameter to a pattern, of which the description knows nothing.
    const found = operations.get(`${method} ${path.replaceAll(/\{[^/]*\}/g, '')}`)
    if (found) return found
  }
  return undefined
}

/** Every described operation, by its method and the path that requests are matched by. */
function describe(app: OpenAPIHono<Env>): ReadonlyMap<string, Operation> {
  return new Map(
    app.openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== 'route') return []
      const { method, path, request, responses } = definition.route
      const answer = responses['200']
      const content = answer && 'content' in answer ? answer.content : undefined
      const json = content?.['application/json']
      const schema = json && 'schema' in json ? json.schema : undefined
      const parameters = request?.query instanceof ZodObject ? Object.keys(request.query.shape) : []
      const matched = `/api/v1${path.replaceAll(/\{(\w+)\}[^/]*/g, ':$1')}`.replace(/\/$/, '')
      return [[`${method.toUpperCase()} ${matched}`, { row: rowOf(schema), parameters }] as const]
    }),
  )
}

function rowOf(schema: unknown): z.ZodType | undefined {
  const rows: unknown = schema instanceof ZodObject ? schema.shape['rows'] : undefined
  const row: unknown = rows instanceof ZodArray ? rows.element : undefined
  return row instanceof ZodType ? row : undefined
}
