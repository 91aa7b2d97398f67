import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { AnyPredictionLine } from '#schema/prediction-line.ts'
import { revise, subsetHashes } from '#schema/revision.ts'
import { sha256 } from '#schema/sha256.ts'

export type Model = Pick<RunManifest, 'model' | 'scoreKind'>

/** A benchmark with runs on it. */
export interface Fixture<Item extends BenchmarkItem = BenchmarkItem> {
  readonly definition: BenchmarkDefinition
  readonly items: readonly Item[]
  readonly models: readonly Model[]
  readonly predict: (item: Item, model: Model) => AnyPredictionLine
}

/** Publishes a benchmark with its runs, and a second one of the same items without any. */
export async function publishFixture<Item extends BenchmarkItem>(
  { url, operatorToken }: { url: string; operatorToken: string },
  { definition, items, models, predict }: Fixture<Item>,
): Promise<void> {
  const api = caller(`${url}/api/v1`)
  const revision = await publish(api, operatorToken, { definition, items })
  const empty = { ...definition, id: `empty-${definition.id}`, name: `No run: ${definition.name}` }
  await publish(api, operatorToken, { definition: empty, items })
  const { token } = await api('POST', '/admin/tokens', {
    token: operatorToken,
    body: JSON.stringify({ submitter: 'tests', scopes: ['submit'] }),
  })
  for (const model of models) {
    const files = definition.subsets.map(({ id }) => ({
      subset: id,
      body: lines(items.filter(({ subset }) => subset === id).map((item) => predict(item, model))),
    }))
    await submit(api, String(token), { files, model, benchmark: definition.id, revision })
  }
  await refreshed(url, definition.id)
}

const Board = z.object({
  rows: z.array(z.unknown()),
  facets: z.object({ trust: z.record(z.string(), z.number()) }),
})

/** Waits until a board knows of all its runs, which it is told after they are listed. */
async function refreshed(url: string, benchmark: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/leaderboards/${benchmark}`)
    const { rows, facets } = Board.parse(await response.json())
    if (facets.trust['recomputed'] === rows.length) return
    await setTimeout(100)
  }
}

type Call = ReturnType<typeof caller>

function caller(base: string) {
  return async (
    method: string,
    path: string,
    { token, body, type = 'application/json' }: { token: string; body?: string; type?: string },
  ): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    const response = await fetch(base + path, {
      method,
      headers,
      ...(body !== undefined && { body }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return z.record(z.string(), z.unknown()).parse(await response.json())
  }
}

async function publish(
  api: Call,
  token: string,
  { definition, items }: { definition: BenchmarkDefinition; items: readonly BenchmarkItem[] },
): Promise<string> {
  const revised = await revise(definition, items)
  const { id: revision, items: ordered } = revised
  for (const { id } of definition.subsets) {
    const body = lines(ordered.filter(({ subset }) => subset === id))
    const path = `/admin/items/${definition.kind}/${id}`
    await api('PUT', path, { token, body, type: 'application/x-ndjson' })
  }
  const subsets = await subsetHashes(definition.kind, revised)
  const body = JSON.stringify({ definition, labelSet: '1', revision, subsets })
  await api('PUT', `/admin/benchmarks/${definition.id}`, { token, body })
  return revision
}

async function submit(
  api: Call,
  token: string,
  {
    files,
    model,
    benchmark,
    revision,
  }: {
    files: readonly { subset: string; body: string }[]
    model: Model
    benchmark: string
    revision: string
  },
): Promise<void> {
  const digests = await Promise.all(
    files.map(async ({ subset, body }) => [subset, await sha256(body)] as const),
  )
  const manifest: RunManifest = {
    schema: 'stepmark.run/1',
    benchmark,
    revision,
    backend: { kind: 'replay', version: '1' },
    partial: false,
    ...model,
  }
  const body = JSON.stringify({ manifest, predictions: Object.fromEntries(digests) })
  const { id } = await api('POST', '/submissions', { token, body })
  for (const { subset, body } of files) {
    const path = `/submissions/${String(id)}/predictions/${subset}`
    await api('PUT', path, { token, body, type: 'application/x-ndjson' })
  }
  await api('POST', `/submissions/${String(id)}/finalize`, { token })
}

function lines(rows: readonly unknown[]): string {
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
}
