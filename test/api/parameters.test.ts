import { beforeEach, expect, test } from 'vitest'
import { call, newToken, open, manifest, publish, refusalOf } from './tiny.ts'

let revision: string
beforeEach(async () => {
  revision = await publish()
})

test.each([
  '/benchmarks?limit=1&colour=red',
  '/benchmarks/tiny?colour=red',
  '/leaderboards/tiny?colour=red',
  '/runs?colour=red',
  '/items/tiny/a-1?colour=red',
  '/events?colour=red',
  '/badges/tiny/test/model.svg?colour=red',
])('a parameter that %s does not know is refused by name', async (path) => {
  const refusal = await refusalOf(await call(path))
  expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
  expect(refusal.message).toMatch(/^Unknown query parameter colour\. It takes /)
})

test('the refusal names the parameters there are', async () => {
  const { message } = await refusalOf(await call('/benchmarks/tiny?x=1'))
  expect(message).toBe('Unknown query parameter x. It takes none')
  const list = await refusalOf(await call('/events?x=1'))
  expect(list.message).toContain('limit, cursor, fields, format')
})

test('known parameters pass, and a write with an unknown one writes nothing', async () => {
  expect((await call('/benchmarks?limit=1&format=csv')).status).toBe(200)
  const { token } = await newToken()
  const opened = await open(token, manifest(revision))
  const { id } = await opened.json<{ id: string }>()
  const path = `/submissions/${id}/finalize?force=1`
  const refusal = await refusalOf(await call(path, { method: 'POST', token }))
  expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
})

test('an endpoint that is not there says so whatever its parameters', async () => {
  expect((await call('/nothing?x=1')).status).toBe(404)
})
