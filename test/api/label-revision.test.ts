import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, expect, test } from 'vitest'
import type { Benchmark } from '#schema/benchmark.ts'
import type { Run } from '#schema/run.ts'
import { at } from '#schema/verdict.ts'
import { rescore } from '../../api/rescore.ts'
import { call, ITEMS, manifest, newToken, open, publish, refreshBoards, submit } from './tiny.ts'

// a-1 has its error at step 1, where the run flags it. Revised to step 0, the run flags it too late:
// F1 of a falls from 1 to 0 (error 0/1), and the average from 0.5 to 0.
const FIXED = ITEMS.map((item) => (item.id === 'a-1' ? { ...item, label: at(0) } : item))

const db = drizzle(env.DB)
let old: string
let token: string
beforeEach(async () => {
  old = await publish()
  token = (await newToken()).token
})

async function boardOf(revision?: string) {
  const query = revision === undefined ? '' : `?revision=${revision}`
  const { rows } = await (await call(`/leaderboards/tiny${query}`)).json<{
    rows: { run: string; value: number; rank: number | null }[]
  }>()
  return rows.map(({ run, value, rank }) => ({ run, value, rank }))
}

async function pending() {
  return (await (await call('/benchmarks/tiny')).json<Benchmark>()).pending
}

function averageOf({ results }: Run) {
  return results.find(({ policy, subset }) => policy === 'fixed:0.5' && subset === 'average')
}

test('both numbers of a run stay readable when labels are revised', async () => {
  const { id } = await (await submit(token, manifest(old))).json<Run>()
  const revision = await publish(FIXED)
  expect([await pending(), await boardOf()]).toEqual([1, []])
  expect(await boardOf(old)).toEqual([{ run: id, value: 0.5, rank: 1 }])

  expect(await rescore(db, id)).toBe('tiny')
  await refreshBoards()
  expect(await pending()).toBe(0)
  expect(await boardOf()).toEqual([{ run: id, value: 0, rank: 1 }])
  expect(await boardOf(old)).toEqual([{ run: id, value: 0.5, rank: 1 }])

  const run = await (await call(`/runs/${id}`)).json<Run>()
  expect([run.revision, averageOf(run)]).toMatchObject([revision, { value: 0 }])
  // Labelled steps: 2 + 1 + 1 + 3 before, 1 + 1 + 1 + 3 after, when a-1 ends at step 0.
  expect(run.coverage.steps).toEqual({ expected: 6, scored: 6 })
  expect(run.revisions.map((one) => one.revision)).toEqual([revision, old])
  const before = await (await call(`/runs/${id}?revision=${old}`)).json<Run>()
  expect([before.revision, averageOf(before)]).toMatchObject([old, { value: 0.5 }])
  expect(before.coverage.steps).toEqual({ expected: 7, scored: 7 })
  const metrics = await call(`/runs/${id}/metrics?revision=${old}`)
  expect((await metrics.json<{ rows: Run['results'] }>()).rows).toEqual(before.results)
  expect((await call(`/runs/${id}?revision=${'0'.repeat(64)}`)).status).toBe(404)

  const { rows } = await (await call(`/runs/${id}/events`)).json<{ rows: object[] }>()
  expect(rows[0]).toMatchObject({
    type: 'run_rescored',
    detail: {
      revision,
      previousRevision: old,
      metrics: 'first_error/1',
      previousMetrics: 'first_error/1',
      value: '0',
      previousValue: '0.5',
    },
  })
})

test('a revision tells which labels it changed', async () => {
  const revision = await publish(FIXED)
  const { rows } = await (await call('/benchmarks/tiny/revisions')).json<{ rows: object[] }>()
  expect(rows).toMatchObject([
    {
      revision,
      current: true,
      changed: 1,
      changes: [{ before: { id: 'a-1', label: at(1) }, after: { id: 'a-1', label: at(0) } }],
    },
    { revision: old, current: false, changed: null, changes: [] },
  ])
})

test('a message that comes twice changes nothing more', async () => {
  const { id } = await (await submit(token, manifest(old))).json<Run>()
  await publish(FIXED)
  await rescore(db, id)
  const events = await (await call('/events')).json()
  await rescore(db, id)
  expect(await (await call('/events')).json()).toEqual(events)
})

test('a run made on the labels before is scored on the current ones alone', async () => {
  await publish(FIXED)
  const value = { policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 0.5 }
  const claim = { metricVersions: { first_error: '1' }, values: [value] }
  const response = await submit(token, manifest(old, { claim }))
  expect(response.status).toBe(201)
  const run = await response.json<Run>()
  expect(averageOf(run)).toMatchObject({ value: 0 })
  expect(run.revisions).toHaveLength(1)
  expect(await boardOf(old)).toEqual([])
})

test('a draft survives a revision that comes while it is sent', async () => {
  const { id } = await (await open(token, manifest(old))).json<{ id: string }>()
  await publish(FIXED)
  const run = await (await submit(token, manifest(old))).json<Run>()
  expect([run.id, averageOf(run)]).toMatchObject([id, { value: 0 }])
})

test('a draft on other items is refused by name and stays a draft', async () => {
  const { id } = await (await open(token, manifest(old))).json<{ id: string }>()
  await publish(ITEMS.map((item) => ({ ...item, steps: [...item.steps, 'more'] })))
  const response = await call(`/submissions/${id}/finalize`, { method: 'POST', token })
  expect(response.status).toBe(422)
  const upload = await call(`/submissions/${id}/predictions/a`, { method: 'PUT', token, body: '' })
  expect(await upload.json()).toMatchObject({
    code: 'revision_mismatch',
    issues: [{ field: 'manifest.revision' }],
  })
  const shown = await call(`/submissions/${id}`, { token })
  expect(await shown.json()).toMatchObject({ state: 'draft' })
})

test('labels that come back are the revision they were', async () => {
  const { id } = await (await submit(token, manifest(old))).json<Run>()
  await publish(FIXED)
  await rescore(db, id)
  expect(await publish()).toBe(old)
  expect(await pending()).toBe(1)
  await rescore(db, id)
  await refreshBoards()
  expect(await boardOf()).toEqual([{ run: id, value: 0.5, rank: 1 }])
})

test('a withdrawn run is scored anew and stays off the boards', async () => {
  const { id } = await (await submit(token, manifest(old))).json<Run>()
  await call(`/runs/${id}/withdraw`, { method: 'POST', token, body: '{"reason":"x"}' })
  await publish(FIXED)
  await rescore(db, id)
  expect([await pending(), await boardOf(), await boardOf(old)]).toEqual([0, [], []])
  expect(averageOf(await (await call(`/runs/${id}`)).json<Run>())).toMatchObject({ value: 0 })
})

test('the version of the metrics is told before and after', async () => {
  const { id } = await (await submit(token, manifest(old))).json<Run>()
  for (const table of ['runs', 'scorings']) {
    await env.DB.prepare(`update ${table} set version = '0'`).run()
  }
  expect(await pending()).toBe(1)
  await rescore(db, id)
  expect(await pending()).toBe(0)
  const { rows } = await (await call(`/runs/${id}/events`)).json<{ rows: object[] }>()
  expect(rows[0]).toMatchObject({
    detail: {
      metrics: 'first_error/1',
      previousMetrics: 'first_error/0',
      value: '0.5',
      previousValue: '0.5',
    },
  })
})
