import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { EngineStopped } from '../../../bench-runner/backends/engine-stopped.ts'
import { readRetryAfter } from '../../../bench-runner/http/exchange.ts'
import { parseJson } from '../../../bench-runner/http/parse-json.ts'
import { openServers, type ServersOptions } from '../../../bench-runner/http/servers.ts'
import { misbehavingServer } from './misbehaving-server.ts'
import { sendJson } from './send-json.ts'

const NEVER = new AbortController().signal
const CALL = { path: '/score', body: { x: 1 }, tokens: 10 }

function open(urls: readonly string[], options: Partial<ServersOptions> = {}) {
  const servers = openServers({
    urls,
    timeout: 2000,
    patience: 2000,
    tokensInFlight: 10_000,
    firstDelay: 2,
    ...options,
  })
  onTestFinished(() => servers.close())
  return servers
}

const FAULTS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'status 500': (response) => sendJson(response, { error: { message: 'CUDA error' } }, 500),
  'status 502 in HTML': (response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'),
  'status 429': (response) => sendJson(response, { detail: 'slow down' }, 429),
  'status 503': (response) => sendJson(response, { error: 'loading' }, 503, { 'retry-after': '0' }),
  'status 409': (response) => sendJson(response, {}, 409),
  'a cut connection': (response) => void response.destroy(),
  'a body cut in the middle': (response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"half":')
    response.socket?.end()
  },
  'an answer that is no JSON': (response) => void response.writeHead(200).end('{"half":'),
}

test.for(Object.keys(FAULTS))('%s is tried again until there is an answer', async (fault) => {
  const server = await misbehavingServer((count, response) =>
    count < 3 ? FAULTS[fault]?.(response) : sendJson(response, { score: 0.5 }),
  )
  const reply = await open([server.url]).ask(CALL, NEVER)
  expect(reply).toEqual({ status: 'ok', json: { score: 0.5 } })
  expect(server.got.map(({ body }) => body)).toEqual(Array(4).fill('{"x":1}'))
})

test.for([400, 413, 422])(
  'status %i refuses the request and is not tried again',
  async (status) => {
    const server = await misbehavingServer((_, response) =>
      sendJson(response, { error: { message: 'longer\n  than 4096 tokens' } }, status),
    )
    const reply = await open([server.url]).ask(CALL, NEVER)
    expect(reply).toEqual({ status: 'refused', code: status, reason: 'longer than 4096 tokens' })
    expect(server.got).toHaveLength(1)
  },
)

test.for([401, 403, 404])('status %i ends the run and never tells the key', async (status) => {
  const server = await misbehavingServer((_, response, { headers }) =>
    sendJson(response, { detail: `no: ${headers.authorization}` }, status),
  )
  const asked = open([server.url], { apiKey: 'sk-secret' }).ask(CALL, NEVER)
  const error = await asked.catch((thrown: unknown) => thrown)
  expect(server.got[0]?.headers.authorization).toBe('Bearer sk-secret')
  expect(error).toBeInstanceOf(EngineStopped)
  expect(String(error)).toContain(`answered ${status}`)
  expect(String(error)).not.toContain('sk-secret')
})

test('a request that always fails while others are answered is given up by itself', async () => {
  const server = await misbehavingServer((_, response, { path }) =>
    path === '/bad' ? sendJson(response, { error: 'worker died' }, 500) : sendJson(response, {}),
  )
  const servers = open([server.url])
  let isOver = false
  const others = (async () => {
    while (!isOver) await servers.ask(CALL, NEVER)
  })()
  const reply = await servers.ask({ ...CALL, path: '/bad' }, NEVER)
  isOver = true
  await others
  expect(reply).toMatchObject({ status: 'refused', reason: expect.stringContaining('worker died') })
})

test('servers that stay away for longer than the patience end the run', async () => {
  const asked = open(['http://127.0.0.1:9'], { patience: 30 }).ask(CALL, NEVER)
  await expect(asked).rejects.toThrow(/^No answer for 0 s, last from http:\/\/127\.0\.0\.1:9/)
})

