import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { RunManifest } from '#schema/manifest.ts'
import { sha256 } from '#schema/sha256.ts'
import type { OpenedBenchmark } from '../bench-runner/benchmarks/open-benchmark.ts'

/** What submitting a run took. */
export interface Submitted {
  /** Milliseconds of opening it and sending every part. */
  readonly sending: number
  /** Milliseconds of finalize alone. */
  readonly finalize: number
  /** Milliseconds of a request for nothing. */
  readonly empty: number
  /** D1 rows written by what came before, and by finalize. */
  readonly before: number
  readonly rows: number
  readonly policies: number
}

/** Submits a run to a service of bench/worker.ts, timing each of its requests. */
export async function submitRun(
  { definition, revision }: OpenedBenchmark,
  {
    lines,
    model,
    to: { url, token },
  }: {
    readonly lines: ReadonlyMap<string, string>
    readonly model: string
    readonly to: { readonly url: string; readonly token: string }
  },
): Promise<Submitted> {
  const headers = { authorization: `Bearer ${token}`, 'x-count-rows': 'written' }
  const parts = Array.from(
    Map.groupBy(revision.items, ({ subset }) => subset),
    ([subset, items]) => ({
      subset,
      text: items.map(({ id }) => `${lines.get(id) ?? ''}\n`).join(''),
    }),
  )
  const manifest: RunManifest = {
    schema: 'stepmark.run/1',
    benchmark: definition.id,
    revision: revision.id,
    model: { id: model, kind: 'discriminative_prm' },
    backend: { kind: 'replay', version: '1' },
    scoreKind: { kind: 'probability' },
    partial: false,
  }
  const predictions: Record<string, string> = {}
  for (const { subset, text } of parts) predictions[subset] = await sha256(text)
  let before = 0
  let sending = 0
  const call = async (path: string, init: RequestInit) => {
    const start = performance.now()
    const response = await fetch(`${url}/api/v1${path}`, init)
    const body = await response.text()
    const milliseconds = performance.now() - start
    if (!response.ok && response.status !== 404) throw new Error(`${path}: ${body}`)
    const rows = Number(response.headers.get('x-rows-written') ?? 0)
    return { body, milliseconds, rows }
  }
  const opened = await call('/submissions', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ manifest, predictions }),
  })
  before += opened.rows
  sending += opened.milliseconds
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(opened.body))
  for (const { subset, text } of parts) {
    const sent = await call(`/submissions/${id}/predictions/${subset}`, {
      method: 'PUT',
      headers: {
        ...headers,
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      },
      body: gzipSync(text),
    })
    before += sent.rows
    sending += sent.milliseconds
  }
  const empty = await call('/nothing', {})
  const finalized = await call(`/submissions/${id}/finalize`, {
    method: 'POST',
    headers,
  })
  const { results } = z
    .object({ results: z.array(z.object({ policy: z.string() })) })
    .parse(JSON.parse(finalized.body))
  return {
    sending,
    finalize: finalized.milliseconds,
    empty: empty.milliseconds,
    before,
    rows: finalized.rows,
    policies: new Set(results.map(({ policy }) => policy)).size,
  }
}
