import { z } from 'zod'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { revise } from '#schema/revision.ts'
import { sha256 } from '#schema/sha256.ts'
import { at, NONE } from '#schema/verdict.ts'

// A benchmark that is hard to lay out: names without end, 47 steps, scores of every kind, hostile text.

const SUBSETS = ['geometry', 'algebra', 'number-theory', 'logic', 'physics', 'counting'] as const
const definition: BenchmarkDefinition = {
  id: 'hard',
  name: 'A benchmark with six subsets and a name that wraps',
  kind: 'first_error',
  description: 'Made up for tests.',
  subsets: SUBSETS.map((id) => ({ id, name: `Subset of ${id}` })),
  tuningSubset: 'geometry',
  license: 'CC0-1.0',
  source: 'test/browser/hard-benchmark.ts',
}
const FORMULA = String.raw`$$\int_0^1 \frac{a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p}{q+r+s+t+u+v+w+x+y+z} \, dx = \sum_{n=1}^{\infty} \frac{(-1)^n}{n^2+1}$$`
const HOSTILE = `<script>document.title = 'broken'</script><img src=x onerror="document.title='broken'"> ${'long'.repeat(40)}`
const TABLE = `| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n|${' 1000000 |'.repeat(6)}`

const items: FirstErrorItem[] = SUBSETS.flatMap((subset) =>
  [47, 3, 4, 2].map((length, index) => ({
    id: `${subset}-item-with-a-long-identifier-${index}`,
    subset,
    problem: `Find $x$.\n\n${FORMULA}\n\n${HOSTILE}`,
    steps: Array.from({ length }, (_, step) =>
      step === 2 ? `${HOSTILE}\n\n${TABLE}` : `So $a_{${step}} = ${step}$.`,
    ),
    label: index % 2 === 0 ? at(1) : NONE,
    generator: 'Some-Very-Long-Generator-Name-Instruct-70B',
    ...(index === 3 ? {} : { finalAnswerCorrect: index === 1 }),
  })),
)

type Model = Pick<RunManifest, 'model' | 'scoreKind'>
const PROBABILITY = { kind: 'probability' } as const
const MODELS: readonly Model[] = [
  {
    model: {
      id: `an-owner-with-quite-a-long-name/${'a-model-name-without-end-'.repeat(5)}70B`,
      kind: 'discriminative_prm',
      params: 7e10,
    },
    scoreKind: PROBABILITY,
  },
  { model: { id: 'critic/votes', kind: 'generative_prm' }, scoreKind: PROBABILITY },
  {
    model: { id: 'implicit/declared-cut', kind: 'implicit_prm' },
    scoreKind: { kind: 'unbounded', cut: -2.5 },
  },
  { model: { id: 'implicit/no-cut', kind: 'implicit_prm' }, scoreKind: { kind: 'unbounded' } },
  { model: { id: 'partly/unscored', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
  { model: { id: 'baseline/random', kind: 'baseline' }, scoreKind: PROBABILITY },
]

/** Publishes the benchmark with its runs, and a second benchmark without any. */
export async function publishHardBenchmark(url: string, operatorToken: string): Promise<void> {
  const api = caller(`${url}/api/v1`)
  const revision = await publish(api, operatorToken, { definition, items })
  await publish(api, operatorToken, {
    definition: { ...definition, id: 'empty', name: 'Empty' },
    items,
  })
  const { token } = await api('POST', '/admin/tokens', {
    token: operatorToken,
    body: JSON.stringify({ submitter: 'tests', scopes: ['submit'] }),
  })
  for (const model of MODELS) await submit(api, String(token), { ...model, revision })
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
  of: { definition: BenchmarkDefinition; items: FirstErrorItem[] },
): Promise<string> {
  const { id, items: ordered } = await revise(of.definition, of.items)
  const head = { definition: of.definition, labelSet: '1', revision: id }
  const body = lines([head, ...ordered])
  await api('PUT', `/admin/benchmarks/${of.definition.id}`, {
    token,
    body,
    type: 'application/x-ndjson',
  })
  return id
}

async function submit(api: Call, token: string, run: Model & { revision: string }): Promise<void> {
  const files = SUBSETS.map((subset) => ({
    subset,
    body: lines(items.filter((item) => item.subset === subset).map((item) => predict(item, run))),
  }))
  const digests = await Promise.all(
    files.map(async ({ subset, body }) => [subset, await sha256(body)] as const),
  )
  const manifest: RunManifest = {
    schema: 'stepmark.run/1',
    benchmark: definition.id,
    backend: { kind: 'replay', version: '1' },
    partial: false,
    ...run,
  }
  const body = JSON.stringify({ manifest, predictions: Object.fromEntries(digests) })
  const { id } = await api('POST', '/submissions', { token, body })
  for (const { subset, body } of files) {
    const path = `/submissions/${String(id)}/predictions/${subset}`
    await api('PUT', path, { token, body, type: 'application/x-ndjson' })
  }
  await api('POST', `/submissions/${String(id)}/finalize`, { token })
}

/** Scores that are all different and cross every threshold, or votes. */
function predict({ id, steps }: FirstErrorItem, { model, scoreKind }: Model) {
  if (model.id === 'critic/votes') return { id, verdicts: [1, 1, -1, null] }
  const scores = steps.map((_, step) => {
    const value = ((step * 617 + model.id.length * 131 + id.length * 37) % 1000) / 1000
    if (model.id === 'partly/unscored' && step % 3 === 2) return null
    return scoreKind.kind === 'unbounded' ? (value - 0.4) * 30 : value
  })
  return { id, scores }
}

function lines(rows: readonly unknown[]): string {
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
}
