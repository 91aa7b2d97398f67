import type { ScoreKind } from '#schema/score-kind.ts'
import type { ModelKind } from '#schema/manifest.ts'
import type { PlainAdapter } from '../adapters/adapter.ts'
import { readAdapter } from '../adapters/read-adapter.ts'
import { scoreKindOf } from '../adapters/score-kind-of.ts'
import { type Device, EngineOptions, type Route } from '../backends/engine-options.ts'
import { type Failed, failed } from '../failure.ts'

/** Options of models that an engine is fed through an adapter. */
export interface FedOptions {
  readonly adapter?: string | undefined
  readonly modelDir?: string | undefined
  readonly referenceDir?: string | undefined
  readonly tokenizer?: string | undefined
  readonly device?: Device | undefined
  readonly threads?: number | undefined
  readonly baseUrl?: readonly string[] | undefined
  readonly referenceUrl?: readonly string[] | undefined
  readonly referenceModel?: string | undefined
  readonly servedModel?: string | undefined
  readonly route?: Route | undefined
  readonly tokensInFlight?: number | undefined
  readonly timeout?: number | undefined
  readonly patience?: number | undefined
  readonly apiKeyEnv?: string | undefined
}

/** What the adapter says where the options do not; `asked` is what they say of the scores. */
export async function askedOfAdapter(
  name: string | undefined,
  asked: ScoreKind | undefined,
): Promise<{ status: 'ok'; scoreKind: ScoreKind; modelKind: ModelKind | undefined } | Failed> {
  if (name === undefined) {
    return { status: 'ok', scoreKind: asked ?? { kind: 'probability' }, modelKind: undefined }
  }
  const chosen = await readAdapter(name)
  if (chosen.status === 'failed') return chosen
  const scoreKind = scoreKindOf(chosen.adapter)
  const modelKind = modelKindOf(chosen.adapter)
  if (asked === undefined || textOf(asked) === textOf(scoreKind)) {
    return { status: 'ok', scoreKind, modelKind }
  }
  const are = `The scores of ${name} are ${textOf(scoreKind)}`
  return failed('usage', `${are}, not ${textOf(asked)}; leave --score-kind out`)
}

/** The engine's options, undefined where none was given. */
export function engineOptions({
  baseUrl: baseUrls,
  referenceUrl: referenceUrls,
  ...options
}: FedOptions): EngineOptions | undefined {
  const all = { ...options, baseUrls, referenceUrls }
  const names = Object.keys(EngineOptions.shape) as (keyof EngineOptions)[]
  const given = names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))
  return given.length === 0 ? undefined : EngineOptions.parse(Object.fromEntries(given))
}

function modelKindOf({ needs }: PlainAdapter): ModelKind | undefined {
  switch (needs) {
    case 'token_vectors':
    case 'next_token_scores':
      return 'discriminative_prm'
    case 'sequence_logprobs':
      return 'implicit_prm'
    case 'generate':
      return undefined
  }
}

function textOf(kind: ScoreKind): string {
  return kind.kind === 'bounded' ? `bounded:${kind.range.join(',')}` : kind.kind
}
