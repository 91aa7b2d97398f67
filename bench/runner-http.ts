import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Trajectory } from '#schema/item.ts'
import { compile, fitAdapter, type FittedAdapter } from '../bench-runner/adapters/compile.ts'
import { PlainAdapter } from '../bench-runner/adapters/adapter.ts'
import { openTokenizer } from '../bench-runner/adapters/tokenizer.ts'
import { adapterScorer } from '../bench-runner/backends/adapter-scorer.ts'
import type { Engine } from '../bench-runner/backends/engine.ts'
import { openVllm } from '../bench-runner/backends/http/vllm.ts'
import { tokenProtocol } from '../bench-runner/backends/token-protocol.ts'

// What `npm run bench:runner-http` does: scores trajectories through a stand-in server of a small model,
// by the runner and by the best plain loop of fetch over the same server.

const ROUNDS = Number(process.argv[2] ?? 3)
const ITEMS = Number(process.argv[3] ?? 200)
const IN_FLIGHT = Number(process.argv[4] ?? 131_072)
const FOLDER = 'test/models/tiny-class-head'
const MODEL = 'stepmark/tiny-class-head'
const NEVER = new AbortController().signal

const Line = z.object({ id: z.string(), problem: z.string(), steps: z.array(z.string()).min(1) })

const server = spawn(process.execPath, ['bench/stand-in.ts'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const [line] = await once(createInterface(server.stdout), 'line')
  await compare(String(line))
} finally {
  server.kill()
}

async function compare(url: string) {
  const fitted = await tinyAdapter()
  const items = readItems(fitted)
  const sequences = items.map((item) => idsOf(fitted, item))
  const tokens = sequences.reduce((sum, { length }) => sum + length, 0)
  console.log(`Node ${process.version}: ${items.length} trajectories, ${tokens} tokens`)
  const plans = [1, 8, 32].flatMap((batch) => [1, 2, 8].map((workers) => ({ batch, workers })))
  const plain = new Map(plans.map((plan) => [plan, Infinity]))
  let ours = Infinity
  let requests = 0
  await plainLoop(url, sequences.slice(0, 16), { batch: 8, workers: 1 })
  for (let round = 0; round < ROUNDS; round++) {
    for (const plan of plans) {
      const seconds = await timed(() => plainLoop(url, sequences, plan))
      plain.set(plan, Math.min(seconds, plain.get(plan) ?? Infinity))
    }
    ours = Math.min(ours, await timed(async () => (requests = await score(url, fitted, items))))
  }
  const best = [...plain].reduce((least, next) => (next[1] < least[1] ? next : least))
  for (const [{ batch, workers }, seconds] of plain) {
    const calls = Math.ceil(items.length / batch)
    tell(`plain loop, ${workers} at once, ${batch} a request`, { tokens, requests: calls, seconds })
  }
  tell('stepmark, from texts to scores', { tokens, requests, seconds: ours })
  console.log(`${((100 * best[1]) / ours).toFixed(1)} % of the best plain loop (95 or more)`)
}

/** The runner’s own way, with the engine opened beforehand as a run does. */
async function score(url: string, fitted: FittedAdapter, items: readonly Trajectory[]) {
  // As many tokens at once as suit this server, as the plain loop’s batches and workers do.
  const engine = { baseUrls: [url], tokensInFlight: IN_FLIGHT }
  const opened = await openVllm({ model: MODEL, engine, fitted })
  if (opened.status === 'failed') throw new Error(opened.message)
  const { engine: own } = opened
  let calls = 0
  const counted: Engine = {
    ...own,
    async tokenVectors(batch, signal) {
      calls += 1
      return (await own.tokenVectors?.(batch, signal)) ?? []
    },
  }
  const scorer = adapterScorer(tokenProtocol(fitted, counted), {
    backend: () => counted.describe(),
    adapter: undefined,
    limits: counted.limits,
    close: () => counted.close(),
  })
  let scored = 0
  for await (const judged of scorer.score(items, NEVER)) if (judged.status === 'scored') scored += 1
  await scorer.close?.()
  if (scored !== items.length) throw new Error(`${scored} of ${items.length} were scored`)
  return calls
}

/** Workers that post one batch after another and parse the answers, of sequences rendered beforehand. */
async function plainLoop(
  url: string,
  sequences: readonly (readonly number[])[],
  { batch, workers }: { batch: number; workers: number },
) {
  let next = 0
  async function work() {
    while (next < sequences.length) {
      const input = sequences.slice(next, (next += batch))
      const body = JSON.stringify({
        model: MODEL,
        task: 'token_classify',
        input,
        use_activation: false,
      })
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}/pooling`, { method: 'POST', headers, body })
      if (!response.ok) throw new Error(await response.text())
      await response.json()
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
}

async function tinyAdapter(): Promise<FittedAdapter> {
  const adapter = PlainAdapter.parse({
    schema: 'stepmark.adapter/1',
    id: 'tiny',
    version: '1',
    status: 'complete',
    models: [MODEL],
    needs: 'token_vectors',
    sources: ['bench'],
    tokens: { '<extra_0>': [261] },
    steps: {},
    render: { mode: 'raw', bos: 'none', before: '{problem}\n', step: '{step}<extra_0>' },
    score: {
      at: { anchor: 'token', token: '<extra_0>' },
      read: { fn: 'softmax_classes', classes: 2, good: 1 },
    },
  })
  const opened = await openTokenizer(FOLDER)
  if (opened.status === 'failed' || adapter.needs === 'generate') throw new Error('no tokenizer')
  const fitted = fitAdapter(adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  return fitted
}

function idsOf(fitted: FittedAdapter, item: Trajectory): readonly number[] {
  const compiled = compile(fitted, item)
  if (compiled.status === 'refused') throw new Error(compiled.message)
  return compiled.ids
}

/** Those of Stepmark Mini that the model has room for, over again until there are enough. */
function readItems(fitted: FittedAdapter): readonly Trajectory[] {
  const path = 'bench-runner/stepmark-mini/data/first-error.jsonl'
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const all = lines.map((line) => ({ ...Line.parse(JSON.parse(line)), subset: 'all' }))
  const short = all.filter((item) => idsOf(fitted, item).length <= 500)
  return Array.from({ length: ITEMS }, (_, index) => ({
    id: `item-${index}`,
    subset: 'all',
    problem: short[index % short.length]?.problem ?? '',
    steps: short[index % short.length]?.steps ?? [],
  }))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

function tell(
  what: string,
  { tokens, requests, seconds }: { tokens: number; requests: number; seconds: number },
) {
  const rates = `${Math.round(tokens / seconds)} tokens/s, ${(requests / seconds).toFixed(1)} requests/s`
  console.log(`${what.padEnd(40)} ${seconds.toFixed(2)} s  ${rates}`)
}
