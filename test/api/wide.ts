import { env } from 'cloudflare:workers'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { seededRandom } from '#schema/random.ts'
import type { Run } from '#schema/run.ts'
import { at, NONE } from '#schema/verdict.ts'
import { manifest, newToken, submit } from './tiny.ts'

// A benchmark that is large enough for suspicion: 2 × 150 items of three steps, half of them with an error.

export const WIDE: BenchmarkDefinition = {
  id: 'tiny',
  name: 'Wide',
  kind: 'first_error',
  description: 'Three hundred items.',
  subsets: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
  tuningSubset: 'a',
  license: 'CC0-1.0',
  source: 'the tests',
}

export const WIDE_ITEMS: readonly FirstErrorItem[] = WIDE.subsets.flatMap(({ id: subset }) =>
  Array.from({ length: 150 }, (_, index) => ({
    id: `${subset}-${index}`,
    subset,
    problem: `P${index}`,
    steps: ['x', 'y', 'z'],
    label: index % 2 === 0 ? at(index % 3) : NONE,
  })),
)

/** Files of predictions, by subset, with a score for each step. */
export function scored(
  score: (item: FirstErrorItem, step: number) => number,
): Readonly<Record<'a' | 'b', string>> {
  const file = (subset: string) =>
    WIDE_ITEMS.filter((item) => item.subset === subset)
      .map((item) => {
        const scores = item.steps.map((_, step) => score(item, step))
        return `${JSON.stringify({ id: item.id, scores })}\n`
      })
      .join('')
  return { a: file('a'), b: file('b') }
}

/** What a model of no great skill scores, another one for each seed. */
export function honest(seed: number) {
  const random = seededRandom(seed)
  return scored(() => random())
}

/** The same with every score moved by up to `by`, and nothing decided otherwise that was not near the cut. */
export function moved(files: Readonly<Record<'a' | 'b', string>>, by: number) {
  const random = seededRandom(99)
  const change = (text: string) =>
    text.replace(/0\.\d+(e-\d+)?/g, (score) =>
      String(Math.min(1, Math.max(0, Number(score) + by * (2 * random() - 1)))),
    )
  return { a: change(files.a), b: change(files.b) }
}

export const DIGEST = `ghcr.io/a/runner@sha256:${'0'.repeat(64)}`

/** A submitter, with an identity that a CI's issuer vouches for when one is named. */
export async function submitter(name: string, issuer?: string): Promise<string> {
  const { token } = await newToken({ submitter: name })
  if (issuer !== undefined) {
    await env.DB.prepare('update submitters set issuer = ?, subject = ? where id = ?')
      .bind(issuer, `repo:${name}`, name)
      .run()
  }
  return token
}

/** Takes a run of `m/one` all the way; `change` replaces parts of its manifest. */
export async function finalized(
  token: string,
  files: Readonly<Record<string, string>>,
  { revision, ...change }: { readonly revision: string } & Readonly<Record<string, unknown>>,
): Promise<Run> {
  const model = { id: 'm/one', revision: 'abc', kind: 'discriminative_prm' }
  const response = await submit(token, manifest(revision, { model, ...change }), files)
  return response.json<Run>()
}
