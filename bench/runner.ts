import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Trajectory } from '#schema/item.ts'
import { adapterScorer } from '../bench-runner/backends/adapter-scorer.ts'
import type { Answer, Engine } from '../bench-runner/backends/engine.ts'
import { onnxEngine } from '../bench-runner/backends/onnx/onnx-engine.ts'
import { tokenProtocol } from '../bench-runner/backends/token-protocol.ts'
import { bareForward, idsOf, openToy, type Toy } from './toy-scoring.ts'

// What `npm run bench:runner` does: scores trajectories with a model of random weights in ONNX Runtime,
// whole, by a bare loop over the same session, and step by step as scripts do; then watches the memory.

const { values: options } = parseArgs({
  options: {
    items: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    hidden: { type: 'string', default: '128' },
    layers: { type: 'string', default: '2' },
    threads: { type: 'string', default: String(availableParallelism()) },
    many: { type: 'string', default: '200000' },
  },
})
const ITEMS = Number(options.items)
const ROUNDS = Number(options.rounds)
const MANY = Number(options.many)
const THREADS = Number(options.threads)
const BATCHES = [1, 2, 4, 8]
/** Seconds on the clock, and of all cores together; the latter hold on a busy machine, too. */
interface Time {
  readonly seconds: number
  readonly processor: number
}

const NEVER_TIMED: Time = { seconds: Infinity, processor: Infinity }
const NEVER = new AbortController().signal

const Line = z.object({ id: z.string(), problem: z.string(), steps: z.array(z.string()).min(1) })

const folder = mkdtempSync(join(tmpdir(), 'stepmark-bench-'))
try {
  console.log(
    `Node ${process.version} on ${cpus()[0]?.model} × ${cpus().length}, ${THREADS} threads`,
  )
  if (ITEMS > 0) await compareSpeed()
  if (MANY > 0) await watchMemory()
} finally {
  rmSync(folder, { recursive: true })
}

async function compareSpeed() {
  const size = { hidden: Number(options.hidden), layers: Number(options.layers), heads: 2 }
  const toy = await openToy(join(folder, 'toy'), size, THREADS)
  const items = readItems(ITEMS)
  const sequences = items.map((item) => idsOf(toy, item)).toSorted((a, b) => b.length - a.length)
  const tokens = sequences.reduce((sum, ids) => sum + ids.length, 0)
  const { version } = toy.model.runtime
  console.log(
    `${version}, ${size.layers} layers of ${size.hidden}: ${ITEMS} items, ${tokens} tokens`,
  )

  const bare = new Map(BATCHES.map((batch) => [batch, NEVER_TIMED]))
  let ours = NEVER_TIMED
  let beside = 1
  await bareForward(toy, sequences.slice(0, 4))
  for (let round = 0; round < ROUNDS; round++) {
    for (const batch of BATCHES) {
      const time = await timed(() => bareLoop(toy, sequences, batch))
      bare.set(batch, least(bare.get(batch) ?? time, time))
    }
    let asked = 0
    const time = await timed(async () => {
      asked = await score(toy, items)
    })
    ours = least(ours, time)
    beside = Math.min(beside, 1 - asked / time.processor)
  }
  const fewer = items.slice(0, Math.ceil(ITEMS / 8))
  const whole = await timed(async () => void (await score(toy, fewer)))
  const stepwise = await timed(() => prefixLoop(toy, fewer))
  await toy.model.session.release()

  const best = [...bare.values()].reduce(least)
  for (const [batch, time] of bare) tell(`bare loop, batches of ${batch}`, tokens, time)
  tell('stepmark, from texts to scores', tokens, ours)
  const shares = [best.seconds / ours.seconds, best.processor / ours.processor].map(percent)
  console.log(
    `  stepmark has ${shares[0]} % of the best bare loop, ${shares[1]} % by processor time`,
  )
  console.log(`  ${percent(beside)} % of stepmark's processor time is not the engine's`)
  const factor = (stepwise.processor / whole.processor).toFixed(1)
  console.log(`  a forward a step takes ${factor} × the processor time (${fewer.length} items)`)
}

async function bareLoop(toy: Toy, sequences: readonly (readonly number[])[], size: number) {
  for (let start = 0; start < sequences.length; start += size) {
    await bareForward(toy, sequences.slice(start, start + size))
  }
}

/** Of each item a forward for every step, with those before it. */
async function prefixLoop(toy: Toy, items: readonly Trajectory[]) {
  for (const item of items) {
    for (const [index] of item.steps.entries()) {
      await bareForward(toy, [idsOf(toy, { ...item, steps: item.steps.slice(0, index + 1) })])
    }
  }
}

/** Scores them all; gives the processor seconds that were spent inside the engine. */
async function score(
  { model, fitted }: Toy,
  trajectories: Iterable<Trajectory>,
  onScored: (count: number) => void = () => {},
): Promise<number> {
  const onnx = onnxEngine(model)
  let inside = 0
  const engine: Engine = {
    ...onnx,
    async tokenVectors(batch, signal) {
      let answers: readonly Answer[] = []
      const { processor } = await timed(async () => {
        answers = (await onnx.tokenVectors?.(batch, signal)) ?? []
      })
      inside += processor
      return answers
    },
  }
  const scorer = adapterScorer(tokenProtocol(fitted, engine), {
    backend: () => engine.describe(),
    adapter: undefined,
    limits: engine.limits,
    close: () => engine.close(),
  })
  let scored = 0
  for await (const judged of scorer.score(trajectories, NEVER)) {
    if (judged.status !== 'scored') throw new Error('not scored')
    scored += 1
    onScored(scored)
  }
  return inside
}

/** The memory of the process as more and more trajectories were scored, drawn from a generator. */
async function watchMemory() {
  const toy = await openToy(join(folder, 'small'), { hidden: 16, layers: 1, heads: 1 }, THREADS)
  const marks = [10_000, 50_000, 100_000, 200_000].filter((mark) => mark <= MANY)
  console.log('\nMemory, with one layer of 16:')
  await score(toy, short(MANY), (count) => {
    if (!marks.includes(count)) return
    const { rss, heapUsed } = process.memoryUsage()
    console.log(
      `  ${count} trajectories: ${megabytes(rss)} resident, ${megabytes(heapUsed)} of heap`,
    )
  })
  await toy.model.session.release()
}

function* short(count: number): Generator<Trajectory> {
  for (let index = 0; index < count; index++) {
    const steps = [`${index} + 1 = ${index + 1}.`, `So ${index + 1}.`]
    yield { id: `t${index}`, subset: 'all', problem: `What follows ${index}?`, steps }
  }
}

function readItems(count: number): readonly Trajectory[] {
  const lines = readFileSync('bench-runner/stepmark-mini/data/first-error.jsonl', 'utf8').trim()
  const all = lines.split('\n').map((line) => Line.parse(JSON.parse(line)))
  const stride = all.length / count
  return Array.from({ length: count }, (_, index) => all[Math.floor(index * stride)])
    .filter((item) => item !== undefined)
    .map((item) => ({ ...item, subset: 'all' }))
}

async function timed(run: () => Promise<void>): Promise<Time> {
  const start = performance.now()
  const before = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 }
}

function least(a: Time, b: Time): Time {
  return {
    seconds: Math.min(a.seconds, b.seconds),
    processor: Math.min(a.processor, b.processor),
  }
}

function tell(what: string, tokens: number, { seconds, processor }: Time) {
  const rates = [tokens / seconds, tokens / processor].map((rate) => Math.round(rate))
  console.log(`  ${what}: ${rates[0]} tokens/s, ${rates[1]} a processor second`)
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
