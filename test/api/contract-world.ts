import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { expect } from 'vitest'
import type { Run } from '#schema/run.ts'
import { sha256 } from '#schema/sha256.ts'
import { at } from '#schema/verdict.ts'
import { writeDump } from '../../api/dump.ts'
import { rescore } from '../../api/rescore.ts'
import { writeExport } from '../../api/run-export.ts'
import { identityToken, newIssuer } from './issuer.ts'
import { putCatalog } from './tiny-catalog.ts'
import {
  call,
  ITEMS,
  manifest,
  newToken,
  OPERATOR,
  PREDICTIONS,
  publish,
  submit,
  TINY,
} from './tiny.ts'

/** Ids that have the form of real ones, and name nothing. */
export const NONE = { run: `run_${'0'.repeat(16)}`, hash: '0'.repeat(64) } as const

/** The items of the present revision. */
export const REVISED = ITEMS.map((item) => (item.id === 'a-1' ? { ...item, label: at(0) } : item))

const VOTES = {
  a: '{"id":"a-1","verdicts":[1]}\n{"id":"a-2","verdicts":[-1]}\n',
  b: '{"id":"b-1","verdicts":[0]}\n{"id":"b-2","verdicts":[-1]}\n',
}

export type World = Awaited<ReturnType<typeof buildWorld>>

/** A service that holds something of everything: what requests of the contract are about. */
export async function buildWorld() {
  const former = await publish()
  const { token: ada } = await newToken()
  const { token: grace, id: tokenId } = await newToken({ submitter: 'grace' })
  const early = await submit(ada, manifest(former))
  const { id: revised } = await early.json<Run>()
  const revision = await publish(REVISED)
  const db = drizzle(env.DB)
  await rescore(db, revised)
  const other = await publish(ITEMS, { ...TINY, id: 'other' })

  let seed = 0
  const run = async (change: object = {}, predictions = PREDICTIONS, token = ada) => {
    const response = await submit(
      token,
      manifest(revision, { seed: seed++, ...change }),
      predictions,
    )
    const body = await response.json<Run>()
    expect([response.status, body]).toMatchObject([201, { state: 'listed' }])
    return body.id
  }
  const write = (path: string, token: string, body: object) =>
    call(path, { method: 'POST', token, body: JSON.stringify(body) })
  const moved = async (path: string, token: string, body: object) => {
    const response = await write(path, token, body)
    expect([path, response.status]).toEqual([path, 200])
  }

  const runs = {
    revised,
    listed: await run(),
    second: await run(),
    graces: await run({}, PREDICTIONS, grace),
    elsewhere: await run({ benchmark: 'other', revision: other }),
    votes: await run({}, VOTES),
    withdrawn: await run(),
    superseded: await run(),
    held: await run(),
    unlicensed: await run({ published: { citation: 'She', url: 'https://example.org' } }),
  }
  const reason = 'To have one'
  await moved(`/runs/${runs.withdrawn}/withdraw`, ada, { reason })
  await moved(`/runs/${runs.superseded}/supersede`, ada, { by: runs.second, reason })
  await moved(`/admin/runs/${runs.held}/hold`, OPERATOR, { reason })

  const draft = async (options: { unlisted?: boolean; change?: object; whole?: boolean }) => {
    const { unlisted = false, change = {}, whole = true } = options
    const digests = { a: await sha256(PREDICTIONS.a), b: await sha256(PREDICTIONS.b) }
    const about = {
      manifest: manifest(revision, { seed: seed++, ...change }),
      predictions: digests,
    }
    const opened = await write('/submissions', ada, { ...about, unlisted })
    const { id, key = '' } = await opened.json<{ id: string; key?: string }>()
    for (const [subset, body] of whole ? Object.entries(PREDICTIONS) : []) {
      const path = `/submissions/${id}/predictions/${subset}`
      expect((await call(path, { method: 'PUT', token: ada, body })).status).toBe(200)
    }
    return { id, key }
  }
  const hidden = async () => {
    const opened = await draft({ unlisted: true })
    await call(`/submissions/${opened.id}/finalize`, { method: 'POST', token: ada })
    return opened
  }
  const [unlisted, given] = [await hidden(), await hidden()]
  await moved(`/runs/${given.id}/withdraw`, ada, { reason })
  const value = { policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 0.1 }
  const claim = { metricVersions: {}, values: [value] }
  const drafts = {
    empty: (await draft({ whole: false })).id,
    whole: (await draft({})).id,
    untrue: (await draft({ change: { claim } })).id,
  }

  await putCatalog()
  await call('/me', { token: await identityToken('Ada-Labs') })
  await writeExport(db, env.FILES, runs.listed)
  await writeDump(db, env.FILES, new Date('2026-11-24T03:00:00Z'))
  const shown = await (await call(`/runs/${runs.listed}`)).json<Run>()
  const board = await (await call('/leaderboards/tiny')).json<{ rows: { protocol: string }[] }>()
  const issuer = await newIssuer('unavailable')
  await issuer.discover({}, 500)
  return {
    former,
    revision,
    runs: { ...runs, hidden: given.id },
    drafts,
    unlisted,
    tokens: { ada, grace, tokenId },
    file: shown.export ?? '',
    protocol: board.rows[0]?.protocol ?? '',
    issuer: { url: issuer.url, token: await issuer.sign() },
    manifest: (change: object = {}) => manifest(revision, { seed: seed++, ...change }),
  }
}
