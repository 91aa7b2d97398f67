import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Event } from '#schema/event.ts'
import type { Run } from '#schema/run.ts'
import type { Standing } from '#schema/standing.ts'
import { lostWitnessStatements } from '../../api/trust/witness.ts'
import { call, OPERATOR, publish, refreshBoards } from './tiny.ts'
import { DIGEST, finalized, honest, moved, submitter, WIDE, WIDE_ITEMS } from './wide.ts'

const ISSUER = 'https://token.actions.example'

let revision: string
let ada: string
let grace: string
beforeEach(async () => {
  revision = await publish(WIDE_ITEMS, WIDE)
  ada = await submitter('ada', ISSUER)
  grace = await submitter('grace', ISSUER)
})

const run = async (id: string) => (await call(`/runs/${id}`)).json<Run>()
const log = async () => (await (await call('/events')).json<{ rows: Event[] }>()).rows

async function standing(id: string): Promise<Standing | undefined> {
  await refreshBoards()
  const { rows } = await (await call('/leaderboards/tiny')).json<{ rows: Standing[] }>()
  return rows.find((row) => row.run === id)
}

function decide(verb: 'clear' | 'hold', id: string) {
  const body = JSON.stringify({ reason: 'Seen to' })
  return call(`/admin/runs/${id}/${verb}`, { method: 'POST', token: OPERATOR, body })
}

/** What another machine gives: the same scores but for a thousandth here and there. */
const rerun = moved(honest(1), 1e-3)

describe('attested is a run', () => {
  test('of an identity that an issuer vouches for, with the digest of its image', async () => {
    const { id, attested } = await finalized(ada, honest(1), { revision, image: DIGEST })
    expect(attested).toBe(true)
    expect(await standing(id)).toMatchObject({ attested: true })
    await finalized(grace, honest(2), { revision })
    const only = await (await call('/leaderboards/tiny?attested=true')).json<{
      rows: Standing[]
      facets: object
    }>()
    expect(only.rows.map((row) => row.run)).toEqual([id])
    expect(only.facets).toMatchObject({ attested: { true: 1 } })
  })

  test.for([
    ['a tag', 'ghcr.io/a/runner:latest'],
    ['a digest that is cut short', DIGEST.slice(0, -1)],
    ['no image', undefined],
  ])('and none with %s', async ([, image]) => {
    expect((await finalized(ada, honest(1), { revision, image })).attested).toBe(false)
  })

  test('and none of a submitter with a token of ours', async () => {
    const token = await submitter('tess')
    expect((await finalized(token, honest(1), { revision, image: DIGEST })).attested).toBe(false)
  })
})

describe('reproduced', () => {
  test('is a run that another owner’s attested run agrees with later', async () => {
    const first = await finalized(ada, honest(1), { revision })
    const second = await finalized(grace, rerun, { revision, image: DIGEST })
    expect(await run(first.id)).toMatchObject({ trust: 'reproduced', witness: second.id })
    expect(await standing(first.id)).toMatchObject({ trust: 'reproduced', attested: false })
    // The later one could be a copy of the earlier, which no identity vouches for.
    expect(await run(second.id)).toMatchObject({ trust: 'recomputed', witness: null })
    const [event] = (await log()).filter(({ type }) => type === 'run_reproduced')
    expect(event).toMatchObject({ run: first.id, detail: { witness: second.id, model: 'm/one' } })
    expect(Number(event?.detail['agreement'])).toBeGreaterThanOrEqual(0.99)
  })

  test('are both where both are attested', async () => {
    const first = await finalized(ada, honest(1), { revision, image: DIGEST })
    const second = await finalized(grace, rerun, { revision, image: DIGEST })
    expect(await run(first.id)).toMatchObject({ trust: 'reproduced', witness: second.id })
    expect(await run(second.id)).toMatchObject({ trust: 'reproduced', witness: first.id })
    expect(second.trust).toBe('reproduced')
    expect(await standing(second.id)).toMatchObject({ trust: 'reproduced' })
  })

  test.for([
    ['who is not attested', {}, rerun],
    ['of another revision', { image: DIGEST, model: modelOf({ revision: 'def' }) }, rerun],
    ['of no stated revision', { image: DIGEST, model: modelOf({}) }, rerun],
    [
      'of another model',
      { image: DIGEST, model: modelOf({ id: 'm/two', revision: 'abc' }) },
      honest(2),
    ],
    ['that decides otherwise', { image: DIGEST }, moved(honest(1), 0.2)],
    ['that is byte for byte the same', { image: DIGEST }, honest(1)],
  ] as const)('is no run by one %s', async ([, change, files]) => {
    const first = await finalized(ada, honest(1), { revision })
    await finalized(grace, files, { revision, ...change })
    expect(await run(first.id)).toMatchObject({ trust: 'recomputed', witness: null })
  })

  test('is no run by its own submitter, nor by what came before it', async () => {
    const before = await finalized(grace, rerun, { revision, image: DIGEST })
    const first = await finalized(ada, honest(1), { revision })
    await finalized(ada, moved(honest(1), 2e-3), { revision, image: DIGEST })
    expect(await run(first.id)).toMatchObject({ trust: 'recomputed' })
    // The attested run of ada came later and agrees with that of grace.
    expect(await run(before.id)).toMatchObject({ trust: 'reproduced' })
  })

  test('lasts no longer than its witness, whose place another takes', async () => {
    const first = await finalized(ada, honest(1), { revision })
    const second = await finalized(grace, rerun, { revision, image: DIGEST })
    const eve = await submitter('eve', ISSUER)
    const third = await finalized(eve, moved(honest(1), 2e-3), { revision, image: DIGEST })
    await decide('hold', second.id)
    expect(await run(first.id)).toMatchObject({ trust: 'reproduced', witness: third.id })
    await decide('hold', third.id)
    expect(await run(first.id)).toMatchObject({ trust: 'recomputed', witness: null })
    expect(await standing(first.id)).toMatchObject({ trust: 'recomputed' })
    expect(await log()).toContainEqual(
      expect.objectContaining({
        type: 'run_trust_lowered',
        run: first.id,
        detail: { model: 'm/one', witness: third.id },
      }),
    )
    await decide('clear', second.id)
    expect(await run(first.id)).toMatchObject({ trust: 'reproduced', witness: second.id })
  })

  test('ends when the witness is withdrawn', async () => {
    const first = await finalized(ada, honest(1), { revision })
    const second = await finalized(grace, rerun, { revision, image: DIGEST })
    const db = drizzle(env.DB)
    const [statement, ...more] = await lostWitnessStatements(db, second.id)
    if (statement) await db.batch([statement, ...more])
    await env.DB.prepare("update runs set state = 'withdrawn' where id = ?").bind(second.id).run()
    expect(await run(first.id)).toMatchObject({ trust: 'recomputed', witness: null })
  })

  test('a run that is cleared may be, and may vouch', async () => {
    const first = await finalized(ada, honest(1), { revision, image: DIGEST })
    await decide('hold', first.id)
    const second = await finalized(grace, rerun, { revision, image: DIGEST })
    expect(await run(second.id)).toMatchObject({ trust: 'recomputed' })
    await decide('clear', first.id)
    expect(await run(first.id)).toMatchObject({ state: 'listed', trust: 'reproduced' })
    expect(await run(second.id)).toMatchObject({ trust: 'reproduced', witness: first.id })
    expect(await standing(first.id)).toMatchObject({ held: false, trust: 'reproduced' })
  })
})

function modelOf(about: { readonly id?: string; readonly revision?: string }) {
  return { id: 'm/one', kind: 'discriminative_prm', ...about }
}
