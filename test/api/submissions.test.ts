import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import {
  call,
  contents,
  manifest,
  newToken,
  open,
  PREDICTIONS,
  publish,
  refusalOf,
  submit,
} from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

test('a run is recomputed, stored, listed and logged', async () => {
  const response = await submit(token, manifest(revision))
  expect(response.status).toBe(201)
  const run = await response.json<Run>()
  const f1 = run.results.filter(({ metric, policy }) => metric === 'f1' && policy === 'fixed:0.5')
  // a: error 1/1, correct 1/1. b: error 0/1, correct 1/1.
  expect(f1).toMatchObject([
    { subset: 'a', value: 1, counts: { error_k: 1, error_n: 1, correct_k: 1, correct_n: 1 } },
    { subset: 'b', value: 0, counts: { error_k: 0, error_n: 1, correct_k: 1, correct_n: 1 } },
    { subset: 'average', value: 0.5 },
  ])
  expect(run).toMatchObject({ submitter: 'ada', trust: 'recomputed', benchmark: 'tiny' })
  const { rows } = await (await call('/events')).json<{ rows: { type: string; run: string }[] }>()
  expect(rows[0]).toMatchObject({ type: 'run_listed', run: run.id })
  const file = await call(`/runs/${run.id}/predictions/a`)
  expect(await file.text()).toBe(PREDICTIONS.a)
})

test('the same submission twice is one run', async () => {
  const first = await submit(token, manifest(revision))
  const before = await contents()
  const second = await submit(token, manifest(revision))
  expect([first.status, second.status]).toEqual([201, 200])
  expect(await second.json()).toEqual(await first.json())
  expect(await contents()).toEqual(before)
})

test('two finalize calls at the same moment list one run', async () => {
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  for (const [subset, body] of Object.entries(PREDICTIONS)) {
    await call(`/submissions/${id}/predictions/${subset}`, { method: 'PUT', token, body })
  }
  const finalize = () => call(`/submissions/${id}/finalize`, { method: 'POST', token })
  const [first, second] = await Promise.all([finalize(), finalize()])
  expect(new Set([first.status, second.status])).toEqual(new Set([200, 201]))
  expect(await second.json()).toEqual(await first.json())
  const listed = await env.DB.prepare("select * from events where type = 'run_listed'").all()
  expect(listed.results).toHaveLength(1)
})

test('the order of keys does not make another run', async () => {
  const { schema, ...rest } = manifest(revision)
  const first = await (await submit(token, manifest(revision))).json<Run>()
  const second = await (await submit(token, { ...rest, schema })).json<Run>()
  expect(second.id).toBe(first.id)
})

test('the same content of another submitter is another run', async () => {
  const other = await newToken({ submitter: 'grace' })
  const first = await (await submit(token, manifest(revision))).json<Run>()
  const second = await (await submit(other.token, manifest(revision))).json<Run>()
  expect(second.id).not.toBe(first.id)
})

test('an upload may be gzipped, and sent again after a failure', async () => {
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  const path = `/submissions/${id}/predictions/a`
  const stream = new Blob([PREDICTIONS.a]).stream().pipeThrough(new CompressionStream('gzip'))
  const body = await new Response(stream).arrayBuffer()
  const headers = { 'content-encoding': 'gzip' }
  const cut = await call(path, { method: 'PUT', token, body: body.slice(0, 20), headers })
  expect(await refusalOf(cut)).toMatchObject({ status: 400, code: 'invalid_request' })
  const whole = await call(path, { method: 'PUT', token, body, headers })
  expect(await whole.json()).toMatchObject({ received: ['a'], missing: ['b'], state: 'draft' })
})

test('votes travel the same way as scores', async () => {
  const predictions = {
    a: '{"id":"a-1","verdicts":[1,0,1]}\n{"id":"a-2","verdicts":[null,-1]}\n',
    b: '{"id":"b-1","verdicts":[null]}\n{"id":"b-2","verdicts":[2,2,-1]}\n',
  }
  const response = await submit(token, manifest(revision), predictions)
  const run = await response.json<Run>()
  // a: both right. b: no vote that can be read, and a false alarm.
  expect(run.results.filter(({ metric }) => metric === 'f1')).toMatchObject([
    { policy: 'vote', subset: 'a', value: 1 },
    { policy: 'vote', subset: 'b', value: 0 },
    { policy: 'vote', subset: 'average', value: 0.5 },
  ])
  const judged = await (await call('/items/tiny/b-2/runs')).json<{ rows: unknown[] }>()
  expect(judged.rows).toMatchObject([
    {
      votes: [2, 2, -1],
      scores: null,
      verdict: { decision: { kind: 'at', step: 2 }, outcome: 'false_alarm' },
    },
  ])
  // Each item keeps its own number of votes, and those that could not be read.
  const few = await (await call('/items/tiny/b-1/runs')).json<{ rows: unknown[] }>()
  expect(few.rows).toMatchObject([{ votes: [null], verdict: { outcome: 'undecided' } }])
  const two = await (await call('/items/tiny/a-2/runs')).json<{ rows: unknown[] }>()
  expect(two.rows).toMatchObject([{ votes: [null, -1], verdict: { outcome: 'passed' } }])
})

