import { env } from 'cloudflare:workers'
import { parseResponse } from 'hono/client'
import { expect, test } from 'vitest'
import app from '../../api/app.ts'
import { stepmark } from '../../api/client.ts'
import { manifest, newToken, publish, submit } from './tiny.ts'

/** What the client's doc comment shows. */
test('the typed client reads a board', async () => {
  const { token } = await newToken()
  await submit(token, manifest(await publish()))
  const inProcess = async (input: RequestInfo | URL, init?: RequestInit) =>
    app.request(input, init, env)
  const api = stepmark('http://localhost', { fetch: inProcess })
  const { rows } = await parseResponse(
    api.leaderboards[':benchmark'].$get({
      param: { benchmark: 'tiny' },
      query: { sort: 'params', limit: '10' },
    }),
  )
  const value: number | null | undefined = rows[0]?.value
  expect([rows.map(({ model }) => model.id), value]).toEqual([['test/model'], 0.5])
})
