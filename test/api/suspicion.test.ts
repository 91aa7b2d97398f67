import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Event } from '#schema/event.ts'
import type { Run } from '#schema/run.ts'
import type { Standing } from '#schema/standing.ts'
import worker from '../../api/worker.ts'
import { call, newToken, OPERATOR, publish, refreshBoards, refusalOf } from './tiny.ts'
import { finalized, honest, moved, scored, submitter, WIDE, WIDE_ITEMS } from './wide.ts'

let revision: string
let ada: string
let grace: string
beforeEach(async () => {
  revision = await publish(WIDE_ITEMS, WIDE)
  ada = await submitter('ada')
  grace = await submitter('grace')
})

const other = { id: 'm/other', revision: 'abc', kind: 'discriminative_prm' }

async function board(query = '') {
  const response = await call(`/leaderboards/tiny${query}`)
  return response.json<{ rows: Standing[]; facets: Record<string, Record<string, number>> }>()
}

async function log(): Promise<readonly Event[]> {
  return (await (await call('/events')).json<{ rows: Event[] }>()).rows
}

function decide(verb: 'clear' | 'hold', run: string, body: object, token = OPERATOR) {
  const path = `/admin/runs/${run}/${verb}`
  return call(path, { method: 'POST', token, body: JSON.stringify(body) })
}

test('a gold copy is held: shown, unranked, with its reason, in the log', async () => {
  const run = await finalized(ada, gold(), { revision })
  const listed = await finalized(grace, honest(1), { revision, model: other })
  const reason =
    'The 900 scores are 0 or 1, and nothing between, from a model that gives many values. Under fixed:0.5 it decides 300 of 300 items exactly as they are labelled.'
  expect(run).toMatchObject({
    state: 'held',
    reason,
    suspicions: [
      { tag: 'two_valued', numbers: { scores: 900, low: 0, high: 1 } },
      { tag: 'gold_equal', numbers: { right: 300, decided: 300, share: 1 } },
    ],
  })
  const { rows } = await board()
  expect(rows).toMatchObject([
    { run: run.id, value: 1, rank: null, held: true, reason },
    { run: listed.id, rank: 1, held: false, reason: null },
  ])
  expect(await log()).toContainEqual(
    expect.objectContaining({
      type: 'run_held',
      run: run.id,
      submitter: null,
      detail: { model: 'm/one', reason, found: 'two_valued,gold_equal' },
    }),
  )
})

test('constant scores are held; those of a baseline, which never ranks, are not', async () => {
  const flat = scored(() => 0.5)
  expect(await finalized(ada, flat, { revision })).toMatchObject({
    state: 'held',
    suspicions: [{ tag: 'constant' }],
  })
  const model = { id: 'baseline/flat', kind: 'baseline' }
  for (const token of [ada, grace]) {
    expect(await finalized(token, flat, { revision, model })).toMatchObject({ state: 'listed' })
  }
})

