import type { ExecutionContext } from 'hono'
import app from '../../api/app.ts'
import type { Bindings } from '../../api/env.ts'
import { doWork } from '../../api/work.ts'

// The API without the site. A request with the header x-stop comes to a standstill where it writes to the
// database: before the batch is sent, or after it was done. /stopped counts those that stand still.

let stopped = 0

export default {
  async fetch(request: Request, env: Bindings, context: ExecutionContext) {
    if (new URL(request.url).pathname === '/stopped') return Response.json(stopped)
    const where = request.headers.get('x-stop')
    const bindings = where === null ? env : { ...env, DB: stopping(env.DB, where) }
    return app.fetch(request, bindings, context)
  },
  queue: doWork,
}

function stopping(database: Bindings['DB'], where: string): Bindings['DB'] {
  const batch: Bindings['DB']['batch'] = async (statements) => {
    if (where === 'after') await database.batch(statements)
    stopped += 1
    // A promise that nothing can ever settle would be an error to the runtime.
    await new Promise((resolve) => setTimeout(resolve, 3_600_000))
    throw new Error('Nobody killed the Worker')
  }
  return new Proxy(database, {
    get(original, key) {
      if (key === 'batch') return batch
      const value: unknown = Reflect.get(original, key)
      return typeof value === 'function' ? value.bind(original) : value
    },
  })
}
