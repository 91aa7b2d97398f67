import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import {
  MAX_ADDRESS_LENGTH,
  MAX_AUTHORIZATION_LENGTH,
  MAX_CATALOG_BYTES,
  MAX_JSON_BYTES,
  MAX_JSON_DEPTH,
} from '../../api/limits.ts'
import { networkOf } from '../../api/rate-limit.ts'
import worker from '../../api/worker.ts'
import { identityToken } from './issuer.ts'
import { call, contents, manifest, newToken, OPERATOR, open, publish, refusalOf } from './tiny.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A limit of three requests a minute lets through at most six, where a minute ends between them. */
async function untilRefused(ask: () => Promise<Response>) {
  for (let allowed = 0; allowed <= 6; allowed += 1) {
    const response = await ask()
    if (response.status === 429) return { allowed, response }
    await response.body?.cancel()
  }
  throw new Error('Nothing was refused')
}

function from(address: string) {
  return { headers: { 'cf-connecting-ip': address }, bindings: { ADDRESS_LIMIT: env.TIGHT_LIMIT } }
}

test('an address that asks too often is told to wait, and others are not', async () => {
  const { allowed, response } = await untilRefused(() => call('/events', from('192.0.2.1')))
  expect(allowed).toBeGreaterThanOrEqual(3)
  expect(response.headers.get('retry-after')).toBe('60')
  expect(await refusalOf(response)).toMatchObject({ status: 429, code: 'rate_limited' })
  expect((await call('/events', from('192.0.2.2'))).status).toBe(200)
})

test('pages count against the same limit', async () => {
  const { headers } = from('192.0.2.3')
  const bindings = { ...env, ADDRESS_LIMIT: env.TIGHT_LIMIT }
  const page = () => new Request('http://localhost/', { headers })
  const { response } = await untilRefused(() =>
    worker.fetch(page(), bindings, createExecutionContext()),
  )
  expect(response.headers.get('retry-after')).toBe('60')
  expect((await call('/events', from('192.0.2.3'))).status).toBe(429)
})

test('an IPv6 address counts with its network', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0')
  expect(networkOf('::1')).toBe('0:0:0:0')
})

test('a submitter’s writes are counted over all its tokens, and its reads are not', async () => {
  const revision = await publish()
  const [first, second] = [await newToken(), await newToken()]
  const bindings = { WRITE_LIMIT: env.TIGHT_LIMIT }
  const body = JSON.stringify({ manifest: manifest(revision), predictions: {} })
  let uses = 0
  const { response } = await untilRefused(() => {
    uses += 1
    const { token } = uses % 2 === 0 ? first : second
    return call('/submissions', { method: 'POST', token, body, bindings })
  })
  expect(await refusalOf(response)).toMatchObject({ status: 429, code: 'rate_limited' })
  expect((await call('/me', { token: first.token, bindings })).status).toBe(200)
  const other = { method: 'POST', token: await identityToken(), body, bindings }
  expect((await call('/submissions', other)).status).toBe(422)
})

test('an address that tries tokens is refused without being told whether they are valid', async () => {
  const headers = { 'cf-connecting-ip': '192.0.2.4' }
  const bindings = { FAILURE_LIMIT: env.TIGHT_LIMIT }
  const { response } = await untilRefused(() =>
    call('/me', { token: `smk_${crypto.randomUUID()}`, headers, bindings }),
  )
  const refusal = await refusalOf(response)
  expect(refusal).toMatchObject({ status: 429, code: 'rate_limited' })
  const { token } = await newToken()
  expect((await call('/me', { token, headers, bindings })).status).toBe(200)
})

const big = (bytes: number) => JSON.stringify('x'.repeat(bytes))

