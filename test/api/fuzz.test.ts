import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { sha256 } from '#schema/sha256.ts'
import { dueBoards } from '../../api/queries/boards.ts'
import { runsWithoutExport } from '../../api/run-export.ts'
import { moveCases } from './contract-cases-runs.ts'
import { adminCases, submissionCases } from './contract-cases-writes.ts'
import type { Case, Cases } from './contract-cases.ts'
import { buildWorld, type World } from './contract-world.ts'
import { type Operation, readContract } from './contract.ts'
import { type Body, HEADERS, jsonBodies, lineBodies, paths } from './mutations.ts'
import { call, PREDICTIONS } from './tiny.ts'

/** What a failure is found again by, with the path that fast-check prints. */
const SEED = 20_261_130
/** Without work that would write later, between other requests. */
const ALONE = { WORK: { send: async () => {}, sendBatch: async () => {} } as never }
/** Requests of an operation with a body, and of one without. */
const RUNS = { body: 25, none: 10 }

test('what no client sends is refused as documented, and changes nothing', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const world = await buildWorld()
  const { operations, check } = await readContract()
  const cases: Cases = {
    ...(await submissionCases(world)),
    ...moveCases(world),
    ...(await adminCases(world)),
  }
  const writes = [...operations].filter(([, { method }]) => method !== 'get')
  expect(writes.length).toBeGreaterThan(10)
  await settle()
  await countWrites()

  for (const [name, operation] of writes) {
    const valid = cases[name]?.[0]
    if (!valid) throw new Error(`${name} has no case`)
    const asked = fc.record({
      operation: fc.constant(name),
      path: paths(valid.path, name.split(' ')[1] ?? ''),
      body: bodies(operation, valid),
      headers: HEADERS,
    })
    const property = fc.asyncProperty(asked, async ({ path, body, headers }) => {
      const before = await state()
      const { token = '' } = valid
      const method = operation.method.toUpperCase()
      const asks = { method, token, headers, bindings: ALONE, ...(body !== null && { body }) }
      const response = await call(path, asks)
      const { status, ok } = response
      expect(await check(operation, response)).toEqual([])
      expect(status).toBeLessThan(500)
      expect(ok ? before : await state()).toBe(before)
    })
    const numRuns = operation.requestBody ? RUNS.body : RUNS.none
    await fc.assert(property, { seed: SEED, numRuns })
  }

  const upload = operations.get('put /submissions/{id}/predictions/{subset}')
  const finalize = operations.get('post /submissions/{id}/finalize')
  if (!upload || !finalize) throw new Error('Nothing can be submitted')
  const property = fc.asyncProperty(lineBodies(PREDICTIONS.a), async (body) => {
    const { path, token } = await openWith(world, body)
    const before = await state()
    const by = { token, bindings: ALONE }
    const response = await call(`${path}/predictions/a`, { ...by, method: 'PUT', body })
    const { status, ok } = response
    expect(await check(upload, response)).toEqual([])
    expect(status).toBeLessThan(500)
    expect(ok ? before : await state()).toBe(before)
    if (!ok) return
    await call(`${path}/predictions/b`, { ...by, method: 'PUT', body: PREDICTIONS.b })
    const finished = await call(`${path}/finalize`, { ...by, method: 'POST' })
    expect(finished.status).toBeLessThan(500)
    expect(await check(finalize, finished)).toEqual([])
  })
  await fc.assert(property, { seed: SEED, numRuns: RUNS.body })
}, 240_000)

function bodies({ requestBody }: Operation, { body }: Case): fc.Arbitrary<Body | null> {
  if (typeof body !== 'string') return fc.constantFrom(null, '', '{', '[[[]]]', '\0')
  const isJson = 'application/json' in (requestBody?.content ?? {})
  return isJson ? jsonBodies(body) : lineBodies(body)
}

/** Opens a submission whose digest of subset a is that of a body, so that its lines are all that can be wrong. */
async function openWith({ manifest, tokens: { ada: token } }: World, body: Body) {
  const predictions = {
    a: await sha256(typeof body === 'string' ? body : new Uint8Array(body)),
    b: await sha256(PREDICTIONS.b),
  }
  const about = JSON.stringify({ manifest: manifest(), predictions })
  const opened = await call('/submissions', { method: 'POST', token, body: about })
  expect(opened.status).toBe(201)
  const { id } = await opened.json<{ id: string }>()
  return { path: `/submissions/${id}`, token }
}

/** Waits for the work that was asked for so far. */
function settle() {
  const db = drizzle(env.DB)
  return vi.waitFor(
    async () => expect([await runsWithoutExport(db), await dueBoards(db)]).toEqual([[], []]),
    { timeout: 60_000, interval: 200 },
  )
}

/** Has the database count each row that is written. */
async function countWrites() {
  const { results } = await env.DB.prepare(
    "select name from pragma_table_list where type = 'table' and name not like '\\_%' escape '\\' and name not like 'sqlite%' and name not like 'd1%'",
  ).all<{ name: string }>()
  const triggers = results.flatMap(({ name }) =>
    ['insert', 'update', 'delete'].map(
      (verb) =>
        `create trigger "${verb} ${name}" after ${verb} on "${name}" begin update writes set n = n + 1; end`,
    ),
  )
  const statements = ['create table writes (n)', 'insert into writes values (0)', ...triggers]
  await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)))
}

/** Another text after anything was written. */
async function state(): Promise<string> {
  const writes = await env.DB.prepare('select n from writes').first<number>('n')
  const { objects } = await env.FILES.list()
  return [writes, ...objects.map(({ key, etag }) => `${key} ${etag}`)].join('\n')
}
