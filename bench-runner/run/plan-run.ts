import { resolve } from 'node:path'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import { type ChosenAdapter, isAdapterPath, readAdapter } from '../adapters/read-adapter.ts'
import { BACKENDS } from '../backends/backends.ts'
import type { EngineOptions } from '../backends/engine-options.ts'
import type { Backend, StepScorer } from '../backends/step-scorer.ts'
import {
  isManifestPath,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, unknownName } from '../failure.ts'
import { readText } from '../read-text.ts'
import { chooseItems } from './choose-items.ts'
import type { RunConfig } from './run-config.ts'

/** A run that can start: its items chosen, its model open. */
export interface RunPlan {
  readonly status: 'ok'
  readonly config: RunConfig
  readonly benchmark: OpenedBenchmark
  /** The items to score, in canonical order. */
  readonly items: readonly BenchmarkItem[]
  readonly scorer: StepScorer
}

/** What a run is asked to do, before anything was looked up. */
export type RunRequest = Omit<RunConfig, 'schema' | (typeof FOUND)[number]>

/** What of a configuration is found when a run is planned, not asked for. */
export const FOUND = [
  'revision',
  'predictions',
  'backendVersion',
  'adapterHash',
  'weights',
] as const

/** What was asked for of a run that was begun. */
export function requestOf(config: RunConfig): RunRequest {
  const {
    schema: _,
    revision: _revision,
    predictions: _predictions,
    backendVersion: _version,
    adapterHash: _hash,
    weights: _weights,
    ...request
  } = config
  return request
}

export async function planRun(request: RunRequest, signal: AbortSignal): Promise<RunPlan | Failed> {
  const backend = BACKENDS.find(({ id }) => id === request.backend)
  if (!backend) {
    const ids = BACKENDS.map(({ id }) => id)
    return failed('usage', unknownName('backend', request.backend, ids))
  }
  const benchmark = await openBenchmark(request.inputs, signal)
  if (benchmark.status === 'failed') return benchmark
  return planOpened(request, { backend, benchmark })
}

/** A run of a benchmark and a backend that were found already. */
export async function planOpened(
  request: RunRequest,
  { backend, benchmark }: { backend: Backend; benchmark: OpenedBenchmark },
): Promise<RunPlan | Failed> {
  const { inputs, model, scoreKind, seed } = request
  const { definition, revision } = benchmark
  const kind = kindOf(definition.kind)
  const chosenItems = chooseItems(benchmark, request)
  if (chosenItems.status === 'failed') return chosenItems
  const { items } = chosenItems
  const chosen = await chooseAdapter(request.adapter, backend)
  if (chosen?.status === 'failed') return chosen
  const opened = await backend.open({
    model: model.id,
    scoreKind,
    seed,
    predictions: inputs.predictions,
    adapter: chosen,
    engine: request.engine,
    items: [...revision.items, ...(benchmark.originals ?? [])].map(kind.expectedOf),
  })
  if (opened.status === 'failed') return opened
  const { predictions } = opened.scorer
  if (!kind.predictions.includes(predictions)) {
    await opened.scorer.close?.()
    const message = `${definition.id} takes ${kind.predictions.join(' or ')}, not ${predictions}`
    return failed('invalid', message)
  }
  const digest = opened.digest ?? (inputs.predictions && (await digestOf(inputs.predictions)))
  return {
    status: 'ok',
    config: {
      schema: 'stepmark.config/1',
      ...request,
      inputs: absolute(inputs),
      ...(request.adapter !== undefined && { adapter: absoluteAdapter(request.adapter) }),
      ...(request.engine && { engine: absoluteEngine(request.engine) }),
      revision: revision.id,
      backendVersion: opened.scorer.describe().backend.version,
      ...(digest !== undefined && { predictions: digest }),
      ...(chosen && { adapterHash: chosen.named.hash }),
      ...(opened.weights !== undefined && { weights: opened.weights }),
    },
    benchmark,
    items,
    scorer: opened.scorer,
  }
}

/** The adapter a run names; refused where the backend takes none, or cannot be asked what it needs. */
export async function chooseAdapter(
  name: string | undefined,
  { id, capabilities }: Backend,
): Promise<ChosenAdapter | Failed | undefined> {
  if (name === undefined) {
    if (capabilities === undefined) return undefined
    return failed('usage', `${id} needs --adapter ID: see stepmark list adapters`)
  }
  if (capabilities === undefined) {
    return failed('usage', `--adapter is for models that are fed; ${id} takes none`)
  }
  const chosen = await readAdapter(name)
  if (chosen.status === 'failed' || capabilities.includes(chosen.adapter.needs)) return chosen
  const { needs } = chosen.adapter
  const able = BACKENDS.filter((backend) => backend.capabilities?.includes(needs))
  const hint = able.length === 0 ? 'No backend does' : `Use ${able.map((one) => one.id).join(', ')}`
  return failed('usage', `${name} needs ${needs}, which ${id} does not give. ${hint}`)
}

/** Paths that hold wherever a run is resumed from. */
function absolute({ benchmark, data, labels, predictions }: RunConfig['inputs']) {
  return {
    benchmark: isManifestPath(benchmark) ? resolve(benchmark) : benchmark,
    ...(data !== undefined && { data: resolve(data) }),
    ...(labels !== undefined && { labels }),
    ...(predictions !== undefined && { predictions: resolve(predictions) }),
  }
}

function absoluteAdapter(name: string): string {
  return isAdapterPath(name) ? resolve(name) : name
}

function absoluteEngine(engine: EngineOptions): EngineOptions {
  const { modelDir, referenceDir, tokenizer, ...rest } = engine
  return {
    ...rest,
    ...(modelDir !== undefined && { modelDir: resolve(modelDir) }),
    ...(referenceDir !== undefined && { referenceDir: resolve(referenceDir) }),
    ...(tokenizer !== undefined && { tokenizer: resolve(tokenizer) }),
  }
}

async function digestOf(path: string): Promise<string | undefined> {
  const file = await readText(path)
  return file.status === 'ok' ? sha256Of(file.text) : undefined
}
