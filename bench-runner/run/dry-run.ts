import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Trajectory } from '#schema/item.ts'
import { compilePasses, type FittedAdapter, fitAdapter } from '../adapters/compile.ts'
import type { PlainAdapter } from '../adapters/adapter.ts'
import { renderPrompt } from '../adapters/render-prompt.ts'
import { openTokenizer } from '../adapters/tokenizer.ts'
import { BACKENDS } from '../backends/backends.ts'
import type { EngineOptions } from '../backends/engine-options.ts'
import { ModelRecord } from '../backends/onnx/model-record.ts'
import { openBenchmark } from '../benchmarks/open-benchmark.ts'
import { type Failed, failed, unknownName } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { chooseItems } from './choose-items.ts'
import { chooseAdapter, type RunRequest } from './plan-run.ts'
import { trajectoriesOf } from './trajectories.ts'

/** The most items that are named of those that cannot be fed. */
const NAMED = 20

/** What a run would feed to a model, found without asking one. */
export interface DryRun {
  readonly benchmark: string
  readonly revision: string
  readonly items: number
  readonly trajectories: number
  readonly steps: number
  /** Of all requests; of models that write, characters of the prompts instead. */
  readonly tokens: number | null
  readonly characters: number | null
  /** Of one request. */
  readonly longest: number
  /** Answers asked for: one a trajectory, a step where each is a pass of its own, or a sample. */
  readonly answers: number
  readonly adapter: string | null
  readonly adapterHash: string | null
  readonly shard: string | null
  /** By code, how many trajectories cannot be fed; too_long ones are never cut. */
  readonly refused: Readonly<Record<string, number>>
  readonly refusedItems: readonly string[]
}

/** Renders and counts all that a run would ask; no engine is contacted. */
export async function dryRun(
  request: RunRequest,
  signal: AbortSignal,
): Promise<({ readonly status: 'ok' } & { readonly found: DryRun }) | Failed> {
  const backend = BACKENDS.find(({ id }) => id === request.backend)
  if (!backend) {
    const ids = BACKENDS.map(({ id }) => id)
    return failed('usage', unknownName('backend', request.backend, ids))
  }
  const benchmark = await openBenchmark(request.inputs, signal)
  if (benchmark.status === 'failed') return benchmark
  const chosen = chooseItems(benchmark, request)
  if (chosen.status === 'failed') return chosen
  const adapter = await chooseAdapter(request.adapter, backend)
  if (adapter?.status === 'failed') return adapter
  const counter = await counterOf(adapter?.adapter, request.engine ?? {})
  if ('code' in counter) return counter
  const trajectories = chosen.items.flatMap(trajectoriesOf)
  const counts = await countAll(trajectories, counter, signal)
  const { shard } = request
  return {
    status: 'ok',
    found: {
      benchmark: benchmark.definition.id,
      revision: benchmark.revision.id,
      items: chosen.items.length,
      trajectories: trajectories.length,
      steps: trajectories.reduce((sum, { steps }) => sum + steps.length, 0),
      adapter: request.adapter ?? null,
      adapterHash: adapter?.named.hash ?? null,
      shard: shard ? `${shard.index}/${shard.count}` : null,
      ...counts,
      tokens: counter.unit === 'tokens' ? counts.size : null,
      characters: counter.unit === 'characters' ? counts.size : null,
    },
  }
}

/** How much a trajectory is to feed, or why it cannot be fed. */
interface Counter {
  readonly unit: 'tokens' | 'characters' | 'nothing'
  count(trajectory: Trajectory): { readonly sizes: readonly number[] } | { readonly code: string }
}

async function counterOf(
  adapter: PlainAdapter | undefined,
  { tokenizer, modelDir }: EngineOptions,
): Promise<Counter | Failed> {
  if (adapter === undefined) return { unit: 'nothing', count: () => ({ sizes: [0] }) }
  if (adapter.needs === 'generate') {
    return {
      unit: 'characters',
      count(trajectory) {
        const messages = renderPrompt(adapter, trajectory)
        const size = messages.reduce((sum, { content }) => sum + content.length, 0)
        return { sizes: Array(adapter.sampling.samples).fill(size) }
      },
    }
  }
  const folder = tokenizer ?? modelDir
  if (folder === undefined) return failed('usage', 'Give the model’s tokenizer: --tokenizer DIR')
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') return opened
  const fitted = fitAdapter(adapter, opened.tokenizer)
  if (fitted.status === 'refused') {
    return failed('invalid', `${adapter.id}: ${fitted.code}: ${fitted.message}`)
  }
  const record =
    modelDir === undefined ? undefined : await readRecord(join(modelDir, 'model.json'), ModelRecord)
  if (record?.status === 'failed') return record
  const most = record?.value.maxTokens ?? Number.POSITIVE_INFINITY
  return { unit: 'tokens', count: (trajectory) => tokensOf(fitted, { trajectory, most }) }
}

function tokensOf(
  fitted: FittedAdapter,
  { trajectory, most }: { trajectory: Trajectory; most: number },
): ReturnType<Counter['count']> {
  const compiled = compilePasses(fitted, trajectory)
  if (compiled.status === 'refused') return { code: compiled.code }
  const sizes = compiled.passes.map(({ ids }) => ids.length)
  return Math.max(...sizes) > most ? { code: 'too_long' } : { sizes }
}

async function countAll(
  trajectories: readonly Trajectory[],
  counter: Counter,
  signal: AbortSignal,
) {
  const refused: Record<string, number> = {}
  const refusedItems: string[] = []
  let size = 0
  let longest = 0
  let answers = 0
  for (const [index, trajectory] of trajectories.entries()) {
    if (index % 64 === 0) await setImmediate()
    if (signal.aborted) break
    const counted = counter.count(trajectory)
    if ('code' in counted) {
      refused[counted.code] = (refused[counted.code] ?? 0) + 1
      if (refusedItems.length < NAMED) refusedItems.push(trajectory.id)
      continue
    }
    answers += counted.sizes.length
    size += counted.sizes.reduce((sum, one) => sum + one, 0)
    longest = Math.max(longest, ...counted.sizes)
  }
  return { size, longest, answers, refused, refusedItems }
}
