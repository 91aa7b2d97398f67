import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { fromEdge } from '../../api/edge-cache.ts'

/** Asks for an address twice; tells how often the cache was asked and the answer computed. */
async function askTwice(path: string, response: () => Response) {
  const asked = { cache: 0, answer: 0 }
  const waited: Promise<unknown>[] = []
  const cache = {
    match: async () => {
      asked.cache++
      return undefined
    },
    put: async () => {},
  }
  const context = { waitUntil: (promise: Promise<unknown>) => waited.push(promise) }
  const ask = async () => {
    const request = new Request(`http://localhost${path}`)
    const answer = await fromEdge(request, { env, context, cache }, async () => {
      asked.answer++
      return response()
    })
    const text = await answer.text()
    await Promise.all(waited)
    return { status: answer.status, text, etag: answer.headers.get('etag') }
  }
  return { asked, first: await ask(), second: await ask() }
}

test('an answer in memory is given without a look into the cache, headers and all', async () => {
  const { asked, first, second } = await askTwice('/api/v1/small', () =>
    Response.json({ rows: [] }, { headers: { etag: '"1"' } }),
  )
  expect(asked).toEqual({ cache: 1, answer: 1 })
  expect(first).toEqual({ status: 200, text: '{"rows":[]}', etag: '"1"' })
  expect(second).toEqual(first)
})

test.for([
  ['large', () => Response.json('x'.repeat(600_000))],
  ['a file', () => new Response('a,b\n', { headers: { 'content-type': 'text/csv' } })],
  ['a refusal', () => Response.json({ code: 'not_found' }, { status: 404 })],
] as const)('an answer that is %s stays out of memory', async ([name, response]) => {
  const { asked, first, second } = await askTwice(`/api/v1/${name.replaceAll(' ', '-')}`, response)
  expect(asked).toEqual({ cache: 2, answer: 2 })
  expect(second).toEqual(first)
})
