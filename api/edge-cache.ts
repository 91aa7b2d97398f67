import { drizzle } from 'drizzle-orm/d1'
import { LRUCache } from 'lru-cache'
import { isPublicRead } from './conditional.ts'
import type { Bindings } from './env.ts'
import { readDataVersion } from './queries/data-version.ts'

/** For how long an isolate takes the version of the data as read, in milliseconds. */
const VERSION_AGE = 1000
/** Bytes of the answers that an isolate keeps itself, and of the largest of them. */
const MOST_KEPT = 8_000_000
const LARGEST_KEPT = 500_000

/** What is used of a cache of the Workers runtime, and of the context of a request. */
export interface EdgeCache {
  match(key: string): Promise<Response | undefined>
  put(key: string, response: Response): Promise<void>
}
interface Context {
  waitUntil(promise: Promise<unknown>): void
}

interface Kept {
  readonly gzip: ArrayBuffer
  readonly headers: Headers
}

/**
 * Looking an answer up in the edge's cache takes longer than giving one from memory, and so does compressing
 * it again for each reader.
 */
const kept = new LRUCache<string, Kept>({
  maxSize: MOST_KEPT,
  sizeCalculation: ({ gzip }) => gzip.byteLength,
})
let known: { readonly version: number; readonly until: number } | undefined

/**
 * Answers public reads from memory or the edge's cache where one holds them for the current version of the
 * data, and fills both. An answer is at most a second behind; a write through this isolate is seen at once.
 */
export async function fromEdge(
  request: Request,
  { env, context, cache }: { env: Bindings; context: Context; cache: EdgeCache },
  answer: () => Promise<Response>,
): Promise<Response> {
  if (!isPublicRead(request)) {
    const response = await answer()
    known = undefined
    kept.clear()
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
  const own = kept.get(key.href)
  if (own) return fromMemory(own, request)
  const cached = await cache.match(key.href)
  const response = cached ?? (await answer())
  if (response.status !== 200) return response
  context.waitUntil(keep(key.href, response.clone()))
  if (!cached) context.waitUntil(cache.put(key.href, response.clone()))
  return response
}

/** Compressed as it is kept, for a reader who takes gzip. */
function fromMemory({ gzip, headers }: Kept, request: Request): Response {
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(unzipped(gzip), { headers })
  }
  const init = { headers: new Headers(headers), encodeBody: 'manual' } as const
  init.headers.set('content-encoding', 'gzip')
  return new Response(gzip, init)
}

/** Keeps an answer in memory, unless it is large or may be, as files are. */
async function keep(key: string, response: Response): Promise<void> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return
  const body = await response.arrayBuffer()
  if (body.byteLength > LARGEST_KEPT) return
  kept.set(key, { gzip: await zipped(body), headers: response.headers })
}

function zipped(body: ArrayBuffer): Promise<ArrayBuffer> {
  const stream = new Response(body).body?.pipeThrough(new CompressionStream('gzip'))
  return new Response(stream).arrayBuffer()
}

function unzipped(gzip: ArrayBuffer): ReadableStream | undefined {
  return new Response(gzip).body?.pipeThrough(new DecompressionStream('gzip'))
}
