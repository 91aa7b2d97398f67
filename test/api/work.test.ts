import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, expect, test } from 'vitest'
import { type Protocol, protocolHash } from '#schema/protocol.ts'
import type { Run } from '#schema/run.ts'
import type { Standing } from '#schema/standing.ts'
import { dueBoards, markChanged, refreshBoard } from '../../api/queries/boards.ts'
import worker from '../../api/worker.ts'
import { call, manifest, newToken, OPERATOR, PREDICTIONS, publish, submit } from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

const db = drizzle(env.DB)

async function board() {
  const response = await call('/leaderboards/tiny')
  return response.json<{ rows: Standing[]; facets: Record<string, Record<string, number>> }>()
}

/** Hands messages to the Worker as the queue does, and answers which were acknowledged and which come again. */
async function deliver(...bodies: readonly unknown[]) {
  const messages = bodies.map((body, index) => ({
    id: `${index}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }))
  const batch = createMessageBatch('stepmark-work', messages)
  await worker.queue(batch, env)
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext())
  return { acknowledged: explicitAcks, again: retryMessages.map(({ msgId }) => msgId) }
}

test('a run is listed at once, and placed once the board is refreshed', async () => {
  await submit(token, manifest(revision))
  await env.DB.prepare(
    'update standings set rank = null, rank_best = null, rank_worst = null',
  ).run()
  const [mark] = markChanged(db, { benchmark: 'tiny', revision }, ['label_free'])
  if (mark) await mark
  expect((await board()).rows).toMatchObject([{ rank: null, rankRange: null }])
  const delivered = await deliver({ kind: 'refresh', benchmark: 'tiny' })
  expect(delivered).toEqual({ acknowledged: ['0'], again: [] })
  expect((await board()).rows).toMatchObject([{ rank: 1 }])
  expect(await dueBoards(db)).toEqual([])
})

test('places follow values, and rank ranges the intervals', async () => {
  for (const name of ['a', 'b', 'c'])
    await submit(token, manifest(revision, { model: { id: name, kind: 'outcome_rm' } }))
  // a lies wholly above c; b overlaps with both.
  const intervals = { a: [0.7, 0.6, 0.8], b: [0.5, 0.3, 0.7], c: [0.4, 0.2, 0.5] }
  for (const [model, [value, lower, upper]] of Object.entries(intervals)) {
    await env.DB.prepare(
      "update standings set value = ?, lower = ?, upper = ? where board = 'label_free' and run = (select id from runs where model = ?)",
    )
      .bind(value, lower, upper, model)
      .run()
  }
  await refreshBoard(db, { benchmark: 'tiny', revision, board: 'label_free' })
  const { rows } = await board()
  expect(rows.map(({ model, rank, rankRange }) => [model.id, rank, rankRange])).toEqual([
    ['a', 1, { best: 1, worst: 2 }],
    ['b', 2, { best: 1, worst: 3 }],
    ['c', 3, { best: 2, worst: 3 }],
  ])
})

test('a refresh that a newer one overtook changes nothing', async () => {
  await submit(token, manifest(revision))
  // As if another refresh had already seen a later change.
  await env.DB.prepare('update boards set refreshed = 99, changes = 1, runs = 7').run()
  await env.DB.prepare('update standings set rank = 7').run()
  await refreshBoard(db, { benchmark: 'tiny', revision, board: 'label_free' })
  expect((await board()).rows).toMatchObject([{ rank: 7 }])
  const runs = await env.DB.prepare("select runs from boards where board = 'label_free'").first()
  expect(runs).toEqual({ runs: 7 })
})

test('a run is computed anew from its stored predictions, and the log says so', async () => {
  const { id, results } = await (await submit(token, manifest(revision))).json<Run>()
  await env.DB.prepare("update metrics set results = '[]', version = 'old'").run()
  await env.DB.prepare('update standings set value = 0').run()
  const asked = await call('/admin/benchmarks/tiny/rescore', { method: 'POST', token: OPERATOR })
  expect([asked.status, await asked.json()]).toEqual([202, { runs: 1 }])
  await deliver({ kind: 'rescore', run: id }, { kind: 'refresh', benchmark: 'tiny' })
  const run = await (await call(`/runs/${id}`)).json<Run>()
  expect(run.results).toEqual(results)
  expect((await board()).rows).toMatchObject([{ value: 0.5, rank: 1 }])
  const { rows } = await (await call('/events')).json<{ rows: object[] }>()
  expect(rows[0]).toMatchObject({
    type: 'run_rescored',
    run: id,
    detail: { metrics: 'first_error/1', revision },
  })
  const [, asking] = rows
  expect(asking).toMatchObject({
    type: 'rescore_requested',
    submitter: null,
    benchmark: 'tiny',
    detail: { runs: '1' },
  })
})

test('work that fails comes again; what is no work, or about no run, does not', async () => {
  const { id } = await (await submit(token, manifest(revision))).json<Run>()
  await env.DB.prepare('delete from labels').run()
  const delivered = await deliver(
    { kind: 'rescore', run: id },
    { kind: 'rescore', run: 'run_0000000000000000' },
    { kind: 'sweep' },
  )
  expect(delivered).toEqual({ acknowledged: ['1', '2'], again: ['0'] })
})

test('the night refreshes boards whose message was lost', async () => {
  const { id } = await (await submit(token, manifest(revision), PREDICTIONS)).json<Run>()
  const [mark] = markChanged(db, { benchmark: 'tiny', revision }, ['label_free'])
  if (mark) await mark
  await env.DB.prepare('update standings set rank = null where run = ?').bind(id).run()
  const sent: unknown[] = []
  const queue = { send: async (body: unknown) => void sent.push(body) }
  await worker.scheduled(createScheduledController(), { ...env, WORK: queue as never })
  expect(sent).toContainEqual({ kind: 'refresh', benchmark: 'tiny' })
})

test('a standing names its protocol, whose hash is that of its content', async () => {
  await submit(token, manifest(revision))
  const hash = (await board()).rows[0]?.protocol ?? ''
  const protocol = await (await call(`/protocols/${hash}`)).json<Protocol>()
  expect(await protocolHash(protocol)).toBe(hash)
  expect(protocol).toMatchObject({ benchmark: 'tiny', revision, rankingClass: 'label_free' })
  expect((await call(`/protocols/${'0'.repeat(64)}`)).status).toBe(404)
})
