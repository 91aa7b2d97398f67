import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { expect, inject } from 'vitest'
import type { BenchmarkDefinition, BenchmarkKind } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { revise, subsetHashes } from '#schema/revision.ts'
import { sha256 } from '#schema/sha256.ts'
import { at, NONE } from '#schema/verdict.ts'
import app from '../../api/app.ts'
import { dueBoards, refreshBoard } from '../../api/queries/boards.ts'

/** The operator's token; its hash is bound in vitest.config.ts. */
export const OPERATOR = 'operator'

export const TINY: BenchmarkDefinition = {
  id: 'tiny',
  name: 'Tiny',
  kind: 'first_error',
  description: 'Four items to count by hand.',
  subsets: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
  tuningSubset: 'a',
  license: 'CC0-1.0',
  source: 'the tests',
}

export const ITEMS: readonly FirstErrorItem[] = [
  { id: 'a-1', subset: 'a', problem: 'P', steps: ['x', 'y'], label: at(1), generator: 'G' },
  { id: 'a-2', subset: 'a', problem: 'P', steps: ['x'], label: NONE, finalAnswerCorrect: true },
  { id: 'b-1', subset: 'b', problem: 'Q', steps: ['x'], label: at(0) },
  { id: 'b-2', subset: 'b', problem: 'R', steps: ['x', 'y', 'z'], label: NONE },
]

/** error 1/1 and 0/1, correct 1/1 and 1/1 at 0.5: F1 of a is 1, of b is 0, their average 0.5. */
export const PREDICTIONS = {
  a: '{"id":"a-1","scores":[0.9,0.2]}\n{"id":"a-2","scores":[0.5]}\n',
  b: '{"id":"b-1","scores":[0.7]}\n{"id":"b-2","scores":[0.8,0.9,1]}\n',
}

interface Call {
  readonly method?: string
  readonly token?: string
  readonly body?: string | ArrayBuffer
  readonly headers?: Readonly<Record<string, string>>
  /** In place of the environment's own bindings. */
  readonly bindings?: Partial<Cloudflare.Env>
}

/** Calls the API in process, and waits for what it does after its answer. */
export async function call(
  path: string,
  { method, token, body, headers, bindings }: Call = {},
): Promise<Response> {
  const init = {
    method: method ?? 'GET',
    ...(body !== undefined && { body }),
    headers: {
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  }
  const context = createExecutionContext()
  const own = { ...env, OIDC_ISSUERS: `${inject('issuers')}/ci`, ...bindings }
  const response = await app.request(`/api/v1${path}`, init, own, context)
  await waitOnExecutionContext(context)
  return response
}

/** Sends the items of one subset to be stored. */
export async function putItems(
  items: readonly unknown[],
  { kind, subset }: { readonly kind: BenchmarkKind; readonly subset: string },
) {
  const body = items
    .map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
    .join('\n')
  return call(`/admin/items/${kind}/${subset}`, { method: 'PUT', token: OPERATOR, body })
}

/** Makes stored subsets a benchmark; `change` replaces parts of what is sent. */
export async function putBenchmark(
  definition: BenchmarkDefinition,
  items: readonly BenchmarkItem[],
  change: object = {},
) {
  const body = await benchmarkBody(definition, items, change)
  return call(`/admin/benchmarks/${definition.id}`, { method: 'PUT', token: OPERATOR, body })
}

/** What makes stored subsets a benchmark. */
export async function benchmarkBody(
  definition: BenchmarkDefinition,
  items: readonly BenchmarkItem[],
  change: object = {},
): Promise<string> {
  const revised = await revise(definition, items)
  const subsets = await subsetHashes(definition.kind, revised)
  return JSON.stringify({ definition, labelSet: '1', revision: revised.id, subsets, ...change })
}

/** Publishes a benchmark and answers its revision. */
export async function publish(
  items: readonly BenchmarkItem[] = ITEMS,
  definition = TINY,
): Promise<string> {
  for (const { id: subset } of definition.subsets) {
    const own = items.filter((item) => item.subset === subset)
    const stored = await putItems(own, { kind: definition.kind, subset })
    expect([stored.status, await stored.text()]).toEqual([200, expect.any(String)])
  }
  const response = await putBenchmark(definition, items)
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)])
  return (await revise(definition, items)).id
}

export async function newToken(
  token: { submitter?: string; scopes?: string[]; expiresAt?: string } = {},
) {
  const body = JSON.stringify({ submitter: 'ada', scopes: ['submit'], ...token })
  const response = await call('/admin/tokens', { method: 'POST', token: OPERATOR, body })
  expect(response.status).toBe(201)
  return response.json<{ id: string; token: string }>()
}

export function manifest(revision: string, change: object = {}): RunManifest {
  return {
    schema: 'stepmark.run/1',
    benchmark: 'tiny',
    revision,
    model: { id: 'test/model', kind: 'discriminative_prm' },
    backend: { kind: 'replay', version: '1' },
    scoreKind: { kind: 'probability' },
    partial: false,
    ...change,
  }
}

/** Opens a submission whose digests are those of the predictions. */
export async function open(
  token: string,
  runManifest: object,
  predictions: Readonly<Record<string, string>> = PREDICTIONS,
) {
  const digests = await Promise.all(
    Object.entries(predictions).map(async ([subset, text]) => [subset, await sha256(text)]),
  )
  const body = JSON.stringify({ manifest: runManifest, predictions: Object.fromEntries(digests) })
  return call('/submissions', { method: 'POST', token, body })
}

/** Takes a run all the way: open, upload each part, finalize. Answers the last response. */
export async function submit(
  token: string,
  runManifest: object,
  predictions: Readonly<Record<string, string>> = PREDICTIONS,
) {
  const opened = await open(token, runManifest, predictions)
  if (!opened.ok) return opened
  const { id } = await opened.json<{ id: string }>()
  for (const [subset, body] of Object.entries(predictions)) {
    const path = `/submissions/${id}/predictions/${subset}`
    const uploaded = await call(path, { method: 'PUT', token, body })
    if (!uploaded.ok) return uploaded
  }
  const finalized = await call(`/submissions/${id}/finalize`, { method: 'POST', token })
  await refreshBoards()
  return finalized
}

/** Does at once what the queue does a moment later. */
export async function refreshBoards() {
  const db = drizzle(env.DB)
  for (const board of await dueBoards(db)) await refreshBoard(db, board)
}

/** How many rows each table and how many objects the bucket holds. */
export async function contents(): Promise<Record<string, number>> {
  const names = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\' and name not like 'sqlite%' and name not like 'd1%'",
  ).all<{ name: string }>()
  const counts = await Promise.all(
    names.results.map(async ({ name }): Promise<[string, number]> => {
      const count = await env.DB.prepare(`select count(*) as n from "${name}"`).first<number>('n')
      return [name, count ?? 0]
    }),
  )
  const { objects } = await env.FILES.list()
  return Object.fromEntries([...counts, ['files', objects.length]])
}

/** The refusal in a response: its status, code, and what its issues are about. */
export async function refusalOf(response: Response) {
  const { code, message, issues } = await response.json<{
    code: string
    message: string
    issues?: { item?: string; field: string; message: string }[]
  }>()
  return { status: response.status, code, message, issues }
}
