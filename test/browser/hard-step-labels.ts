import type { StepLabelsItem } from '#schema/step-labels-item.ts'
import type { Fixture, Model } from './hard-fixture.ts'
import { FORMULA, HOSTILE, LONG_MODEL, scatter, TABLE } from './hard-texts.ts'

const CLASSES = [
  'redundency',
  'circular',
  'counterfactual',
  'deception',
  'multi_solutions',
] as const

const items: StepLabelsItem[] = CLASSES.flatMap((subset) =>
  [47, 4, 2].map((length, index) => ({
    id: `${subset}_from-a-source-with-a-long-identifier-${index}`,
    subset,
    problem: `Find $x$.\n\n${FORMULA}\n\n${HOSTILE}`,
    steps: Array.from({ length }, (_, step) =>
      step === 2 ? `${HOSTILE}\n\n${TABLE}` : `So $a_{${step}} = ${step}$.`,
    ),
    wrongSteps: index === 2 || subset === 'multi_solutions' ? [] : index === 0 ? [0, 1, 30] : [2],
    ...(index === 0 && {
      reason: `${HOSTILE} Step 1 does not follow, as ${FORMULA}`,
      original: { problem: `${HOSTILE} ${FORMULA}`, steps: [HOSTILE, TABLE] },
    }),
  })),
)

const PROBABILITY = { kind: 'probability' } as const

/** Classes with and without a group, and one judged by redundancy; channels, draws, gaps, baselines. */
export const STEP_LABELS: Fixture<StepLabelsItem> = {
  definition: {
    id: 'hard-steps',
    name: 'Step labels in classes whose names wrap',
    kind: 'step_labels',
    description: 'Made up for tests.',
    subsets: CLASSES.map((id) => ({ id, name: `Class of ${id.replaceAll('_', '-')}` })),
    groups: [
      { id: 'simplicity', name: 'Simplicity', subsets: ['redundency', 'circular'] },
      { id: 'soundness', name: 'Soundness', subsets: ['counterfactual'] },
    ],
    license: 'CC0-1.0',
    source: 'test/browser/hard-step-labels.ts',
  },
  items,
  models: [
    { model: { id: LONG_MODEL, kind: 'discriminative_prm', params: 7e10 }, scoreKind: PROBABILITY },
    { model: { id: 'critic/draws', kind: 'generative_prm' }, scoreKind: PROBABILITY },
    {
      model: { id: 'critic/channels', kind: 'generative_prm' },
      scoreKind: { kind: 'bounded', range: [-1, 1], cut: 0 },
    },
    { model: { id: 'partly/unscored', kind: 'outcome_rm' }, scoreKind: PROBABILITY },
    { model: { id: 'baseline/constant-good', kind: 'baseline' }, scoreKind: PROBABILITY },
  ],
  predict,
}

function predict({ id, steps }: StepLabelsItem, { model }: Model) {
  const series = (draw: number) =>
    steps.map((_, step) => scatter(step, model.id.length, id.length, draw))
  switch (model.id) {
    case 'critic/draws':
      return { id, draws: [0, 1, 2, 3].map(series), text: [`${HOSTILE} is wrong.`] }
    case 'critic/channels':
      return {
        id,
        scores: series(0).map((value) => 2 * value - 1),
        channels: { redundancy: series(1), a_channel_with_a_long_name: series(2) },
      }
    case 'partly/unscored':
      return { id, scores: series(0).map((value, step) => (step % 3 === 1 ? null : value)) }
    case 'baseline/constant-good':
      return { id, scores: steps.map(() => 1) }
    default:
      return { id, scores: series(0) }
  }
}
