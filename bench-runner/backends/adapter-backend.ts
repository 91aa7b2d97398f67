import { fitAdapter, type FittedAdapter } from '../adapters/compile.ts'
import { openTokenizer } from '../adapters/tokenizer.ts'
import { type Failed, failed } from '../failure.ts'
import { adapterScorer } from './adapter-scorer.ts'
import type { Engine } from './engine.ts'
import type { EngineOptions } from './engine-options.ts'
import type { Backend, OpenedScorer, ScorerOptions } from './step-scorer.ts'
import { tokenProtocol } from './token-protocol.ts'

export interface OpenedEngine {
  readonly status: 'ok'
  readonly engine: Engine
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
    readonly fitted: FittedAdapter
  }): Promise<OpenedEngine | Failed>
}

/** Makes a backend of an engine: fits the adapter to the tokenizer and asks in its way. */
export function adapterBackend(backend: EngineBackend): Backend {
  const { id, description, capabilities } = backend
  return { id, description, capabilities, models: [], open }

  async function open(options: ScorerOptions): Promise<OpenedScorer | Failed> {
    const { model, adapter: chosen, engine: where = {} } = options
    if (chosen === undefined) return failed('usage', `${id} needs --adapter ID`)
    const { adapter, named } = chosen
    const folder = where.tokenizer ?? where.modelDir
    if (folder === undefined) return failed('usage', 'Give the model’s tokenizer: --tokenizer DIR')
    const opened = await openTokenizer(folder)
    if (opened.status === 'failed') return opened
    const fitted = fitAdapter(adapter, opened.tokenizer)
    if (fitted.status === 'refused') {
      return failed('invalid', `${adapter.id}: ${fitted.code}: ${fitted.message}`)
    }
    const opening = await backend.openEngine({ model, engine: where, fitted })
    if (opening.status === 'failed') return opening
    const { engine, weights } = opening
    if (!engine.capabilities.has(adapter.needs)) {
      await engine.close()
      const given = [...engine.capabilities].join(', ')
      return failed('invalid', `${adapter.id} needs ${adapter.needs}, this model gives ${given}`)
    }
    const scorer = adapterScorer(tokenProtocol(fitted, engine), {
      backend: () => engine.describe(),
      adapter: named,
      limits: engine.limits,
      close: () => engine.close(),
    })
    return { status: 'ok', scorer, ...(weights !== undefined && { weights }) }
  }
}
