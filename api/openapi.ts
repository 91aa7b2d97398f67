import type { OpenAPIHono } from '@hono/zod-openapi'
import { MAX_CATALOG_BYTES, MAX_JSON_BYTES, MAX_JSON_DEPTH } from './limits.ts'
import { RATES } from './rate-limit.ts'
import type { Env } from './router.ts'

const METHODS = ['get', 'post', 'put', 'delete'] as const
type Document = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>
type Operation = NonNullable<NonNullable<Document['paths']>[string][(typeof METHODS)[number]]>

/** The description of every route, with the refusals that the middleware gives in front of them. */
export function describeApi(app: OpenAPIHono<Env>): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Stepmark',
      version: '1',
      description:
        'Benchmarks of process reward models, recomputed from raw step scores. Reads need no key. Values are proportions from 0 to 1; step indices start at 0.',
    },
  })
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = path[method]
      if (operation) operation.responses = { ...refusalsOf(operation), ...operation.responses }
    }
  }
  return document
}

function refusalsOf({ security, requestBody }: Operation) {
  const rate = `More than ${RATES.ADDRESS_LIMIT} requests a minute from an address, or ${RATES.WRITE_LIMIT} writes a minute of a submitter.`
  return {
    ...(requestBody && {
      413: refusal(
        `A JSON body of more than ${MAX_JSON_BYTES} bytes, ${MAX_CATALOG_BYTES} for the catalog.`,
      ),
      422: refusal(`A JSON body nested more than ${MAX_JSON_DEPTH} levels deep.`),
    }),
    429: {
      ...refusal(rate),
      headers: { 'Retry-After': { schema: { type: 'integer' as const }, description: 'Seconds.' } },
    },
    500: refusal('A fault of the service.'),
    ...(security && { 503: refusal('The issuer of an identity token gives no keys now.') }),
  }
}

function refusal(description: string) {
  const schema = { $ref: '#/components/schemas/ErrorBody' }
  return { description, content: { 'application/json': { schema } } }
}
