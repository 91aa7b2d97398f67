import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
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
