import { applyD1Migrations, createScheduledController, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, expect, test } from 'vitest'
import type { Dump } from '#schema/dump.ts'
import type { ErrorBody } from '#schema/error.ts'
import type { Run } from '#schema/run.ts'
import { type ExportedRun, readExport } from '#schema/run-export.ts'
import { sha256 } from '#schema/sha256.ts'
import type { Standing } from '#schema/standing.ts'
import { writeExport } from '../../api/run-export.ts'
import worker from '../../api/worker.ts'
import { contents, call, manifest, newToken, PREDICTIONS, publish, submit } from './tiny.ts'

let revision: string
beforeEach(async () => {
  revision = await publish()
})

/** A trailing line break is part of a file; this one has none, and an empty line. */
const odd = { a: `${PREDICTIONS.a}\n`, b: PREDICTIONS.b.replace('0.7', '0.2').trimEnd() }
const published = { citation: 'Some group', url: 'https://example.org/scores' }

async function list(change: object = {}, predictions = PREDICTIONS, submitter = 'ada') {
  const { token } = await newToken({ submitter })
  const response = await submit(token, manifest(revision, change), predictions)
  const run = await response.json<Run>()
  await writeExport(drizzle(env.DB), env.FILES, run.id)
  return run
}

const night = new Date('2026-11-24T03:00:00Z')
async function dumpOf(date = night): Promise<Dump> {
  const sent: unknown[] = []
  const queue = { send: async (body: unknown) => void sent.push(body) }
  const controller = createScheduledController({ scheduledTime: date })
  await worker.scheduled(controller, { ...env, WORK: queue as never })
  return (await call('/dumps/2026-11-24')).json<Dump>()
}

async function exported(path: string): Promise<ExportedRun> {
  const response = await call(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip'])
  const unpacked = new Blob([await response.arrayBuffer()])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
  return readExport(await new Response(unpacked).text())
}

test('a run’s export file holds its manifest, its metrics and its predictions byte for byte', async () => {
  const { id, results } = await list({}, odd)
  const { run, metrics, predictions } = await exported(`/runs/${id}/export`)
  expect(run).toMatchObject({ id, submitter: 'ada', benchmark: 'tiny', revision, labelSet: '1' })
  expect(run.manifest).toEqual(manifest(revision))
  expect(metrics).toEqual(results)
  expect(predictions).toEqual(odd)
  expect(run.digests).toEqual({ a: await sha256(odd.a), b: await sha256(odd.b) })
})

test('the file is named by its hash, written once, and found by it', async () => {
  const { id } = await list()
  const { export: hash } = await (await call(`/runs/${id}`)).json<Run>()
  const file = await (await call(`/exports/${hash}`)).arrayBuffer()
  expect(await sha256(new Uint8Array(file))).toBe(hash)
  expect(await writeExport(drizzle(env.DB), env.FILES, id)).toBe('there_before')
  expect((await call(`/exports/${'0'.repeat(64)}`)).status).toBe(404)
})

test('an answer that a file was written for is a new version of the data', async () => {
  const { token } = await newToken()
  const { id } = await (await submit(token, manifest(revision))).json<Run>()
  const etag = async () => (await call(`/runs/${id}`, { method: 'HEAD' })).headers.get('etag')
  const before = await etag()
  await writeExport(drizzle(env.DB), env.FILES, id)
  const written = await etag()
  await dumpOf()
  expect(new Set([before, written, await etag()]).size).toBe(3)
})

test('files of scores from a publication without a licence are given by nobody', async () => {
  const { id } = await list({ published })
  for (const path of [`/runs/${id}/export`, `/runs/${id}/predictions/a`]) {
    const refused = await call(path)
    expect([path, refused.status, (await refused.json<ErrorBody>()).message]).toEqual([
      path,
      403,
      expect.stringContaining('https://example.org/scores'),
    ])
  }
  expect((await call(`/runs/${id}/items/a-1`)).status).toBe(200)
  expect(await writeExport(drizzle(env.DB), env.FILES, id)).toBe('not_to_be')
  expect((await dumpOf()).runs).toMatchObject([{ id, export: null, leftOut: 'no_license' }])
  const licensed = await list({ published: { ...published, license: 'CC-BY-4.0' } })
  expect((await call(`/runs/${licensed.id}/export`)).status).toBe(200)
  expect((await call(`/runs/${licensed.id}/predictions/a`)).status).toBe(200)
})

test('an export that was not written is told of, and asked for again at night', async () => {
  const { token } = await newToken()
  const { id } = await (await submit(token, manifest(revision))).json<Run>()
  expect((await call(`/runs/${id}/export`)).status).toBe(404)
  const sent: unknown[] = []
  const queue = { send: async (body: unknown) => void sent.push(body) }
  await worker.scheduled(createScheduledController(), { ...env, WORK: queue as never })
  expect(sent).toContainEqual({ kind: 'export', run: id })
})

test('a dump names every run, every benchmark, the catalog and the log', async () => {
  const { id } = await list()
  const { events } = await contents()
  const dump = await dumpOf()
  expect(dump).toMatchObject({
    date: '2026-11-24',
    benchmarks: [{ definition: { id: 'tiny' }, revision, subsets: [{ id: 'a' }, { id: 'b' }] }],
    catalog: null,
    events: { upTo: events },
    runs: [{ id, state: 'listed', leftOut: null }],
  })
  const { rows } = await (await call('/dumps')).json<{ rows: object[] }>()
  const text = await (await call('/dumps/2026-11-24')).text()
  expect(rows).toEqual([
    { date: '2026-11-24', sha256: await sha256(text), bytes: text.length, runs: 1 },
  ])
  const log = await call(`/exports/${dump.events.file}`)
  const unpacked = log.body?.pipeThrough(new DecompressionStream('gzip'))
  const entries = (await new Response(unpacked).text()).trimEnd().split('\n')
  expect(entries.map((line) => JSON.parse(line).sequence)).toEqual(
    Array.from({ length: events ?? 0 }, (_, index) => index + 1),
  )
  expect((await call('/dumps/2026-11-25')).status).toBe(404)
})

test('a dump rebuilds a board: every standing of every class is the same', async () => {
  await list({ model: { id: 'm/a', kind: 'discriminative_prm', params: 7e9 } })
  await list({ model: { id: 'm/b', kind: 'generative_prm' } }, odd, 'bob')
  await list({ model: { id: 'baseline/c', kind: 'baseline' } }, PREDICTIONS, 'bob')
  const before = await boards()
  expect(before.map(({ length }) => length)).toEqual([3, 3, 3])
  const dump = await dumpOf()
  const runs = await Promise.all(
    dump.runs.map(async ({ export: hash }) => exported(`/exports/${hash}`)),
  )

  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  expect(await publish()).toBe(dump.benchmarks[0]?.revision)
  for (const { run, predictions } of runs) {
    const { token } = await newToken({ submitter: run.submitter })
    const response = await submit(token, run.manifest, predictions)
    expect([response.status, (await response.json<Run>()).id]).toEqual([201, run.id])
  }
  expect(await boards()).toEqual(before)
}, 30_000)

/** All boards, without the dates of listing, which are those of the service that listed. */
async function boards() {
  return Promise.all(
    ['label_free', 'tuned', 'oracle'].map(async (rankingClass) => {
      const response = await call(`/leaderboards/tiny?class=${rankingClass}`)
      const { rows } = await response.json<{ rows: Standing[] }>()
      return rows.map((row) => ({ ...row, createdAt: null }))
    }),
  )
}
