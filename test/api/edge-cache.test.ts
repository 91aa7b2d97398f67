import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { fromEdge } from '../../api/edge-cache.ts'

/** Asks for an address twice; tells how often the cache was asked and the answer computed. */
async function askTwice(
  path: string,
  response: () => Response,
  headers: Readonly<Record<string, string>> = {},
) {
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
    const request = new Request(`http://localhost${path}`, { headers })
    const answer = await fromEdge(request, { env, context, cache }, async () => {
      asked.answer++
      return response()
    })
    const encoding = answer.headers.get('content-encoding')
    const text = await plain(answer).text()
    await Promise.all(waited)
    return { status: answer.status, text, encoding, etag: answer.headers.get('etag') }
  }
  return { asked, first: await ask(), second: await ask() }
}

/** The body as text; one that is sent as it was compressed reads as bytes here. */
function plain(answer: Response): Response {
  if (answer.headers.get('content-encoding') !== 'gzip') return answer
  return new Response(answer.body?.pipeThrough(new DecompressionStream('gzip')))
}

test('an answer in memory is given without a look into the cache, headers and all', async () => {
  const { asked, first, second } = await askTwice('/api/v1/small', () =>
    Response.json({ rows: [] }, { headers: { etag: '"1"' } }),
  )
  expect(asked).toEqual({ cache: 1, answer: 1 })
  expect(first).toEqual({ status: 200, text: '{"rows":[]}', encoding: null, etag: '"1"' })
  expect(second).toEqual(first)
})

test.for([
  ['gzip, br', 'gzip'],
  ['br', null],
] as const)(
  'an answer in memory is compressed for who takes gzip: %s',
  async ([accepted, encoding]) => {
    const { asked, first, second } = await askTwice(
      `/api/v1/zipped-${encoding}`,
      () => Response.json({ rows: ['é'] }),
      { 'accept-encoding': accepted },
    )
    expect(asked.answer).toBe(1)
    expect(second).toEqual({ ...first, encoding })
  },
)

test.for([
  ['large', () => Response.json('x'.repeat(600_000))],
  ['a file', () => new Response('a,b\n', { headers: { 'content-type': 'text/csv' } })],
  ['a refusal', () => Response.json({ code: 'not_found' }, { status: 404 })],
] as const)('an answer that is %s stays out of memory', async ([name, response]) => {
  const { asked, first, second } = await askTwice(`/api/v1/${name.replaceAll(' ', '-')}`, response)
  expect(asked).toEqual({ cache: 2, answer: 2 })
  expect(second).toEqual(first)
})
