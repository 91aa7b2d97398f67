import type { D1Database } from '@cloudflare/workers-types'
import app from '../api/app.ts'
import type { Bindings } from '../api/env.ts'
import { doWork } from '../api/work.ts'

// The API without the site, which tells with every answer how many D1 rows its batches wrote.

export default {
  async fetch(request: Request, env: Bindings) {
    const written = { rows: 0 }
    const response = await app.fetch(request, { ...env, DB: counting(env.DB, written) })
    const told = new Response(response.body, response)
    told.headers.set('x-rows-written', String(written.rows))
    return told
  },
  queue: doWork,
}

function counting(db: D1Database, written: { rows: number }): D1Database {
  return {
    prepare: (query) => db.prepare(query),
    async batch<Row>(statements: Parameters<D1Database['batch']>[0]) {
      const results = await db.batch<Row>(statements)
      for (const { meta } of results) written.rows += meta.rows_written
      return results
    },
    exec: (query) => db.exec(query),
    withSession: (constraint) => db.withSession(constraint),
    dump: () => Promise.reject(new Error('Not here')),
  }
}
