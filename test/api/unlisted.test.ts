import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import { sha256 } from '#schema/sha256.ts'
import { call, contents, manifest, newToken, PREDICTIONS, publish, refreshBoards } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function open(unlisted: boolean) {
  const digests = { a: await sha256(PREDICTIONS.a), b: await sha256(PREDICTIONS.b) }
  const body = JSON.stringify({ manifest: manifest(revision), predictions: digests, unlisted })
  const response = await call('/submissions', { method: 'POST', token, body })
  return response.json<{ id: string; key?: string; unlisted: boolean; state: string }>()
}

async function finish(id: string) {
  for (const [subset, body] of Object.entries(PREDICTIONS)) {
    await call(`/submissions/${id}/predictions/${subset}`, { method: 'PUT', token, body })
  }
  const response = await call(`/submissions/${id}/finalize`, { method: 'POST', token })
  await refreshBoards()
  return response
}

test('an unlisted run is computed, and is nowhere but behind its link', async () => {
  const { id, key = '' } = await open(true)
  const run = await (await finish(id)).json<Run>()
  expect(run).toMatchObject({ id, unlisted: true, state: 'listed' })
  expect(run.results.find(({ subset }) => subset === 'average')).toMatchObject({ value: 0.5 })

  const parts = ['', '/metrics', '/items', '/items/a-1', '/events', '/diagnostics', '/curve']
  for (const path of [...parts, '/predictions/a'].map((part) => `/runs/${id}${part}`)) {
    expect([path, (await call(path)).status]).toEqual([path, 404])
    expect([path, (await call(`${path}?key=${key}0`)).status]).toEqual([path, 404])
    const read = await call(`${path}?key=${key}`)
    expect([path, read.status]).toEqual([path, 200])
    expect(read.headers.get('cache-control')).toContain('private')
    await read.arrayBuffer()
  }
  expect((await contents())['standings']).toBe(0)
  const lists = ['/runs', '/events', '/leaderboards/tiny', '/items/tiny/a-1/runs']
  for (const path of lists) expect(await (await call(path)).text()).not.toContain(id)
  expect((await call('/models/test/model')).status).toBe(404)
  expect((await call(`/compare?runs=${id},${id.slice(0, -1)}0`)).status).toBe(404)
})

test('publishing makes it the run it would have been', async () => {
  const { id } = await open(true)
  await finish(id)
  const other = await newToken({ submitter: 'grace' })
  const path = `/runs/${id}/publish`
  expect((await call(path, { method: 'POST', token: other.token })).status).toBe(404)
  const published = await call(path, { method: 'POST', token })
  expect(await published.json()).toMatchObject({ id, unlisted: false })
  await refreshBoards()
  expect(await (await call('/leaderboards/tiny')).json()).toMatchObject({
    rows: [{ run: id, rank: 1, value: 0.5 }],
  })
  const { rows } = await (await call(`/events?run=${id}`)).json<{ rows: { type: string }[] }>()
  expect(rows.map(({ type }) => type)).toEqual(['run_published', 'run_unlisted'])
  const before = await contents()
  expect((await call(path, { method: 'POST', token })).status).toBe(200)
  expect(await contents()).toEqual(before)
  // Listed or not is no part of the id.
  expect(await open(false)).toMatchObject({ id, state: 'listed', unlisted: false })
})

test('a draft opened again has another key; a finished run keeps its link', async () => {
  const first = await open(true)
  const second = await open(true)
  expect(second.id).toBe(first.id)
  expect(second.key).not.toBe(first.key)
  await finish(first.id)
  expect((await call(`/runs/${first.id}?key=${first.key}`)).status).toBe(404)
  expect(await open(true)).not.toHaveProperty('key')
  expect((await call(`/runs/${first.id}?key=${second.key}`)).status).toBe(200)
})

test('a draft shows nothing of what it sent', async () => {
  const { id } = await open(false)
  const path = `/submissions/${id}/predictions/a`
  await call(path, { method: 'PUT', token, body: PREDICTIONS.a })
  expect((await call(`/runs/${id}/predictions/a`)).status).toBe(404)
})
