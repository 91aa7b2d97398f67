import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { unstable_startWorker } from 'wrangler'
import { z } from 'zod'
import { openBenchmark, type OpenedBenchmark } from '../bench-runner/benchmarks/open-benchmark.ts'
import { readText } from '../bench-runner/read-text.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import { stepCountOf } from '#schema/prediction.ts'
import { sha256 } from '#schema/sha256.ts'
import { syntheticScores } from './synthetic-scores.ts'

// What `npm run bench:finalize` does: publishes full benchmarks to the API in local workerd, submits
// runs of them, and times what recomputes and lists each.

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    starts: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
})
const RUNS = Number(options.runs)
const STARTS = Number(options.starts)
const DATA = '../shared/data'
const TARGET = 250
const OPERATOR_TOKEN = 'operator-of-the-bench'
const ALL = [
  { benchmark: 'processbench', data: `${DATA}/processbench` },
  {
    benchmark: 'prmbench',
    data: `${DATA}/prmbench`,
    predictions: `${DATA}/scores/prmbench/r-prm.jsonl.gz`,
  },
  {
    benchmark: 'best-of-n',
    data: `${DATA}/best-of-n-gsm8k`,
    predictions: `${DATA}/scores/best-of-n-gsm8k/qwen_prm.jsonl.gz`,
  },
] as const
type Task = (typeof ALL)[number]
const TASKS = ALL.filter(({ benchmark }) => benchmark.includes(options.only ?? ''))

const state = mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
let models = 0
try {
  console.log(`Node ${process.version}, local workerd, on ${cpus()[0]?.model} × ${cpus().length}`)
  await command('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state])
  const token = await prepare()
  for (const task of TASKS) await measure(task, token)
} finally {
  rmSync(state, { recursive: true })
}

/** Publishes the benchmarks and makes a token to submit with. */
async function prepare(): Promise<string> {
  await using service = await serve()
  const environment = { STEPMARK_API: service.url, STEPMARK_OPERATOR_TOKEN: OPERATOR_TOKEN }
  const cli = (...args: string[]) =>
    command(process.execPath, ['bench-runner/stepmark.js', ...args], environment)
  for (const { benchmark, data } of TASKS) await cli('admin', 'publish', benchmark, '--data', data)
  return await cli('admin', 'token', 'bench')
}

async function measure({ benchmark, data, ...task }: Task, token: string): Promise<void> {
  const opened = await openBenchmark({ benchmark, data })
  if (opened.status === 'failed') throw new Error(opened.message)
  const given = 'predictions' in task ? await linesOf(task.predictions) : undefined
  const cold: Finalized[] = []
  const warm: Finalized[] = []
  for (let start = 0; start < STARTS; start++) {
    await using service = await serve()
    const to = { url: service.url, token }
    const runs = start === STARTS - 1 ? RUNS + 1 : 1
    for (let run = 0; run < runs; run++) {
      models += 1
      const lines = given ?? syntheticLines(opened, models)
      const found = await submit(opened, { lines, model: `bench/${models}`, to })
      if (run === 0) cold.push(found)
      else warm.push(found)
      // The boards are refreshed a second after each run, which is another request's time.
      await wait(2500)
    }
  }
  console.log(`\n${opened.definition.name}: ${revisionSize(opened)}`)
  console.log(`  finalize, the first after a start: ${timesOf(cold)}`)
  console.log(`  finalize, later ones:              ${timesOf(warm)}`)
  const [last] = warm.slice(-1)
  if (!last) return
  console.log(`  an empty request takes ${last.empty.toFixed(1)} ms of that`)
  console.log(
    `  D1 rows written by batches: ${last.before} before, ${last.rows} by finalize, of them ${last.policies} of metrics`,
  )
  if (benchmark !== 'processbench') return
  const best = median(warm.map(({ milliseconds }) => milliseconds))
  console.log(`  target ${TARGET} ms: ${best <= TARGET ? 'met' : 'missed'}`)
}

interface Finalized {
  readonly milliseconds: number
  readonly empty: number
  /** D1 rows written by what came before, and by finalize. */
  readonly before: number
  readonly rows: number
  readonly policies: number
}

/** Submits a run and times its finalize alone. */
async function submit(
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
): Promise<Finalized> {
  const authorization = `Bearer ${token}`
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
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ manifest, predictions }),
  })
  before += opened.rows
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(opened.body))
  for (const { subset, text } of parts) {
    const sent = await call(`/submissions/${id}/predictions/${subset}`, {
      method: 'PUT',
      headers: {
        authorization,
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      },
      body: gzipSync(text),
    })
    before += sent.rows
  }
  const empty = await call('/nothing', {})
  const finalized = await call(`/submissions/${id}/finalize`, {
    method: 'POST',
    headers: { authorization },
  })
  const { results } = z
    .object({ results: z.array(z.object({ policy: z.string() })) })
    .parse(JSON.parse(finalized.body))
  return {
    milliseconds: finalized.milliseconds,
    empty: empty.milliseconds,
    before,
    rows: finalized.rows,
    policies: new Set(results.map(({ policy }) => policy)).size,
  }
}

async function linesOf(path: string): Promise<ReadonlyMap<string, string>> {
  const read = await readText(path)
  if (read.status === 'failed') throw new Error(read.message)
  return byId(read.text)
}

function syntheticLines({ definition, revision }: OpenedBenchmark, seed: number) {
  const { expectedOf } = kindOf(definition.kind)
  const items = revision.items.map((item) => ({
    id: item.id,
    steps: stepCountOf(expectedOf(item)),
    label: 'label' in item && item.label.kind === 'at' ? item.label.step : -1,
  }))
  return byId(syntheticScores(items, seed))
}

function byId(text: string): ReadonlyMap<string, string> {
  const Line = z.object({ id: z.string() })
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [Line.parse(JSON.parse(line)).id, line]))
}

async function serve() {
  const worker = await unstable_startWorker({
    config: 'wrangler.toml',
    entrypoint: 'bench/worker.ts',
    dev: { server: { port: 0 }, persist: state, inspector: false, watch: false },
    bindings: {
      OPERATOR_TOKEN_SHA256: { type: 'plain_text', value: await sha256(OPERATOR_TOKEN) },
    },
  })
  const url = new URL(String(await worker.url)).origin
  return { url, [Symbol.asyncDispose]: () => worker.dispose() }
}

async function command(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, ...environment }
  const { stdout } = await promisify(execFile)(file, [...args], { env })
  return stdout.trim()
}

function revisionSize({ revision }: OpenedBenchmark): string {
  return `${revision.items.length} items`
}

function timesOf(runs: readonly Finalized[]): string {
  const times = runs.map(({ milliseconds }) => milliseconds)
  const [low, middle] = [Math.min(...times), median(times)].map((time) => time.toFixed(0))
  return `min ${low} ms, median ${middle} ms of ${times.length}`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
