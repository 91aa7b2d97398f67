import type { ScoreKind } from '#schema/score-kind.ts'
import type { ModelKind } from '#schema/manifest.ts'
import type { CompleteAdapter } from '../adapters/adapter.ts'
import { readAdapter } from '../adapters/read-adapter.ts'
import { scoreKindOf } from '../adapters/score-kind-of.ts'
import { type Device, EngineOptions } from '../backends/engine-options.ts'
import { type Failed, failed } from '../failure.ts'

/** Options of models that an engine is fed through an adapter. */
export interface FedOptions {
  readonly adapter?: string | undefined
  readonly modelDir?: string | undefined
  readonly referenceDir?: string | undefined
  readonly tokenizer?: string | undefined
  readonly device?: Device | undefined
  readonly threads?: number | undefined
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
  modelDir,
  referenceDir,
  tokenizer,
  device,
  threads,
}: FedOptions): EngineOptions | undefined {
  const given = Object.entries({ modelDir, referenceDir, tokenizer, device, threads }).filter(
    ([, value]) => value !== undefined,
  )
  return given.length === 0 ? undefined : EngineOptions.parse(Object.fromEntries(given))
}

function modelKindOf({ needs }: CompleteAdapter): ModelKind | undefined {
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
