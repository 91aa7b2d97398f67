import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import worker from '../../api/worker.ts'
import { call, manifest, newToken, publish, refreshBoards, submit } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
  // A write makes the Worker forget what it held of the test before.
  await throughWorker('/submissions', { method: 'POST' })
})

async function throughWorker(path: string, init: RequestInit = {}) {
  const context = createExecutionContext()
  const request = new Request(`http://localhost/api/v1${path}`, init)
  const response = await worker.fetch(
    request as Parameters<typeof worker.fetch>[0],
    env,
    context as Parameters<typeof worker.fetch>[2],
  )
  await waitOnExecutionContext(context)
  return response
}

async function etagOf(path: string) {
  const response = await call(path)
  await response.body?.cancel()
  return response.headers.get('etag') ?? ''
}

test('an answer has the version of the data as its ETag, and is not sent again while that stands', async () => {
  const etag = await etagOf('/leaderboards/tiny')
  expect(etag).toMatch(/^W\/"\d+-.*json"$/)
  const again = await call('/leaderboards/tiny', { headers: { 'if-none-match': `"x", ${etag}` } })
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
  await submit(token, manifest(revision))
  const changed = await call('/leaderboards/tiny', { headers: { 'if-none-match': etag } })
  expect(changed.status).toBe(200)
})

test('an unchanged answer costs one row', async () => {
  await submit(token, manifest(revision))
  const etag = await etagOf('/leaderboards/tiny')
  // Whatever else would be read is not there.
  await env.DB.prepare('drop table boards').run()
  const again = await call('/leaderboards/tiny', { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
})

test('a refresh of a board is a new version', async () => {
  await submit(token, manifest(revision))
  const before = await etagOf('/leaderboards/tiny')
  await env.DB.prepare('update boards set changes = changes + 1').run()
  expect(await etagOf('/leaderboards/tiny')).toBe(before)
  await refreshBoards()
  expect(await etagOf('/leaderboards/tiny')).not.toBe(before)
})

test('formats of one address have different ETags', async () => {
  expect(await etagOf('/benchmarks?format=csv')).not.toBe(await etagOf('/benchmarks'))
})

test('public answers may be kept a minute, those to a token or with a key not at all', async () => {
  const cacheControl = async (path: string, init?: Parameters<typeof call>[1]) =>
    (await call(path, init)).headers.get('cache-control')
  expect(await cacheControl('/benchmarks')).toBe('public, max-age=60')
  expect(await cacheControl('/benchmarks', { token })).toBe('private, no-store')
  expect(await cacheControl('/runs/run_0000000000000000?key=x')).toBe('private, no-store')
  expect(await cacheControl('/benchmarks/none')).toBeNull()
})

test('HEAD answers the headers alone', async () => {
  const response = await call('/benchmarks', { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(response.headers.get('etag')).toBe(await etagOf('/benchmarks'))
})

test('other origins may read ETag, Link and Retry-After', async () => {
  const { headers } = await call('/benchmarks', { headers: { origin: 'https://example.org' } })
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('access-control-expose-headers')?.split(',')).toEqual([
    'ETag',
    'Link',
    'Retry-After',
  ])
})

test('the edge answers again without computing, and anew once the data changed', async () => {
  const submitters = async () => {
    const { rows } = await (await throughWorker('/runs')).json<{ rows: Run[] }>()
    return rows.map(({ submitter }) => submitter)
  }
  await submit(token, manifest(revision))
  await throughWorker('/submissions', { method: 'POST' })
  expect(await submitters()).toEqual(['ada'])
  // A change that raises no version, which only a test can make, is not seen.
  await env.DB.prepare("update runs set submitter = 'bob'").run()
  expect(await submitters()).toEqual(['ada'])
  await env.DB.prepare('update boards set refreshed = refreshed').run()
  await throughWorker('/submissions', { method: 'POST' })
  expect(await submitters()).toEqual(['bob'])
})

test('the edge keeps no answer that hangs on a token or a key, nor a refusal', async () => {
  await (await throughWorker('/runs?key=x')).text()
  await (await throughWorker('/runs', { headers: { authorization: 'Bearer x' } })).text()
  await (await throughWorker('/runs/run_0000000000000000')).text()
  const { id } = await (await submit(token, manifest(revision))).json<Run>()
  const own = await throughWorker('/runs', { headers: { authorization: 'Bearer x' } })
  expect(await own.json()).toMatchObject({ rows: [{ id }] })
  expect((await throughWorker('/runs?key=y')).status).toBe(400)
})

test('the edge tells formats chosen by Accept apart', async () => {
  await (await throughWorker('/benchmarks')).text()
  const csv = await throughWorker('/benchmarks', { headers: { accept: 'text/csv' } })
  expect(await csv.text()).toContain('id,')
})
