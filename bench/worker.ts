import type { MessageBatch } from '@cloudflare/workers-types'
import { type ExecutionContext, Hono } from 'hono'
import app from '../api/app.ts'
import { type EdgeCache, fromEdge } from '../api/edge-cache.ts'
import type { Bindings } from '../api/env.ts'
import { doWork } from '../api/work.ts'
import { countedDatabase } from './counted-database.ts'

// The API without the site, beside a route that does nothing. A request with x-uncached is answered without
// a look into memory or the edge's cache. To one with x-count-rows it tells how many D1 rows the answer
// took: those written, or all. /queued tells those that messages wrote since it was asked last.

declare const caches: { open(name: string): Promise<EdgeCache> }

/** Requests so far. */
let requests = 0
/** The limit of requests of an address, as it is, but each request comes from one of its own. */
const unlimited = ({ ADDRESS_LIMIT }: Bindings): Pick<Bindings, 'ADDRESS_LIMIT'> => ({
  ADDRESS_LIMIT: { limit: () => ADDRESS_LIMIT.limit({ key: String(requests++) }) },
})

const hello = new Hono().get('/hello', (c) => c.json({ hello: 'world' }))

const queued = { read: 0, written: 0 }

export default {
  async fetch(request: Request, env: Bindings, context: ExecutionContext) {
    if (new URL(request.url).pathname === '/hello') return hello.fetch(request)
    if (new URL(request.url).pathname === '/queued') {
      const { written } = queued
      queued.written = 0
      return Response.json({ written })
    }
    const asked = request.headers.get('x-count-rows')
    const bindings = { ...env, ...unlimited(env) }
    if (request.headers.has('x-uncached')) return app.fetch(request, bindings, context)
    if (asked === null) {
      const edge = { env, context, cache: await caches.open('answers') }
      return fromEdge(request, edge, async () => app.fetch(request, bindings, context))
    }
    const rows = { read: 0, written: 0 }
    const DB = countedDatabase(env.DB, rows, { reads: asked === 'all' })
    const response = await app.fetch(request, { ...bindings, DB }, context)
    const told = new Response(response.body, response)
    told.headers.set('x-rows-read', String(rows.read))
    told.headers.set('x-rows-written', String(rows.written))
    return told
  },
  async queue(batch: MessageBatch<unknown>, env: Bindings) {
    const DB = countedDatabase(env.DB, queued, { reads: false })
    await doWork(batch, { ...env, DB })
  },
}