describe('a copy of another’s run is held, whatever was done to it:', () => {
  test('a download that is uploaded again', async () => {
    const original = await finalized(ada, honest(1), { revision })
    const [a, b] = await Promise.all(
      ['a', 'b'].map(async (subset) =>
        (await call(`/runs/${original.id}/predictions/${subset}`)).text(),
      ),
    )
    const copy = await finalized(grace, { a: a ?? '', b: b ?? '' }, { revision, model: other })
    expect(copy).toMatchObject({
      state: 'held',
      suspicions: [
        {
          tag: 'copied',
          run: original.id,
          sentence: `Its scores put all steps in the very order of ${original.id} (m/one, by ada).`,
        },
      ],
    })
  })

  test.for([
    ['the same model', honest(1), {}],
    [
      'another scale',
      affine(honest(1)),
      { model: other, scoreKind: { kind: 'bounded', range: [-1, 1], cut: 0 } },
    ],
    ['noise of a millionth', moved(honest(1), 1e-6), { model: other }],
    ['noise of a hundredth', moved(honest(1), 1e-2), { model: other }],
    ['fewer digits', rounded(honest(1)), { model: other }],
  ] as const)('%s', async ([, files, change]) => {
    const original = await finalized(ada, honest(1), { revision })
    const copy = await finalized(grace, files, { revision, ...change })
    expect(copy).toMatchObject({
      state: 'held',
      suspicions: [{ tag: 'copied', run: original.id }],
    })
  })

  test('the same submitter, under the name of another model', async () => {
    const original = await finalized(ada, honest(1), { revision })
    const copy = await finalized(ada, honest(1), { revision, model: other })
    expect(copy.suspicions).toMatchObject([{ tag: 'copied', run: original.id }])
  })

  test('scores turned into votes', async () => {
    const original = await finalized(ada, honest(1), { revision })
    const votes = votesOf(honest(1))
    const model = { ...other, kind: 'generative_prm' }
    const copy = await finalized(grace, votes, { revision, model })
    expect(copy.suspicions).toMatchObject([
      { tag: 'copied', run: original.id, numbers: { decisions: 1 } },
    ])
  })

  test('a run that is not public is not named', async () => {
    const original = await finalized(ada, honest(1), { revision })
    await env.DB.prepare('update runs set unlisted = 1').run()
    const copy = await finalized(grace, honest(1), { revision, model: other })
    expect(copy.reason).toContain('a run that is not public')
    expect(JSON.stringify(copy.suspicions)).not.toContain(original.id)
  })
})

test('one’s own scores with another manifest are a duplicate, not a copy', async () => {
  await finalized(ada, honest(1), { revision })
  const again = await finalized(ada, honest(1), { revision, seed: 2 })
  expect(again).toMatchObject({ state: 'listed', suspicions: [], attempts: 2 })
})

test('runs of their own are listed', async () => {
  await finalized(ada, honest(1), { revision })
  const run = await finalized(grace, honest(2), { revision, model: other })
  expect(run).toMatchObject({ state: 'listed', reason: null, suspicions: [] })
})

describe('the operator', () => {
  test('clears a held run, which then ranks, and rescoring leaves it so', async () => {
    const { id, suspicions } = await finalized(ada, gold(), { revision })
    const cleared = await decide('clear', id, { reason: 'Their data was inspected.' })
    expect(await cleared.json<Run>()).toMatchObject({
      state: 'listed',
      reason: 'Their data was inspected.',
      suspicions,
    })
    await refreshBoards()
    expect((await board()).rows).toMatchObject([{ run: id, rank: 1, held: false, reason: null }])
    expect((await log())[0]).toMatchObject({
      type: 'run_cleared',
      submitter: null,
      detail: { reason: 'Their data was inspected.' },
    })
    const batch = createMessageBatch('stepmark-work', [
      { id: '0', timestamp: new Date(), attempts: 1, body: { kind: 'rescore', run: id } },
    ])
    await worker.queue(batch, env)
    await getQueueResult(batch, createExecutionContext())
    await refreshBoards()
    expect((await board()).rows).toMatchObject([{ run: id, rank: 1, held: false }])
  })

  test('holds a listed run, and rescoring leaves it so', async () => {
    const { id } = await finalized(ada, honest(1), { revision })
    const held = await decide('hold', id, { reason: 'It cannot be.' })
    expect(await held.json<Run>()).toMatchObject({ state: 'held', reason: 'It cannot be.' })
    await refreshBoards()
    const unranked = { run: id, rank: null, held: true, reason: 'It cannot be.' }
    expect((await board()).rows).toMatchObject([unranked])
    const batch = createMessageBatch('stepmark-work', [
      { id: '0', timestamp: new Date(), attempts: 1, body: { kind: 'rescore', run: id } },
    ])
    await worker.queue(batch, env)
    await refreshBoards()
    expect((await board()).rows).toMatchObject([unranked])
  })

  test('is the only one who may, and must say why', async () => {
    const { id } = await finalized(ada, honest(1), { revision })
    const refusals = [
      await decide('hold', id, { reason: 'Envy' }, grace),
      await call(`/admin/runs/${id}/clear`, { method: 'POST', body: '{"reason":"x"}' }),
      await decide('hold', id, { reason: '  ' }),
      await decide('clear', id, { reason: 'It is not held' }),
      await decide('hold', 'run_0000000000000000', { reason: 'Nothing there' }),
    ]
    const codes = await Promise.all(refusals.map(async (one) => (await refusalOf(one)).code))
    expect(codes).toEqual(['forbidden', 'unauthorized', 'invalid_record', 'conflict', 'not_found'])
    const { token } = await newToken({ submitter: 'root', scopes: ['admin'] })
    expect((await decide('hold', id, { reason: 'x' }, token)).status).toBe(200)
  })
})

