import type { RunManifest } from '#schema/manifest.ts'
import { decimal } from '#schema/format-number.ts'
import { billions, count } from './format.ts'
import { DISCLOSURE_WORDS, KIND_WORDS, scoreKindWords } from './words.ts'

export interface Fact {
  readonly name: string
  readonly value: string
}

/** A manifest in plain words; what was not stated is left out. */
export function manifestFacts(manifest: RunManifest): readonly Fact[] {
  const { model, adapter, backend, truncation, probe, published } = manifest
  const facts: [string, string | undefined][] = [
    ['Kind', KIND_WORDS[model.kind]],
    ['Weights', model.revision],
    ['Size', when(model.params, (params) => `${billions(params)} billion parameters`)],
    ['Trained from', model.base],
    ['Licence of the model', model.license],
    [
      'Adapter',
      adapter && [adapter.id, adapter.version, adapter.variant].filter(Boolean).join(' '),
    ],
    ['Adapter hash', adapter?.hash],
    [
      'Backend',
      [backend.kind, backend.version, backend.dtype, backend.device].filter(Boolean).join(', '),
    ],
    ['Image', manifest.image],
    ['Scores', scoreKindWords(manifest.scoreKind)],
    ['Seed', when(manifest.seed, String)],
    ['Truncation', truncation && `${truncation.policy}, ${count(truncation.count)} items`],
    [
      'Probe',
      probe &&
        `${count(probe.items)} items again, largest drift ${probe.maxDrift}, ${count(probe.flips)} decisions changed`,
    ],
    ['Items', manifest.partial ? 'a sample, not all' : undefined],
    ['Scores published by', published?.citation],
    ['Scores taken from', published?.url],
    ['Licence of the scores', published && (published.license ?? 'none stated')],
    [
      'Training on the benchmark',
      when(manifest.disclosure?.declared, (declared) => DISCLOSURE_WORDS[declared]),
    ],
    ['Training data', manifest.disclosure?.trainingData],
    ['Overlap with the benchmark', manifest.disclosure?.overlap],
  ]
  return stated(facts)
}

/** What a run cost, as its submitter stated it, and what that is for a token and an item. */
export function costFacts(
  { cost }: Pick<RunManifest, 'cost'>,
  { items }: { readonly items: number },
): readonly Fact[] {
  const { tokens, seconds, gpu, gpuSeconds, peakBytes } = cost ?? {}
  const time = gpuSeconds ?? seconds
  return stated([
    ['Tokens', when(tokens, (all) => `${count(all)}${perItem(all, items)}`)],
    ['Time', when(seconds, durationWords)],
    ['GPU', gpu],
    ['GPU time', when(gpuSeconds, durationWords)],
    [
      'Speed',
      tokens !== undefined && time !== undefined && time > 0
        ? `${count(tokens / time)} tokens a second`
        : undefined,
    ],
    ['Peak memory', when(peakBytes, (bytes) => `${decimal(bytes / 1e9, 1)} GB`)],
  ])
}

function perItem(tokens: number, items: number): string {
  return items === 0 ? '' : `, ${count(tokens / items)} an item`
}

/** Seconds, and from a quarter of an hour on the hours beside them. */
function durationWords(seconds: number): string {
  const hours = seconds < 900 ? '' : `, ${decimal(seconds / 3600, 1)} h`
  return `${decimal(seconds, 1)} s${hours}`
}

function stated(facts: readonly (readonly [string, string | undefined])[]): readonly Fact[] {
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}

function when<Value>(value: Value | undefined, write: (value: Value) => string) {
  return value === undefined ? undefined : write(value)
}
