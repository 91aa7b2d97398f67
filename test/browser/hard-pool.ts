import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { Fixture, Model } from './hard-fixture.ts'
import { attachmentsOf, FORMULA, HOSTILE, LONG_MODEL, scatter, TABLE } from './hard-texts.ts'

const SUBSETS = ['easy', 'hard'] as const

const items: BestOfNItem[] = SUBSETS.flatMap((subset) =>
  [40, 6, 6, 6].map((length, index) => ({
    id: `${subset}-problem-with-a-long-identifier-${index}`,
    subset,
    problem: `Find $x$.\n\n${FORMULA}\n\n${HOSTILE}`,
    ...(index === 0 && { groundTruth: HOSTILE }),
    candidates: Array.from({ length }, (_, candidate) => ({
      steps: Array.from({ length: 1 + (candidate % 5) }, (_, step) =>
        step === 2 ? `${HOSTILE}\n\n${TABLE}` : `So $a_{${step}} = ${candidate}$.`,
      ),
      answer:
        candidate % 7 === 3 ? null : candidate % 3 === 0 ? HOSTILE : `\\frac{${candidate % 3}}{2}`,
      correct: index === 2 || (index < 2 && candidate % 3 === 1),
    })),
  })),
)

const PROBABILITY = { kind: 'probability' } as const

/** Problems with more candidates than a page shows, all or none of them right; ties, gaps, ratios. */
export const POOL: Fixture<BestOfNItem> = {
  definition: {
    id: 'hard-pool',
    name: 'A pool in two subsets with a name that wraps',
    kind: 'best_of_n',
    description: 'Made up for tests.',
    subsets: SUBSETS.map((id) => ({ id, name: `Subset of ${id} problems` })),
    license: 'CC0-1.0',
    source: 'test/browser/hard-pool.ts',
  },
  items,
  models: [
    { model: { id: LONG_MODEL, kind: 'discriminative_prm', params: 7e10 }, scoreKind: PROBABILITY },
    { model: { id: 'tied/often', kind: 'generative_prm' }, scoreKind: PROBABILITY },
    { model: { id: 'implicit/ratios', kind: 'implicit_prm' }, scoreKind: { kind: 'unbounded' } },
    { model: { id: 'partly/unscored', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
    { model: { id: 'never/scored', kind: 'prompted_judge' }, scoreKind: PROBABILITY },
    { model: { id: 'baseline/random', kind: 'baseline' }, scoreKind: PROBABILITY },
  ],
  predict,
}

function predict({ id, candidates }: BestOfNItem, { model }: Model) {
  const scores = candidates.map(({ steps }, candidate) =>
    steps.map((_, step) => scatter(step, candidate, model.id.length, id.length)),
  )
  const change = (to: (value: number, candidate: number) => number | null) =>
    scores.map((series, candidate) => series.map((value) => to(value, candidate)))
  switch (model.id) {
    case 'tied/often':
      return {
        id,
        scores: change((value) => Math.round(value)),
        attachments: attachmentsOf({ candidate: 1, step: 0 }),
      }
    case 'implicit/ratios':
      return { id, scores: change((value) => (value - 0.4) * 30) }
    case 'partly/unscored':
      return { id, scores: change((value, candidate) => (candidate % 4 === 0 ? null : value)) }
    case 'never/scored':
      return { id, scores: change(() => null) }
    default:
      return { id, scores }
  }
}
