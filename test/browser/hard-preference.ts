import type { PreferenceItem } from '#schema/preference-item.ts'
import type { PreferencePredictionLine } from '#schema/prediction-line.ts'
import type { Fixture, Model } from './hard-fixture.ts'
import { attachmentsOf, FORMULA, HOSTILE, LONG_MODEL, scatter, TABLE } from './hard-texts.ts'

const SUBSETS = ['shop', 'maps', 'forum'] as const

const items: PreferenceItem[] = SUBSETS.flatMap((subset) =>
  [12, 4, 1, 0].map((length, index) => ({
    id: `${subset}-choice-with-a-long-identifier-${index}`,
    subset,
    problem: `Find $x_${index}$.\n\n${FORMULA}\n\n${HOSTILE}`,
    chosen: ['Look at the page first.', `click(${index})`],
    rejected: Array.from({ length }, (_, other) => [
      other % 5 === 2 ? `${HOSTILE}\n\n${TABLE}` : `Leave the page ${other}.`,
      `close(${other})`,
    ]),
    ...(subset !== 'forum' && { task: `task-${index % 2}-of-${subset}` }),
  })),
)

const PROBABILITY = { kind: 'probability' } as const

/** Choices among many, among two and among one; ties, gaps, ratios, draws. */
export const PREFERENCE: Fixture<PreferenceItem> = {
  definition: {
    id: 'hard-preference',
    name: 'Preferences in three subsets with a name that wraps',
    kind: 'preference',
    description: 'Made up for tests.',
    subsets: SUBSETS.map((id) => ({ id, name: `Subset of ${id} choices` })),
    license: 'CC0-1.0',
    source: 'test/browser/hard-preference.ts',
  },
  items,
  models: [
    { model: { id: LONG_MODEL, kind: 'discriminative_prm', params: 7e10 }, scoreKind: PROBABILITY },
    { model: { id: 'tied/often', kind: 'generative_prm' }, scoreKind: PROBABILITY },
    {
      model: { id: 'implicit/ratios-of-logs', kind: 'implicit_prm' },
      scoreKind: { kind: 'unbounded' },
    },
    { model: { id: 'partly/unscored-ones', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
    { model: { id: 'baseline/random', kind: 'baseline' }, scoreKind: PROBABILITY },
  ],
  predict,
}

function predict({ id, rejected }: PreferenceItem, { model }: Model): PreferencePredictionLine {
  const scores = [0, ...rejected].map((_, place) => scatter(place, model.id.length, id.length))
  const line = (to: (value: number, place: number) => number | null) => {
    const [chosen = null, ...others] = scores.map(to)
    return { chosen, rejected: others }
  }
  switch (model.id) {
    case 'tied/often':
      return {
        id,
        draws: [line((value) => Math.round(value)), line((value) => Math.round(value * 2) / 2)],
        attachments: attachmentsOf({ candidate: 0, step: 1 }),
      }
    case 'implicit/ratios-of-logs':
      return { id, ...line((value) => (value - 0.4) * 30) }
    case 'partly/unscored-ones':
      return { id, ...line((value, place) => (place === id.length % 3 ? null : value)) }
    default:
      return { id, ...line((value) => value) }
  }
}