test('what is attached to a line comes back as it was sent', async () => {
  const line = {
    id: 'a-1',
    verdicts: [1, null],
    attachments: [
      { kind: 'critique', step: 1, draw: 0, text: '<script>alert(1)</script>' },
      { kind: 'tool_call', title: 'python', json: { code: '1 + 1' } },
      { kind: 'passage', url: 'https://example.org/' },
    ],
  }
  const predictions = {
    a: `${JSON.stringify(line)}\n{"id":"a-2","verdicts":[-1]}\n`,
    b: '{"id":"b-1","verdicts":[0]}\n{"id":"b-2","verdicts":[-1]}\n',
  }
  const { id } = await (await submit(token, manifest(revision), predictions)).json<Run>()
  expect(await (await call(`/runs/${id}/items/a-1`)).json()).toEqual(line)
})

test('scores that are no probabilities rank without labels only by a declared cut', async () => {
  const unbounded = manifest(revision, { scoreKind: { kind: 'unbounded' } })
  const run = await (await submit(token, unbounded)).json<Run>()
  expect(new Set(run.results.map(({ policy }) => policy))).toEqual(new Set(['tuned:a', 'oracle']))
  const cut = manifest(revision, { scoreKind: { kind: 'unbounded', cut: 0.75 } })
  const declared = await (await submit(token, cut)).json<Run>()
  expect(declared.results[0]).toMatchObject({ policy: 'fixed:0.75' })
})

