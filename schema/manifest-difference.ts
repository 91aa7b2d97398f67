import { canonicalJson } from './canonical-json.ts'
import type { RunManifest } from './manifest.ts'

/** A field in which two manifests differ; null where one does not state it. */
export interface ManifestDifference {
  readonly field: string
  readonly a: unknown
  readonly b: unknown
  /** What such a difference is known to do; undefined where nothing is known. */
  readonly consequence?: { readonly text: string; readonly source: string } | undefined
}

/** Every field in which two manifests differ, but for what they claim, in the order of the first. */
export function manifestDifferences(a: RunManifest, b: RunManifest): readonly ManifestDifference[] {
  const { claim: _a, ...first } = a
  const { claim: _b, ...second } = b
  const ofA = new Map(leaves(first))
  const ofB = new Map(leaves(second))
  return [...new Set([...ofA.keys(), ...ofB.keys()])].flatMap((field) => {
    const values = { a: ofA.get(field) ?? null, b: ofB.get(field) ?? null }
    if (canonicalJson(values.a) === canonicalJson(values.b)) return []
    const known = CONSEQUENCES.find(({ fields }) =>
      fields.some((prefix) => field === prefix || field.startsWith(`${prefix}.`)),
    )
    return [{ field, ...values, ...(known && { consequence: known.consequence }) }]
  })
}

function* leaves(value: unknown, name = ''): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield [name, value]
    return
  }
  for (const [key, part] of Object.entries(value)) {
    yield* leaves(part, name === '' ? key : `${name}.${key}`)
  }
}

/** What is known of differences, each with where it was seen. */
const CONSEQUENCES: readonly {
  readonly fields: readonly string[]
  readonly consequence: NonNullable<ManifestDifference['consequence']>
}[] = [
  {
    fields: ['adapter.variant', 'adapter.hash'],
    consequence: {
      text: 'Another prompt shifts what is flagged: one moved error and correct accuracy from 0.46 and 0.44 to 0.80 and 0.31, at the same F1.',
      source: 'https://github.com/QwenLM/ProcessBench/issues/7',
    },
  },
  {
    fields: ['adapter'],
    consequence: {
      text: 'How steps are joined and where the score is read moves numbers by points: a fix of how tokens were joined took a result on Omni-MATH from 45.4 to 52.0.',
      source: 'https://github.com/QwenLM/ProcessBench/pull/12',
    },
  },
  {
    fields: ['backend', 'cost.gpu'],
    consequence: {
      text: 'Engine, precision, device and batch shape change scores, mostly a little, which flips decisions near the cut: batches of 1, 2 and 3 gave one reward model 0.429, 0.476 and 0.480.',
      source: 'https://github.com/allenai/reward-bench/issues/137',
    },
  },
  {
    fields: ['truncation'],
    consequence: {
      text: 'Steps cut off are scored without their end or not at all. A shorter limit than the one asked for was seen to apply unsaid.',
      source: 'https://github.com/allenai/reward-bench/issues/253',
    },
  },
  {
    fields: ['scoreKind'],
    consequence: {
      text: 'The cut decides which steps count as wrong. One whose origin was not stated turned out to be tuned on the benchmark’s own GSM8K subset.',
      source: 'https://github.com/QwenLM/ProcessBench/issues/3',
    },
  },
  {
    fields: ['revision'],
    consequence: {
      text: 'Labels were corrected, so the same scores give other metrics; items whose labels changed are judged anew.',
      source: 'https://github.com/QwenLM/ProcessBench/issues/9',
    },
  },
  {
    fields: ['seed'],
    consequence: {
      text: 'Where anything is shuffled or sampled, seeds move the number: six runs without a fixed one spread over 4.2 points.',
      source: 'https://github.com/allenai/reward-bench/issues/272',
    },
  },
]