test('a slow answer is given up, tried again, and halves what is sent at once', async () => {
  const server = await misbehavingServer((count, response) => {
    if (count > 0) sendJson(response, {})
    else response.writeHead(200).write('{')
  })
  const servers = open([server.url], { timeout: 60 })
  expect(servers.tokensInFlight()).toBe(10_000)
  expect(await servers.ask(CALL, NEVER)).toMatchObject({ status: 'ok' })
  expect(servers.tokensInFlight()).toBeLessThan(5100)
})

test('waits for as long as Retry-After asks', async () => {
  const times: number[] = []
  const server = await misbehavingServer((count, response) => {
    times.push(performance.now())
    if (count > 0) sendJson(response, {})
    else sendJson(response, {}, 429, { 'retry-after': '1' })
  })
  await open([server.url]).ask(CALL, NEVER)
  const [first = 0, second = 0] = times
  expect(second - first).toBeGreaterThanOrEqual(990)
})

test('reads Retry-After in seconds and as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(readRetryAfter('2.5', now)).toBe(2500)
  expect(readRetryAfter('Thu, 01 Jan 2026 00:00:07 GMT', now)).toBe(7000)
  expect(readRetryAfter('Wed, 31 Dec 2025 23:59:00 GMT', now)).toBe(0)
  expect(readRetryAfter('soon', now)).toBeUndefined()
  expect(readRetryAfter(undefined, now)).toBeUndefined()
})

test('an answer beyond the limit is not read to its end', async () => {
  const server = await misbehavingServer((_, response) => {
    response.writeHead(200)
    const more = () => response.write('1'.repeat(1000), (error) => error ?? more())
    more()
  })
  const asked = open([server.url], { maxBytes: 5000, patience: 20 }).ask(CALL, NEVER)
  await expect(asked).rejects.toThrow('The answer has over 5000 bytes')
})

test('keeps connections and uses them again', async () => {
  const server = await misbehavingServer((_, response) => sendJson(response, {}))
  const servers = open([server.url])
  for (let call = 0; call < 5; call++) await servers.ask(CALL, NEVER)
  expect(new Set(server.got.map(({ port }) => port)).size).toBe(1)
})

test('a kept connection that the server closed costs no try', async () => {
  const server = await misbehavingServer((_, response) => {
    sendJson(response, {})
    response.socket?.setTimeout(1)
  })
  const servers = open([server.url], { firstDelay: 60_000 })
  for (let call = 0; call < 3; call++) {
    expect(await servers.ask(CALL, NEVER)).toMatchObject({ status: 'ok' })
    await setTimeout(10)
  }
})

test('ends at once when the signal aborts, also while it waits', async () => {
  const abort = new AbortController()
  const server = await misbehavingServer((_, response) => {
    sendJson(response, {}, 503)
    abort.abort()
  })
  const asked = open([server.url], { firstDelay: 60_000 }).ask(CALL, abort.signal)
  await expect(asked).rejects.toThrow('abort')
})

test('goes on with the servers that are there', async () => {
  const server = await misbehavingServer((_, response) => sendJson(response, {}))
  const servers = open(['http://127.0.0.1:9', server.url], { patience: 30_000 })
  const replies = await Promise.all(Array.from({ length: 20 }, () => servers.ask(CALL, NEVER)))
  expect(replies.every(({ status }) => status === 'ok')).toBe(true)
  expect(server.got).toHaveLength(20)
})

test('reads numbers that Python writes bare, and only where a number stands', () => {
  expect(parseJson('{"rows":[[NaN, -Infinity],[1,Infinity]],"a":"NaN, "}')).toEqual({
    rows: [
      [null, null],
      [1, null],
    ],
    a: 'NaN, ',
  })
  expect(parseJson('{"rows":[NaN')).toBeUndefined()
})
