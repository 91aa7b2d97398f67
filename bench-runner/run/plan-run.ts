import { resolve } from 'node:path'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import { BACKENDS } from '../backends/backends.ts'
import type { Backend, StepScorer } from '../backends/step-scorer.ts'
import {
  isManifestPath,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import { sha256Of } from '../benchmarks/pinned-file.ts'
import { type Failed, failed, unknownName } from '../failure.ts'
import { readText } from '../read-text.ts'
import type { RunConfig } from './run-config.ts'
import { sampleItems } from './sample-items.ts'

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
export type RunRequest = Omit<RunConfig, 'schema' | 'revision' | 'backendVersion' | 'predictions'>

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
  const { inputs, model, scoreKind, seed, subsets, limit } = request
  const { definition, revision } = benchmark
  const ids = definition.subsets.map(({ id }) => id)
  const unknown = subsets?.find((subset) => !ids.includes(subset))
  if (unknown !== undefined) return failed('usage', unknownName('subset', unknown, ids))

  const kind = kindOf(definition.kind)
  const opened = await backend.open({
    model: model.id,
    scoreKind,
    seed,
    predictions: inputs.predictions,
    items: [...revision.items, ...(benchmark.originals ?? [])].map(kind.expectedOf),
  })
  if (opened.status === 'failed') return opened
  const { predictions } = opened.scorer
  if (!kind.predictions.includes(predictions)) {
    const message = `${definition.id} takes ${kind.predictions.join(' or ')}, not ${predictions}`
    return failed('invalid', message)
  }
  const inSubsets = revision.items.filter(({ subset }) => subsets?.includes(subset) ?? true)
  const items =
    limit === undefined ? inSubsets : sampleItems(definition.kind, inSubsets, { limit, seed })
  if (items.length === 0) return failed('invalid', 'There are no items to score')
  const digest = opened.digest ?? (inputs.predictions && (await digestOf(inputs.predictions)))
  return {
    status: 'ok',
    config: {
      schema: 'stepmark.config/1',
      ...request,
      inputs: absolute(inputs),
      revision: revision.id,
      backendVersion: opened.scorer.describe().backend.version,
      ...(digest !== undefined && { predictions: digest }),
    },
    benchmark,
    items,
    scorer: opened.scorer,
  }
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

async function digestOf(path: string): Promise<string | undefined> {
  const file = await readText(path)
  return file.status === 'ok' ? sha256Of(file.text) : undefined
}
