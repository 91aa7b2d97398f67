import { type ClientRequestOptions, hc } from 'hono/client'
import type { Api } from './app.ts'

export type { Api } from './app.ts'

/**
 * A typed client of the API of a service: paths, queries and answers are those of its routes. A call
 * answers a response; `parseResponse` of `hono/client` answers its body, or throws where it was refused.
 *
 * ```ts
 * import { parseResponse } from 'hono/client'
 * import { stepmark } from 'stepmark/client'
 *
 * const api = stepmark('https://stepmark.example')
 * const { rows } = await parseResponse(
 *   api.leaderboards[':benchmark'].$get({
 *     param: { benchmark: 'processbench' },
 *     query: { sort: 'params', limit: '10' },
 *   }),
 * )
 * for (const { model, value, rankRange } of rows) console.log(model.id, value, rankRange)
 * ```
 */
export function stepmark(url: string, options: ClientRequestOptions = {}) {
  return hc<Api>(url, options).api.v1
}
