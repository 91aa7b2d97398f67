import { createMiddleware } from 'hono/factory'
import { formatAsked } from './list-format.ts'
import { readDataVersion } from './queries/data-version.ts'
import type { Env } from './router.ts'

/** How long an answer may be shown without asking again, in seconds. */
export const MAX_AGE = 60

/** Whether everybody gets the same answer: one that hangs on a token or a key is nobody else's. */
export function isPublicRead(request: Request): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !request.headers.has('authorization') &&
    !new URL(request.url).searchParams.has('key')
  )
}

/**
 * Gives public answers the version of the data as their ETag. A client that has that version is told so
 * after one row was read, before anything is computed.
 */
export const conditional = createMiddleware<Env>(async (c, next) => {
  c.header('vary', 'Accept', { append: true })
  if (!isPublicRead(c.req.raw)) {
    await next()
    c.header('cache-control', 'private, no-store')
    return undefined
  }
  // Asked for before anything else, so that what is answered is never older than its version.
  const version = readDataVersion(c.var.db)
  const headersOf = async () => ({
    etag: etagOf(await version, { format: formatAsked(c), deployment: c.env.VERSION?.id }),
    'cache-control': `public, max-age=${MAX_AGE}`,
  })
  const known = c.req.header('if-none-match')
  if (known === undefined) {
    // It is awaited below, unless the answer fails for a reason of its own.
    version.catch(() => {})
  } else {
    const headers = await headersOf()
    if (matches(known, headers.etag)) return c.body(null, 304, headers)
  }
  await next()
  if (c.res.status === 200) {
    for (const [name, value] of Object.entries(await headersOf())) c.header(name, value)
  }
  return undefined
})

/** Weak, since a proxy may compress; of the format, since one address has several. */
function etagOf(
  version: number,
  { format, deployment }: { format: string; deployment: string | undefined },
): string {
  const code = deployment === undefined ? [] : [deployment.slice(0, 8)]
  return `W/"${[version, ...code, format].join('-')}"`
}

function matches(header: string, etag: string): boolean {
  const opaque = etag.replace(/^W\//, '')
  return header
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === opaque)
}