test('attempts count what was finalized of a model by a submitter, on every row', async () => {
  await finalized(ada, honest(1), { revision })
  const second = await finalized(ada, honest(2), { revision })
  await finalized(grace, honest(3), { revision })
  await finalized(ada, honest(4), { revision, model: other })
  expect(second.attempts).toBe(2)
  const { rows } = await board()
  const shown = rows.map(({ model, submitter: by, attempts }) => `${by} ${model.id} ${attempts}`)
  expect(shown.toSorted()).toEqual(['ada m/one 2', 'ada m/one 2', 'ada m/other 1', 'grace m/one 1'])
  const page = await (await call('/models/m/one')).json<{ standings: { attempts: number }[] }>()
  expect(page.standings.map(({ attempts }) => attempts)).toEqual([1, 2, 2])
})

test('what a submitter discloses is shown, can be filtered by, and costs no rank', async () => {
  const disclosure = { declared: 'overlap', overlap: 'Its training set holds MATH.' }
  const open = await finalized(ada, honest(1), { revision, disclosure })
  await finalized(grace, honest(2), { revision, disclosure: { declared: 'clean' } })
  await finalized(grace, honest(3), { revision, model: other })
  const { rows, facets } = await board('?disclosure=overlap')
  expect(rows).toMatchObject([{ run: open.id, disclosure: 'overlap' }])
  expect(rows[0]?.rank).toEqual(expect.any(Number))
  expect(facets['disclosure']).toEqual({ overlap: 1, clean: 1, not_stated: 1 })
})

test('a run of scores leaves six fingerprints', async () => {
  await finalized(ada, honest(1), { revision })
  const { results } = await env.DB.prepare(
    'select "of", count(*) as n from fingerprints group by 1 order by 1',
  ).all()
  // Two samples of each of two subsets.
  expect(results).toEqual([
    { of: 'decisions', n: 1 },
    { of: 'order', n: 1 },
    { of: 'steps', n: 4 },
  ])
})

/** The labels as scores: 1 before the first error, 0 from there on. */
function gold() {
  return scored(({ label, steps }, step) =>
    step < (label.kind === 'at' ? label.step : steps.length) ? 1 : 0,
  )
}

function affine(files: ReturnType<typeof honest>) {
  return mapped(files, (score) => 2 * score - 1)
}

function rounded(files: ReturnType<typeof honest>) {
  return mapped(files, (score) => Number(score.toFixed(3)))
}

function mapped(files: ReturnType<typeof honest>, change: (score: number) => number) {
  const rewrite = (text: string) =>
    text.replace(/0\.\d+(e-\d+)?/g, (score) => String(change(Number(score))))
  return { a: rewrite(files.a), b: rewrite(files.b) }
}

/** The first step below 0.5 of each item, as one vote. */
function votesOf(files: ReturnType<typeof honest>) {
  const rewrite = (text: string) =>
    text.replace(/"scores":\[(.*)\]/g, (_, list: string) => {
      const vote = list.split(',').findIndex((score) => Number(score) < 0.5)
      return `"verdicts":[${vote}]`
    })
  return { a: rewrite(files.a), b: rewrite(files.b) }
}
