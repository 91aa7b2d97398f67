import type { TextAdapter } from '../adapters/adapter.ts'
import { fitAdapter, type FittedAdapter } from '../adapters/compile.ts'
import type { ChosenAdapter } from '../adapters/read-adapter.ts'
import { openTokenizer } from '../adapters/tokenizer.ts'
import { type Failed, failed } from '../failure.ts'
import { adapterScorer } from './adapter-scorer.ts'
import { aspectProtocol } from './aspect-protocol.ts'
import type { Engine } from './engine.ts'
import type { EngineOptions } from './engine-options.ts'
import { logRatioProtocol } from './log-ratio-protocol.ts'
import type { Backend, OpenedScorer, ScorerOptions, StepScorer } from './step-scorer.ts'
import { textProtocol } from './text-protocol.ts'
import { tokenProtocol } from './token-protocol.ts'

/** An adapter of texts, for which no tokenizer is needed. */
export interface AskedAdapter {
  readonly status: 'ok'
  readonly adapter: TextAdapter
  readonly tokenizer?: undefined
}

export interface OpenedEngine {
  readonly status: 'ok'
  readonly engine: Engine
  /** The model that an implicit PRM is compared with; its tokenizer is the same. */
  readonly reference?: Engine
  /** SHA-256 of the weights, where they are here. */
  readonly weights?: string
}

/** A backend that an adapter asks: its names, what it may be asked, and how its engine is opened. */
export interface EngineBackend extends Pick<Backend, 'id' | 'description'> {
  readonly capabilities: NonNullable<Backend['capabilities']>
  /** Opens the model, for what the fitted adapter needs of it. */
  openEngine(options: {
    readonly model: string
    readonly engine: EngineOptions
    readonly fitted: FittedAdapter | AskedAdapter
  }): Promise<OpenedEngine | Failed>
}

/** Makes a backend of an engine: fits the adapter to the tokenizer and asks in its way. */
export function adapterBackend(backend: EngineBackend): Backend {
  const { id, description, capabilities } = backend
  return { id, description, capabilities, models: [], open }

  async function open(options: ScorerOptions): Promise<OpenedScorer | Failed> {
    const { model, adapter: chosen, engine: where = {}, seed } = options
    if (chosen === undefined) return failed('usage', `${id} needs --adapter ID`)
    const fitted = await fit(chosen, where)
    if (fitted.status === 'failed') return fitted
    const opened = await backend.openEngine({ model, engine: where, fitted })
    if (opened.status === 'failed') return opened
    const scorer = scorerOf(opened, { fitted, named: chosen.named, seed })
    if ('code' in scorer) {
      await closeAll(opened)
      return scorer
    }
    const { weights } = opened
    return { status: 'ok', scorer, ...(weights !== undefined && { weights }) }
  }
}

async function fit(
  { adapter }: ChosenAdapter,
  { tokenizer, modelDir }: EngineOptions,
): Promise<FittedAdapter | AskedAdapter | Failed> {
  if (adapter.needs === 'generate') return { status: 'ok', adapter }
  const folder = tokenizer ?? modelDir
  if (folder === undefined) return failed('usage', 'Give the model’s tokenizer: --tokenizer DIR')
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') return opened
  const fitted = fitAdapter(adapter, opened.tokenizer)
  if (fitted.status === 'ok') return fitted
  return failed('invalid', `${adapter.id}: ${fitted.code}: ${fitted.message}`)
}

function scorerOf(
  opened: OpenedEngine,
  {
    fitted,
    named,
    seed,
  }: {
    fitted: FittedAdapter | AskedAdapter
    named: ChosenAdapter['named']
    seed: number
  },
): StepScorer | Failed {
  const { engine, reference } = opened
  const { id, needs } = fitted.adapter
  if (!engine.capabilities.has(needs)) {
    const given = [...engine.capabilities].join(', ')
    return failed('invalid', `${id} needs ${needs}, this model gives ${given}`)
  }
  const parts = {
    backend: () => engine.describe(),
    adapter: named,
    limits: engine.limits,
    close: () => closeAll(opened),
  }
  if (fitted.tokenizer === undefined) {
    return adapterScorer(textProtocol(fitted.adapter, { engine, seed }), { ...parts, seed })
  }
  if (fitted.adapter.score.aspects) return adapterScorer(aspectProtocol(fitted, engine), parts)
  if (needs !== 'sequence_logprobs') return adapterScorer(tokenProtocol(fitted, engine), parts)
  if (reference?.capabilities.has(needs)) {
    return adapterScorer(logRatioProtocol(fitted, { engine, reference }), parts)
  }
  const { read } = fitted.adapter.score
  const against = read.fn === 'log_ratio' ? read.reference : 'another model'
  return failed(
    'usage',
    `${id} compares with ${against}: give it as well, with --reference-dir DIR or --reference-url URL`,
  )
}

async function closeAll({ engine, reference }: OpenedEngine): Promise<void> {
  await engine.close()
  await reference?.close()
}