test.for([
  ['POST', '/submissions', MAX_JSON_BYTES],
  ['POST', '/admin/tokens', MAX_JSON_BYTES],
  ['PUT', '/admin/benchmarks/tiny', MAX_JSON_BYTES],
  ['PUT', '/admin/catalog', MAX_CATALOG_BYTES],
] as const)('%s %s refuses a body beyond its size', async ([method, path, bytes]) => {
  const { token } = await newToken({ scopes: ['submit', 'admin'] })
  const before = await contents()
  const refusal = await refusalOf(await call(path, { method, token, body: big(bytes) }))
  expect(refusal).toMatchObject({ status: 413, code: 'too_large' })
  expect(refusal.message).toContain(`${bytes} bytes`)
  // A length that is said is believed before anything is read.
  const headers = { 'content-length': String(bytes + 1) }
  expect((await call(path, { method, token, body: '{}', headers })).status).toBe(413)
  expect(await contents()).toEqual(before)
})

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test('JSON that is nested too deep is refused by name, however deep', async () => {
  const { token } = await newToken()
  for (const depth of [MAX_JSON_DEPTH + 1, 400_000]) {
    for (const body of [nested(depth), '{"a":'.repeat(depth)]) {
      if (body.length > MAX_JSON_BYTES) continue
      const refusal = await refusalOf(await call('/submissions', { method: 'POST', token, body }))
      expect(refusal).toMatchObject({ status: 422, code: 'too_deep' })
    }
  }
})

test('what is nested less, and brackets in texts, are the schema’s to judge', async () => {
  const { token } = await newToken()
  for (const body of [nested(MAX_JSON_DEPTH), JSON.stringify({ a: `"\\${'['.repeat(100)}` })]) {
    const refusal = await refusalOf(await call('/submissions', { method: 'POST', token, body }))
    expect(refusal).toMatchObject({ status: 422, code: 'invalid_record' })
  }
})

test('a line of predictions that is nested deep is refused with its line', async () => {
  const revision = await publish()
  const { token } = await newToken()
  const body = `{"id":"a-1","scores":${nested(200_000)}}\n`
  const opened = await open(token, manifest(revision), { a: body, b: '' })
  const { id } = await opened.json<{ id: string }>()
  const path = `/submissions/${id}/predictions/a`
  const refusal = await refusalOf(await call(path, { method: 'PUT', token, body }))
  expect(refusal).toMatchObject({ status: 422, code: 'invalid_predictions' })
})

test('an address and a token have a greatest length', async () => {
  const query = 'x'.repeat(MAX_ADDRESS_LENGTH)
  const long = await refusalOf(await call(`/events?cursor=${query}`))
  expect(long).toMatchObject({ status: 400, code: 'invalid_request' })
  const token = 'x'.repeat(MAX_AUTHORIZATION_LENGTH)
  const refusal = await refusalOf(await call('/me', { token }))
  expect(refusal).toMatchObject({ status: 401, code: 'unauthorized' })
})

test.for(['/events', '/nothing', '/../nothing', '/events?cursor=none', '/events?format=csv'])(
  '%s answers with the headers that keep browsers safe, and may be read by any page',
  async (path) => {
    const { headers } = await call(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; sandbox",
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    })
    expect(headers.has('access-control-allow-credentials')).toBe(false)
    expect(headers.has('x-frame-options')).toBe(false)
  },
)

test.for(['POST', 'PUT', 'DELETE'])('a page elsewhere gets no leave to %s', async (method) => {
  const headers = {
    origin: 'https://elsewhere.example',
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  }
  const preflight = await call('/submissions', { method: 'OPTIONS', headers })
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,HEAD')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('If-None-Match')
  const sent = await call('/submissions', { method, headers, token: OPERATOR })
  expect(sent.headers.has('access-control-allow-origin')).toBe(false)
})

test('a failure is written down as one line of JSON, without the tokens that its message holds', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => {})
  const token = `smk_${'5'.repeat(64)}`
  const identity = await identityToken()
  const DB = new Proxy(env.DB, {
    get() {
      throw new Error(`Bearer ${token} and ${identity} met ${'a'.repeat(64)}`)
    },
  })
  const response = await call('/me', { token, bindings: { DB } })
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(JSON.parse(text)).toEqual({ code: 'internal', message: expect.any(String) })
  expect(written).toHaveBeenCalledOnce()
  const [line] = written.mock.calls[0] ?? []
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    what: 'request',
    method: 'GET',
    path: '/api/v1/me',
    stack: expect.arrayContaining([expect.stringContaining('at ')]),
  })
  expect(line).toContain('[secret]')
  for (const secret of [token, identity, 'a'.repeat(64), '\n']) {
    expect(line).not.toContain(secret)
    expect(text).not.toContain(secret)
  }
})