describe('a bad submission is refused by name and changes nothing:', () => {
  const lines = { a: PREDICTIONS.a.split('\n'), b: PREDICTIONS.b.split('\n') }
  test.for([
    ['a missing item', `${lines.a[0]}\n`, 'a-2', 'id'],
    ['an extra item', `${PREDICTIONS.a}{"id":"z","scores":[1]}\n`, 'z', 'id'],
    ['an item of another subset', `${PREDICTIONS.a}${lines.b[0]}\n`, 'b-1', 'id'],
    ['a duplicate item', `${PREDICTIONS.a}${lines.a[1]}\n`, 'a-2', 'id'],
    ['a wrong step count', PREDICTIONS.a.replace('0.9,', ''), 'a-1', 'scores'],
    ['NaN', PREDICTIONS.a.replace('0.9', 'NaN'), undefined, ''],
    ['infinity', PREDICTIONS.a.replace('0.9', '1e999'), 'a-1', 'scores.0'],
    ['a string for a number', PREDICTIONS.a.replace('0.9', '"0.9"'), 'a-1', 'scores.0'],
    ['a score outside its kind', PREDICTIONS.a.replace('0.9', '9'), 'a-1', 'scores.0'],
  ] as const)('%s', async ([, a, item, field]) => {
    const predictions = { ...PREDICTIONS, a }
    await open(token, manifest(revision), predictions)
    const before = await contents()
    const refusal = await refusalOf(await submit(token, manifest(revision), predictions))
    expect(refusal).toMatchObject({ status: 422, code: 'invalid_predictions' })
    expect(refusal.issues).toContainEqual(expect.objectContaining({ ...(item && { item }), field }))
    expect(await contents()).toEqual(before)
  })

  test('a truncated upload', async () => {
    const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
    const before = await contents()
    const path = `/submissions/${id}/predictions/a`
    const body = PREDICTIONS.a.slice(0, -40)
    const refusal = await refusalOf(await call(path, { method: 'PUT', token, body }))
    expect(refusal).toMatchObject({ status: 422, code: 'digest_mismatch' })
    expect(await contents()).toEqual(before)
  })

  test('bytes that are no text', async () => {
    const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
    const path = `/submissions/${id}/predictions/a`
    const body = Uint8Array.of(0xff, 0xfe, 0x00).buffer
    const refusal = await refusalOf(await call(path, { method: 'PUT', token, body }))
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
  })

  test('a small body that unpacks to a huge one', async () => {
    const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
    const zeros = new Blob(Array.from({ length: 30 }, () => ' '.repeat(1_000_000)))
    const packed = zeros.stream().pipeThrough(new CompressionStream('gzip'))
    const body = await new Response(packed).arrayBuffer()
    const headers = { 'content-encoding': 'gzip' }
    const path = `/submissions/${id}/predictions/a`
    const refusal = await refusalOf(await call(path, { method: 'PUT', token, body, headers }))
    expect(refusal).toMatchObject({ status: 413, code: 'too_large' })
  })

  test('a claim that does not recompute, with both values', async () => {
    const value = { policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 0.75 }
    const claim = { metricVersions: { first_error: '1' }, values: [value] }
    const refusal = await refusalOf(await submit(token, manifest(revision, { claim })))
    expect(refusal).toMatchObject({ status: 422, code: 'claim_mismatch' })
    expect(refusal.issues?.[0]?.message).toContain('claimed 0.75, recomputed 0.5')
    expect((await contents())['runs']).toBe(0)
  })

  test('an unknown manifest key', async () => {
    const before = await contents()
    const refusal = await refusalOf(await open(token, manifest(revision, { thresold: 0.4 })))
    expect(refusal).toMatchObject({ status: 422, code: 'invalid_record' })
    expect(JSON.stringify(refusal.issues)).toContain('thresold')
    expect(await contents()).toEqual(before)
  })

  test.for([
    ['an unknown benchmark', { benchmark: 'other' }, 'unknown_benchmark'],
    ['another revision', { revision: '0'.repeat(64) }, 'revision_mismatch'],
    ['a partial run', { partial: true }, 'incomplete'],
  ] as const)('%s', async ([, change, code]) => {
    const before = await contents()
    const refusal = await refusalOf(await open(token, manifest(revision, change)))
    expect(refusal).toMatchObject({ status: 422, code })
    expect(await contents()).toEqual(before)
  })

  test('a subset without digest, and a subset that is none', async () => {
    const predictions = { a: PREDICTIONS.a, c: '' }
    const refusal = await refusalOf(await open(token, manifest(revision), predictions))
    expect(refusal.code).toBe('incomplete')
    expect(refusal.issues?.map(({ field }) => field)).toEqual(['predictions.b', 'predictions.c'])
  })

  test('finalizing before everything came', async () => {
    const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
    const before = await contents()
    const response = await call(`/submissions/${id}/finalize`, { method: 'POST', token })
    const refusal = await refusalOf(response)
    expect(refusal).toMatchObject({ status: 422, code: 'incomplete' })
    expect(refusal.issues?.map(({ field }) => field)).toEqual(['a', 'b'])
    expect(await contents()).toEqual(before)
  })

  test('scores in one subset and votes in another', async () => {
    const b = '{"id":"b-1","verdicts":[0]}\n{"id":"b-2","verdicts":[-1]}\n'
    const refusal = await refusalOf(await submit(token, manifest(revision), { ...PREDICTIONS, b }))
    expect(refusal).toMatchObject({ status: 422, code: 'invalid_predictions' })
    expect((await contents())['runs']).toBe(0)
  })

  test('a body that is not JSON', async () => {
    const response = await call('/submissions', { method: 'POST', token, body: '{' })
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'invalid_request' })
  })

  test('another submitter’s submission', async () => {
    const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
    const other = await newToken({ submitter: 'grace' })
    const path = `/submissions/${id}/predictions/a`
    const response = await call(path, { method: 'PUT', token: other.token, body: PREDICTIONS.a })
    expect(await refusalOf(response)).toMatchObject({ status: 404, code: 'not_found' })
  })
})

test('a run cannot be written beside the submission endpoints', async () => {
  const insert = env.DB.prepare(RUN_ROW).bind('run_0123456789abcdef', revision)
  await expect(insert.run()).rejects.toThrow('a run needs a complete submission')
  const { id } = await (await open(token, manifest(revision))).json<{ id: string }>()
  const incomplete = env.DB.prepare(RUN_ROW).bind(id, revision)
  await expect(incomplete.run()).rejects.toThrow('a run needs a complete submission')
})

const RUN_ROW = `insert into runs (id, benchmark, revision, model, submitter, state, unlisted, trust, attested, predictions, version, coverage, created_at)
  values (?, 'tiny', ?, 'm', 's', 'listed', 0, 'recomputed', 0, 'scores', '1', '{}', '2026-01-01')`
