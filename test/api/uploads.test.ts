import { env } from 'cloudflare:workers'
import { createScheduledController } from 'cloudflare:test'
import { beforeEach, expect, test, vi } from 'vitest'
import { DRAFT_DAYS, MAX_SCORES } from '#schema/submission.ts'
import worker from '../../api/worker.ts'
import app from '../../api/app.ts'
import { partReader } from '../../api/part-reader.ts'
import { readUpload } from '../../api/upload.ts'
import {
  call,
  contents,
  manifest,
  newToken,
  open,
  PREDICTIONS,
  publish,
  refusalOf,
} from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

/** A body in pieces of so many bytes. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

async function linesOf(text: string, size: number) {
  const lines: [string, number, number][] = []
  const read = await readUpload(inPieces(text, size), {
    gzip: false,
    maxBytes: 1000,
    onLine(line, { offset, length }) {
      lines.push([line, offset, length])
      return 'more'
    },
  })
  return { read, lines }
}

test.for([1, 2, 3, 7, 100])('a text in pieces of %i bytes has the same lines', async (size) => {
  // ä takes two bytes, 🙂 four.
  const { read, lines } = await linesOf('ä\n\n🙂b\nend', size)
  expect(lines).toEqual([
    ['ä', 0, 2],
    ['', 3, 0],
    ['🙂b', 4, 5],
    ['end', 10, 3],
  ])
  expect(read).toMatchObject({ status: 'ok' })
})

test('a character that is cut off at the end is no text', async () => {
  const cut = new TextEncoder().encode('a\nä').slice(0, 3)
  const body = new Blob([cut]).stream()
  const read = await readUpload(body, { gzip: false, maxBytes: 99, onLine: () => 'more' })
  expect(read).toMatchObject({ status: 'refused', code: 'invalid_request' })
})

test('an upload that breaks off stores nothing, and goes on part by part', async () => {
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  const path = `/submissions/${id}/predictions`
  await call(`${path}/a`, { method: 'PUT', token, body: PREDICTIONS.a })
  const before = await contents()
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(PREDICTIONS.b.slice(0, 30)))
    },
    pull(controller) {
      controller.error(new Error('the connection is gone'))
    },
  })
  const request = new Request(`http://test/api/v1${path}/b`, {
    method: 'PUT',
    body: broken,
    headers: { authorization: `Bearer ${token}` },
  })
  expect((await app.request(request, {}, env)).status).toBe(400)
  expect(await contents()).toEqual(before)
  const again = await open(token, manifest(revision))
  expect(await again.json()).toMatchObject({ id, received: ['a'], missing: ['b'] })
})

test('a part that the database refuses is not there by half', async () => {
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  const before = await contents()
  await env.DB.prepare(
    "create trigger broken before insert on submission_parts begin select raise(abort, 'disk full'); end",
  ).run()
  const path = `/submissions/${id}/predictions/a`
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect((await call(path, { method: 'PUT', token, body: PREDICTIONS.a })).status).toBe(500)
  log.mockRestore()
  // The file alone: it is written again with the part, and removed with the draft.
  expect(await contents()).toEqual({ ...before, files: (before['files'] ?? 0) + 1 })
  await env.DB.prepare('drop trigger broken').run()
  expect((await call(path, { method: 'PUT', token, body: PREDICTIONS.a })).status).toBe(200)
})

test('a part is read no further than the line that brings it above its cap', () => {
  const places = ['x', 'y', 'z'].map((id) => ({ id, expected: { id, lengths: [1, 1] } }))
  const scoreKind = { kind: 'probability' } as const
  const reader = partReader(places, { scoreKind, maxScores: 5 })
  // 2 scores, then 2 in a channel and 2 draws of 2 beside them.
  const range = { offset: 0, length: 0 }
  expect(reader.line('{"id":"x","scores":[0,1]}', range)).toBe('more')
  const line = '{"id":"y","channels":{"c":[0,1]},"draws":[[0,1],[1,1]]}'
  expect([reader.line(line, range), reader.scores()]).toEqual(['stop', 8])
})

test('more scores than a run may hold are refused by name', async () => {
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  await env.DB.prepare(
    `insert into submission_parts values ('${id}', 'b', x'', ${MAX_SCORES.run - 2}, '2026-01-01')`,
  ).run()
  const path = `/submissions/${id}/predictions/a`
  const refusal = await refusalOf(await call(path, { method: 'PUT', token, body: PREDICTIONS.a }))
  expect(refusal).toMatchObject({
    status: 413,
    code: 'too_large',
    issues: [{ field: 'predictions.a' }],
  })
  expect(refusal.message).toContain(String(MAX_SCORES.run))
})

test('what can never be listed is refused for good, and says so again', async () => {
  const value = { policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 0.75 }
  const about = manifest(revision, {
    claim: { metricVersions: { first_error: '1' }, values: [value] },
  })
  const { id } = await (await open(token, about)).json<{ id: string }>()
  for (const [subset, body] of Object.entries(PREDICTIONS)) {
    await call(`/submissions/${id}/predictions/${subset}`, { method: 'PUT', token, body })
  }
  const finalize = () => call(`/submissions/${id}/finalize`, { method: 'POST', token })
  const first = await (await finalize()).json()
  expect(first).toMatchObject({ code: 'claim_mismatch', issues: [{ field: 'claim.values.0' }] })
  const before = await contents()
  const again = await finalize()
  expect([again.status, await again.json()]).toEqual([422, first])
  expect(await contents()).toEqual(before)
  expect(await (await open(token, about)).json()).toMatchObject({
    id,
    state: 'refused',
    reason: expect.stringContaining('do not follow'),
  })
  const { rows } = await (await call('/events?type=submission_refused')).json<{ rows: object[] }>()
  expect(rows).toMatchObject([{ run: id, submitter: 'ada', detail: { code: 'claim_mismatch' } }])
})

test('the night removes drafts that nothing was added to, with their files', async () => {
  const empty = await contents()
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  const path = `/submissions/${id}/predictions/a`
  await call(path, { method: 'PUT', token, body: PREDICTIONS.a })
  const night = async (days: number) => {
    const scheduledTime = new Date(Date.now() + days * 86_400_000)
    await worker.scheduled(createScheduledController({ scheduledTime }), env)
    // The dump of the night, and what it names.
    const { objects } = await env.FILES.list()
    const dumped = objects.map(({ key }) => key).filter((key) => !key.startsWith('predictions/'))
    await env.FILES.delete(dumped)
  }
  const before = await contents()
  await night(DRAFT_DAYS - 0.5)
  expect(await contents()).toEqual(before)
  await night(DRAFT_DAYS + 0.5)
  expect(await contents()).toEqual({ ...empty, events: (empty['events'] ?? 0) + 1 })
  const { rows } = await (await call('/events')).json<{ rows: object[] }>()
  expect(rows[0]).toMatchObject({ type: 'drafts_removed', detail: { drafts: '1' } })
})
