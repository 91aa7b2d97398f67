import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { Run } from '#schema/run.ts'
import {
  call,
  contents,
  ITEMS,
  manifest,
  newToken,
  OPERATOR,
  publish,
  refreshBoards,
  refusalOf,
  submit,
  TINY,
} from './tiny.ts'

let revision: string
let token: string
beforeEach(async () => {
  revision = await publish()
  token = (await newToken()).token
})

async function listed(model: string, by = token): Promise<string> {
  const about = manifest(revision, { model: { id: model, kind: 'discriminative_prm' } })
  const response = await submit(by, about)
  expect(response.status).toBe(201)
  return (await response.json<Run>()).id
}

async function move(run: string, name: string, body: object, by = token) {
  const response = await call(`/runs/${run}/${name}`, {
    method: 'POST',
    token: by,
    body: JSON.stringify(body),
  })
  await refreshBoards()
  return response
}

async function onBoard() {
  const { rows, facets } = await (await call('/leaderboards/tiny')).json<{
    rows: { run: string; rank: number | null }[]
    facets: Record<string, Record<string, number>>
  }>()
  return { runs: rows.map(({ run, rank }) => [run, rank]), facets }
}

async function eventsOf(run: string) {
  const { rows } = await (await call(`/runs/${run}/events`)).json<{
    rows: { type: string; submitter: string | null; detail: Record<string, string> }[]
  }>()
  return rows
}

test('a withdrawn run leaves the boards and stays readable with the reason', async () => {
  const [a, b] = [await listed('test/a'), await listed('test/b')]
  const response = await move(a, 'withdraw', { reason: 'Scored with the wrong prompt' })
  expect(response.status).toBe(200)
  const run = await (await call(`/runs/${a}`)).json<Run>()
  expect(run).toMatchObject({ state: 'withdrawn', reason: 'Scored with the wrong prompt' })
  expect(run.results.length).toBeGreaterThan(0)
  expect(await onBoard()).toMatchObject({
    runs: [[b, 1]],
    facets: { kind: { discriminative_prm: 1 } },
  })
  expect((await eventsOf(a))[0]).toMatchObject({
    type: 'run_withdrawn',
    submitter: 'ada',
    detail: { model: 'test/a', reason: 'Scored with the wrong prompt' },
  })
})

test('withdrawn is final, and the same run sent again answers with it', async () => {
  const a = await listed('test/a')
  await move(a, 'withdraw', { reason: 'First' })
  const before = await contents()
  expect((await move(a, 'withdraw', { reason: 'Second' })).status).toBe(200)
  const about = manifest(revision, { model: { id: 'test/a', kind: 'discriminative_prm' } })
  const again = await submit(token, about)
  expect(again.status).toBe(200)
  expect(await again.json()).toMatchObject({ id: a, state: 'withdrawn', reason: 'First' })
  expect(await contents()).toEqual(before)
  const back = env.DB.prepare("update runs set state = 'listed' where id = ?").bind(a)
  await expect(back.run()).rejects.toThrow('this run left the boards for good')
})

test('the operator may withdraw a run, and another submitter may not', async () => {
  const a = await listed('test/a')
  const other = await newToken({ submitter: 'grace' })
  const before = await contents()
  const refusal = await refusalOf(await move(a, 'withdraw', { reason: 'x' }, other.token))
  expect(refusal).toMatchObject({ status: 403, code: 'forbidden' })
  expect(await refusalOf(await move(a, 'withdraw', { reason: ' ' }))).toMatchObject({
    status: 422,
    issues: [{ field: 'reason' }],
  })
  expect(await contents()).toEqual(before)
  expect((await move(a, 'withdraw', { reason: 'x' }, OPERATOR)).status).toBe(200)
  expect((await eventsOf(a))[0]).toMatchObject({ type: 'run_withdrawn', submitter: null })
})

test('a chain of successors is told by its end', async () => {
  const [a, b, c] = [await listed('test/a'), await listed('test/b'), await listed('test/c')]
  expect((await move(a, 'supersede', { by: b, reason: 'A newer one' })).status).toBe(200)
  expect((await move(b, 'supersede', { by: c, reason: 'Newer still' })).status).toBe(200)
  expect(await (await call(`/runs/${a}`)).json()).toMatchObject({
    state: 'superseded',
    reason: 'A newer one',
    supersededBy: b,
    latest: c,
  })
  expect((await onBoard()).runs).toEqual([[c, 1]])
  expect((await eventsOf(a))[0]).toMatchObject({ type: 'run_superseded', detail: { by: b } })
})

test('what cannot take a run’s place is refused, and nothing changes', async () => {
  const [a, b, gone] = [await listed('test/a'), await listed('test/b'), await listed('test/c')]
  const other = await newToken({ submitter: 'grace' })
  const hers = await listed('test/d', other.token)
  const elsewhere = { ...TINY, id: 'tiny-2', name: 'Tiny 2' }
  await publish(ITEMS, elsewhere)
  const about = manifest(revision, { benchmark: 'tiny-2' })
  const { id: far } = await (await submit(token, about)).json<Run>()
  await move(gone, 'withdraw', { reason: 'x' })
  await move(a, 'supersede', { by: b, reason: 'x' })
  const before = await contents()
  for (const [run, by] of [
    [b, a], // a cycle
    [b, b],
    [b, gone],
    [b, hers],
    [b, far],
    [b, 'run_0000000000000000'],
    [a, hers],
    [gone, b],
  ] as const) {
    const refusal = await refusalOf(await move(run, 'supersede', { by, reason: 'x' }))
    expect([run, by, refusal]).toMatchObject([run, by, { status: 409, code: 'conflict' }])
  }
  expect(await contents()).toEqual(before)
  // The database itself refuses a cycle, as of two calls at the same moment.
  const cycle = env.DB.prepare(
    "update runs set state = 'superseded', superseded_by = ? where id = ?",
  ).bind(a, b)
  await expect(cycle.run()).rejects.toThrow('a run is superseded by one that is shown')
})

test('a rescoring that a withdrawal overtook does not put the run back', async () => {
  const a = await listed('test/a')
  const rows = await env.DB.prepare('select * from standings where run = ?').bind(a).all()
  await move(a, 'withdraw', { reason: 'x' })
  const [row = {}] = rows.results
  const names = Object.keys(row)
  const insert = env.DB.prepare(
    `insert into standings (${names.join()}) values (${names.map(() => '?').join()})`,
  ).bind(...Object.values(row))
  await expect(insert.run()).rejects.toThrow('a standing needs a run that is shown')
})
