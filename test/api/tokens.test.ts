import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Token } from '#schema/submitter.ts'
import { call, contents, manifest, newToken, OPERATOR, open, publish, refusalOf } from './tiny.ts'

test.for([
  ['none', undefined, 401, 'unauthorized', 'No token'],
  ['an unknown one', 'smk_0', 401, 'unauthorized', 'not known'],
  ['the operator’s, which has no submitter', OPERATOR, 403, 'forbidden', 'scope submit'],
] as const)('with %s nothing can be submitted', async ([, token, status, code, message]) => {
  const revision = await publish()
  const before = await contents()
  const body = JSON.stringify({ manifest: manifest(revision), predictions: {} })
  const response = await call('/submissions', { method: 'POST', body, ...(token && { token }) })
  const refusal = await refusalOf(response)
  expect(refusal).toMatchObject({ status, code })
  expect(refusal.message).toContain(message)
  expect(await contents()).toEqual(before)
})

test('a revoked token is refused from then on', async () => {
  const revision = await publish()
  const { id, token } = await newToken()
  expect((await open(token, manifest(revision))).status).toBe(201)
  const revoked = await call(`/admin/tokens/${id}`, { method: 'DELETE', token: OPERATOR })
  expect(revoked.status).toBe(200)
  const before = await contents()
  const refusal = await refusalOf(await open(token, manifest(revision, { seed: 1 })))
  expect(refusal).toMatchObject({ status: 401, code: 'unauthorized' })
  expect(refusal.message).toContain('was revoked on')
  expect(await contents()).toEqual(before)
})

test('an expired token is refused', async () => {
  const revision = await publish()
  const { token } = await newToken({ expiresAt: '2026-01-01T00:00:00Z' })
  const refusal = await refusalOf(await open(token, manifest(revision)))
  expect(refusal).toMatchObject({ status: 401, code: 'unauthorized' })
  expect(refusal.message).toContain('expired on 2026-01-01')
})

test('a submitter’s token cannot make tokens or publish', async () => {
  const { token } = await newToken()
  const body = JSON.stringify({ submitter: 'eve', scopes: ['admin'] })
  const made = await call('/admin/tokens', { method: 'POST', token, body })
  expect(await refusalOf(made)).toMatchObject({ status: 403, code: 'forbidden' })
  const published = await call('/admin/benchmarks/tiny', { method: 'PUT', token, body: '' })
  expect(await refusalOf(published)).toMatchObject({ status: 403, code: 'forbidden' })
})

test('only the hash of a token is stored', async () => {
  const { token } = await newToken()
  const { results } = await env.DB.prepare('select * from tokens').all()
  expect(JSON.stringify(results)).not.toContain(token)
  const log = await env.DB.prepare('select * from events').all()
  expect(JSON.stringify(log.results)).not.toContain(token)
})

test('a token that is not there cannot be revoked', async () => {
  const response = await call('/admin/tokens/tok_0', { method: 'DELETE', token: OPERATOR })
  expect(await refusalOf(response)).toMatchObject({ status: 404, code: 'not_found' })
})

const Tokens = z.object({ rows: z.array(Token), next: z.string().nullable() })

async function listTokens(query = '') {
  const response = await call(`/admin/tokens${query}`, { token: OPERATOR })
  const text = await response.text()
  return { text, ...Tokens.parse(JSON.parse(text)) }
}

test('the operator sees every token, page by page, and never the token itself', async () => {
  const made = [await newToken(), await newToken({ submitter: 'eve' }), await newToken()]
  await call(`/admin/tokens/${made[0]?.id}`, { method: 'DELETE', token: OPERATOR })
  const first = await listTokens('?limit=2')
  const second = await listTokens(`?limit=2&cursor=${first.next}`)
  const rows = [...first.rows, ...second.rows]
  expect(second.next).toBeNull()
  expect(rows.map(({ id }) => id)).toEqual(made.map(({ id }) => id).toSorted())
  expect(rows.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id)).toEqual([
    made[0]?.id,
  ])
  for (const { token } of made) expect(first.text + second.text).not.toContain(token)
  expect(first.text).not.toMatch(/[0-9a-f]{64}/)
})

test('a token’s last use is known to the day, and written once a day', async () => {
  const { id, token } = await newToken()
  const used = async () => (await listTokens()).rows.map((row) => [row.id, row.lastUsedAt])
  expect(await used()).toEqual([[id, null]])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-03-01T23:59:59Z') })
  try {
    await call('/me', { token })
    expect(await used()).toEqual([[id, '2027-03-01']])
    // What a second use would write over stays as it is.
    await env.DB.prepare(
      "create trigger once before update on tokens begin select raise(abort, 'twice'); end",
    ).run()
    expect((await call('/me', { token })).status).toBe(200)
    await env.DB.prepare('drop trigger once').run()
    vi.setSystemTime(Date.parse('2027-03-02T00:00:01Z'))
    await call('/me', { token })
    expect(await used()).toEqual([[id, '2027-03-02']])
  } finally {
    vi.useRealTimers()
  }
})

test('a bearer may ask who it is', async () => {
  const expiresAt = '2999-01-01T00:00:00Z'
  const { token } = await newToken({ scopes: ['submit', 'admin'], expiresAt })
  const known = await (await call('/me', { token })).json()
  expect(known).toEqual({ submitter: 'ada', scopes: ['submit', 'admin'], expiresAt })
  const operator = await (await call('/me', { token: OPERATOR })).json()
  expect(operator).toEqual({ submitter: null, scopes: ['admin'], expiresAt: null })
  expect(await refusalOf(await call('/me'))).toMatchObject({ status: 401, code: 'unauthorized' })
})

test('the log says who made and revoked a token', async () => {
  const { token } = await newToken({ scopes: ['admin'] })
  const body = JSON.stringify({ submitter: 'eve', scopes: ['submit'] })
  const made = await call('/admin/tokens', { method: 'POST', token, body })
  const { id } = await made.json<{ id: string }>()
  await call(`/admin/tokens/${id}`, { method: 'DELETE', token })
  const { rows } = await (await call('/events')).json<{ rows: object[] }>()
  expect(rows).toMatchObject([
    { type: 'token_revoked', submitter: 'ada', detail: { token: id, of: 'eve' } },
    { type: 'token_created', submitter: 'ada', detail: { token: id, for: 'eve' } },
    { type: 'token_created', submitter: null, detail: { for: 'ada' } },
  ])
})
