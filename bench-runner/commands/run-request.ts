import { ModelId, type ModelKind, MODEL_KINDS } from '#schema/manifest.ts'
import { ScoreKind } from '#schema/score-kind.ts'
import { BASELINE_NAMES } from '../baselines/baselines.ts'
import { type Failed, failed } from '../failure.ts'
import type { RunRequest } from '../run/plan-run.ts'
import { readShard } from '../run/shard.ts'
import { askedOfAdapter, engineOptions, type FedOptions } from './fed-options.ts'

export interface RunOptions extends FedOptions {
  readonly benchmark?: string | undefined
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly backend?: string | undefined
  readonly model?: string | undefined
  readonly modelRevision?: string | undefined
  readonly kind?: ModelKind | undefined
  readonly params?: number | undefined
  readonly base?: string | undefined
  readonly license?: string | undefined
  readonly predictions?: string | undefined
  readonly scoreKind?: ScoreKind | undefined
  readonly cut?: number | undefined
  readonly seed: number
  readonly subset?: string[] | undefined
  readonly limit?: number | undefined
  readonly probe?: number | undefined
  readonly shard?: string | undefined
  readonly shards?: number | undefined
}

/** What the options of `stepmark run` ask for, or which of them is missing or out of range. */
export async function runRequest(
  options: RunOptions,
): Promise<{ status: 'ok'; request: RunRequest } | Failed> {
  const { benchmark, data, labels, backend, model, predictions, seed, subset, limit } = options
  if (benchmark === undefined || backend === undefined || model === undefined) {
    return failed('usage', 'Give --benchmark, --backend and --model, or --resume DIR')
  }
  if (predictions !== undefined && backend !== 'replay') {
    return failed('usage', `--predictions is for --backend replay, not for ${backend}`)
  }
  const { adapter } = options
  const asked = await askedOfAdapter(adapter, options.scoreKind)
  if (asked.status === 'failed') return asked
  const named = readModel(model, { backend, kind: options.kind ?? asked.modelKind })
  if (named.status === 'failed') return named
  const scoreKind = ScoreKind.safeParse({
    ...asked.scoreKind,
    ...(options.cut !== undefined && { cut: options.cut }),
  })
  if (!scoreKind.success)
    return failed('usage', `--cut ${options.cut} is outside the scores' range`)
  const engine = engineOptions(options)
  const { shard: text, shards: count } = options
  const environment = process.env
  const sharded = text === undefined ? undefined : readShard(text, { count, environment })
  if (sharded?.status === 'failed') return sharded
  const request = {
    inputs: {
      benchmark,
      ...(data !== undefined && { data }),
      ...(labels !== undefined && { labels }),
      ...(predictions !== undefined && { predictions }),
    },
    model: {
      ...named.model,
      ...(options.modelRevision !== undefined && { revision: options.modelRevision }),
      ...(options.params !== undefined && { params: options.params }),
      ...(options.base !== undefined && { base: options.base }),
      ...(options.license !== undefined && { license: options.license }),
    },
    backend,
    ...(adapter !== undefined && { adapter }),
    ...(engine !== undefined && { engine }),
    scoreKind: scoreKind.data,
    seed,
    ...(subset !== undefined && { subsets: [...new Set(subset)].sort() }),
    ...(limit !== undefined && { limit }),
    ...(options.probe !== undefined && { probe: options.probe }),
    ...(sharded && { shard: sharded.shard }),
  }
  return { status: 'ok', request }
}

function readModel(
  name: string,
  { backend, kind }: { backend: string; kind: ModelKind | undefined },
): { status: 'ok'; model: { id: string; kind: ModelKind } } | Failed {
  if (backend === 'baseline') {
    if (kind !== undefined && kind !== 'baseline') {
      return failed('usage', `A baseline is of kind baseline, not ${kind}; leave --kind out`)
    }
    const id = name.startsWith('baseline/') ? name : `baseline/${name}`
    return { status: 'ok', model: { id, kind: 'baseline' } }
  }
  const id = ModelId.safeParse(name)
  if (!id.success) return failed('usage', `--model ${name}: ${id.error.issues[0]?.message}`)
  if (kind !== undefined) return { status: 'ok', model: { id: id.data, kind } }
  const kinds = MODEL_KINDS.join(', ')
  const hint = (BASELINE_NAMES as readonly string[]).includes(name)
    ? ' (or --backend baseline)'
    : ''
  return failed('usage', `Say what ${name} is with --kind: ${kinds}${hint}`)
}
