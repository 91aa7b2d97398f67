import { drizzle } from 'drizzle-orm/d1'
import { isPublicRead } from './conditional.ts'
import type { Bindings } from './env.ts'
import { readDataVersion } from './queries/data-version.ts'

/** For how long an isolate takes the version of the data as read, in milliseconds. */
const VERSION_AGE = 1000

/** What is used of a cache of the Workers runtime, and of the context of a request. */
interface EdgeCache {
  match(key: string): Promise<Response | undefined>
  put(key: string, response: Response): Promise<void>
}
interface Context {
  waitUntil(promise: Promise<unknown>): void
}

let known: { readonly version: number; readonly until: number } | undefined

/**
 * Answers public reads from the edge's cache where it holds them for the current version of the data, and
 * fills it. An answer is at most a second behind; a write through this isolate is seen at once.
 */
export async function fromEdge(
  request: Request,
  { env, context, cache }: { env: Bindings; context: Context; cache: EdgeCache },
  answer: () => Promise<Response>,
): Promise<Response> {
  if (!isPublicRead(request)) {
    const response = await answer()
    known = undefined
    return response
  }
  // Conditional and head requests are answered as cheaply without the cache.
  if (request.method !== 'GET' || request.headers.has('if-none-match')) return answer()
  const now = Date.now()
  if (!known || known.until <= now) {
    known = { version: await readDataVersion(drizzle(env.DB)), until: now + VERSION_AGE }
  }
  const key = new URL(request.url)
  key.searchParams.set('data-version', `${known.version}`)
  key.searchParams.set('accept', request.headers.get('accept') ?? '')
  const cached = await cache.match(key.href)
  if (cached) return cached
  const response = await answer()
  if (response.status === 200) context.waitUntil(cache.put(key.href, response.clone()))
  return response
}
