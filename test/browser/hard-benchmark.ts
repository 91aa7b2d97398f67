import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { at, NONE } from '#schema/verdict.ts'
import { type Fixture, type Model, publishFixture } from './hard-fixture.ts'
import { POOL } from './hard-pool.ts'
import { STEP_LABELS } from './hard-step-labels.ts'
import { PREFERENCE } from './hard-preference.ts'
import { attachmentsOf, FORMULA, HOSTILE, LONG_MODEL, TABLE } from './hard-texts.ts'

// Benchmarks that are hard to lay out: names without end, 47 steps, scores of every kind, hostile text.

const SUBSETS = ['geometry', 'algebra', 'number-theory', 'logic', 'physics', 'counting'] as const
const definition: BenchmarkDefinition = {
  id: 'hard',
  name: 'A benchmark with six subsets and a name that wraps',
  kind: 'first_error',
  description: 'Made up for tests.',
  subsets: SUBSETS.map((id) => ({ id, name: `Subset of ${id}` })),
  tuningSubset: 'geometry',
  license: 'CC0-1.0',
  source: 'test/browser/hard-benchmark.ts',
}
const items: FirstErrorItem[] = SUBSETS.flatMap((subset) =>
  [47, 3, 4, 2].map((length, index) => ({
    id: `${subset}-item-with-a-long-identifier-${index}`,
    subset,
    problem: `Find $x$.\n\n${FORMULA}\n\n${HOSTILE}`,
    steps: Array.from({ length }, (_, step) =>
      step === 2 ? `${HOSTILE}\n\n${TABLE}` : `So $a_{${step}} = ${step}$.`,
    ),
    label: index % 2 === 0 ? at(1) : NONE,
    generator: 'Some-Very-Long-Generator-Name-Instruct-70B',
    ...(index === 3 ? {} : { finalAnswerCorrect: index === 1 }),
  })),
)

const PROBABILITY = { kind: 'probability' } as const
const MODELS: readonly Model[] = [
  {
    model: {
      id: LONG_MODEL,
      kind: 'discriminative_prm',
      params: 7e10,
    },
    scoreKind: PROBABILITY,
  },
  { model: { id: 'critic/votes', kind: 'generative_prm' }, scoreKind: PROBABILITY },
  {
    model: { id: 'implicit/declared-cut', kind: 'implicit_prm' },
    scoreKind: { kind: 'unbounded', cut: -2.5 },
  },
  { model: { id: 'implicit/no-cut', kind: 'implicit_prm' }, scoreKind: { kind: 'unbounded' } },
  { model: { id: 'partly/unscored', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
  { model: { id: 'flat/held', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
  { model: { id: 'baseline/random', kind: 'baseline' }, scoreKind: PROBABILITY },
]

const FIRST_ERROR: Fixture<FirstErrorItem> = { definition, items, models: MODELS, predict }

/** Publishes a hard benchmark of each kind with its runs, and one of each without any. */
export async function publishHardBenchmarks(url: string, operatorToken: string): Promise<void> {
  const service = { url, operatorToken }
  await publishFixture(service, FIRST_ERROR)
  await publishFixture(service, STEP_LABELS)
  await publishFixture(service, POOL)
  await publishFixture(service, PREFERENCE)
}

/** Scores that are all different and cross every threshold, or all the same, or votes. */
function predict({ id, steps }: FirstErrorItem, { model, scoreKind }: Model) {
  if (model.id === 'critic/votes') {
    return { id, verdicts: [1, 1, -1, null], attachments: attachmentsOf({ step: 1 }) }
  }
  const scores = steps.map((_, step) => {
    if (model.id === 'flat/held') return 0.5
    const value = ((step * 617 + model.id.length * 131 + id.length * 37) % 1000) / 1000
    if (model.id === 'partly/unscored' && step % 3 === 2) return null
    return scoreKind.kind === 'unbounded' ? (value - 0.4) * 30 : value
  })
  return { id, scores }
}
