import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { isDeeperThan } from './json-depth.ts'
import { type Env, refuse } from './router.ts'

/** Bytes of a JSON body. */
export const MAX_JSON_BYTES = 1_000_000
/** Bytes of the catalog, which comes as one body. */
export const MAX_CATALOG_BYTES = 8_000_000
/** Arrays and objects inside one another in a JSON body. */
export const MAX_JSON_DEPTH = 32
/** Characters of an address with its query. */
export const MAX_ADDRESS_LENGTH = 8192
/** Characters of an Authorization header. */
export const MAX_AUTHORIZATION_LENGTH = 8192

/** Refuses requests that are longer, larger or deeper than any that is of use, before they are read. */
export const limitSize = createMiddleware<Env>(async (c, next) => {
  if (c.req.url.length > MAX_ADDRESS_LENGTH) {
    const message = `The address is longer than ${MAX_ADDRESS_LENGTH} characters`
    return refuse(c, 'invalid_request', message)
  }
  if ((c.req.header('authorization')?.length ?? 0) > MAX_AUTHORIZATION_LENGTH) {
    const message = `The token is longer than ${MAX_AUTHORIZATION_LENGTH} characters`
    return refuse(c, 'unauthorized', message)
  }
  // Read as a stream, which stops at its own limit.
  if (isLines(c.req.path)) return next()
  const maxSize = c.req.path.endsWith('/admin/catalog') ? MAX_CATALOG_BYTES : MAX_JSON_BYTES
  return bodyLimit({
    maxSize,
    onError: () => refuse(c, 'too_large', `The body is larger than ${maxSize} bytes`),
  })(c, next)
})

/** Refuses JSON that is nested deeper than any record here, before it is parsed. */
export const limitDepth = createMiddleware<Env>(async (c, next) => {
  const isJson = /^application\/json\b/i.test(c.req.header('content-type') ?? '')
  if (isJson && !isLines(c.req.path) && isDeeperThan(await c.req.text(), MAX_JSON_DEPTH)) {
    const message = `The body is nested more than ${MAX_JSON_DEPTH} levels deep`
    return refuse(c, 'too_deep', message)
  }
  return next()
})

/** Whether the body is a file of JSON lines, which is read line by line. */
function isLines(path: string): boolean {
  return /\/(?:submissions\/[^/]+\/predictions|admin\/items)\//.test(path)
}
