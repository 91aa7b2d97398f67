import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunManifest } from '#schema/manifest.ts'
import type { Run } from '#schema/run.ts'
import { sha256 } from '#schema/sha256.ts'
import { runId } from '#schema/submission.ts'
import type { Bindings } from '../../api/env.ts'
import { FAULTS, faultyEnv } from './faulty-env.ts'
import {
  call,
  contents,
  manifest,
  newToken,
  PREDICTIONS,
  publish,
  refreshBoards,
  submit,
} from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

/** The requests of a submission, in order: each from the id that the first one answered. */
const STAGES = ['open', 'upload a', 'upload b', 'finalize'] as const

/** More storage operations than any stage takes. */
const MANY = 60

describe.for(FAULTS)('an operation of storage that is %s', (fault) => {
  test.for(STAGES)('during: %s', { timeout: 120_000 }, async (stage) => {
    const expected = await undisturbed()
    const before = await contents()
    let faults = 0
    for (let at = 1; at < MANY; at++) {
      const about = manifest(revision, { seed: at })
      const disturbed = faultyEnv(fault, at)
      for (const one of STAGES) {
        const response = await request(one, about, one === stage ? disturbed.bindings : env)
        if (response.ok) continue
        expect([one, response.status, await response.json()]).toMatchObject([
          stage,
          500,
          { code: 'internal' },
        ])
        await expectNothingHalfListed()
        // The client sends the same again.
        expect([200, 201]).toContain((await request(one, about, env)).status)
      }
      await refreshBoards()
      expect(await listed(about)).toEqual(expected)
      if (disturbed.operations.length < at) break
      faults += 1
    }
    expect(faults).toBeGreaterThan(0)
    expect(faults).toBeLessThan(MANY - 1)
    const after = await contents()
    const runs = (after['runs'] ?? 0) - (before['runs'] ?? 0)
    expect(runs).toBe(faults + 1)
    const growth = (name: string) => (after[name] ?? 0) - (before[name] ?? 0)
    expect(growth('submissions')).toBe(runs)
    expect(growth('submission_parts')).toBe(2 * runs)
    expect(growth('files')).toBeGreaterThanOrEqual(2 * runs)
    await expectNothingHalfListed()
  })
})

test('two finalizes at once list one run, and both say so', async () => {
  const about = manifest(revision)
  for (const stage of STAGES.slice(0, 3)) await request(stage, about, env)
  const answers = await Promise.all([
    request('finalize', about, env),
    request('finalize', about, env),
    request('finalize', about, env),
  ])
  for (const answer of answers) expect([200, 201]).toContain(answer.status)
  const runs = await Promise.all(answers.map((answer) => answer.json<Run>()))
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
  const { runs: stored, events } = await contents()
  expect(stored).toBe(1)
  const log = await (await call('/events?limit=100')).json<{ rows: { type: string }[] }>()
  expect(log.rows.filter(({ type }) => type === 'run_listed')).toHaveLength(1)
  expect(events).toBeGreaterThan(0)
})

test('the same run twice, at once, is one run', async () => {
  const [first, second] = await Promise.all([
    submit(token, manifest(revision)),
    submit(token, manifest(revision)),
  ])
  expect([200, 201]).toContain(first.status)
  expect([200, 201]).toContain(second.status)
  expect((await contents())['runs']).toBe(1)
})

/** What a run of these predictions holds when nothing goes wrong. */
async function undisturbed() {
  await submit(token, manifest(revision))
  return listed(manifest(revision))
}

async function listed(about: RunManifest) {
  const { results, coverage } = await (await call(`/runs/${await idOf(about)}`)).json<Run>()
  return { results, coverage }
}

async function submissionOf(about: RunManifest) {
  const [a, b] = [await sha256(PREDICTIONS.a), await sha256(PREDICTIONS.b)]
  return { manifest: about, predictions: { a, b } }
}

async function idOf(about: RunManifest) {
  return runId(await submissionOf(about), 'ada')
}

async function request(
  stage: (typeof STAGES)[number],
  about: RunManifest,
  bindings: Bindings,
): Promise<Response> {
  const id = await idOf(about)
  const send = (path: string, method: string, body?: string) =>
    call(`/submissions${path}`, { method, token, bindings, ...(body !== undefined && { body }) })
  switch (stage) {
    case 'open':
      return send('', 'POST', JSON.stringify(await submissionOf(about)))
    case 'upload a':
      return send(`/${id}/predictions/a`, 'PUT', PREDICTIONS.a)
    case 'upload b':
      return send(`/${id}/predictions/b`, 'PUT', PREDICTIONS.b)
    case 'finalize':
      return send(`/${id}/finalize`, 'POST')
  }
}

/** Whatever went wrong, a run has everything that belongs to it, or there is no trace of it on a board. */
async function expectNothingHalfListed() {
  const found = await env.DB.batch(HALF_LISTED.map((sql) => env.DB.prepare(sql)))
  expect(found.map(({ results }) => results)).toEqual(HALF_LISTED.map(() => []))
}
const HALF_LISTED = [
  'select id from runs where id not in (select run from metrics)',
  'select id from runs where id not in (select run from standings)',
  "select id from runs where id not in (select run from events where type = 'run_listed')",
  'select run from standings where run not in (select id from runs)',
  'select run from metrics where run not in (select id from runs)',
  "select id from submissions where (state = 'listed') <> (id in (select id from runs))",
]
