import { STEP_OUTCOMES } from '#schema/item-verdict.ts'
import type { KindMethods } from './method.ts'
import { PRMBENCH } from './sources.ts'
import { STEP_LABELS_METRICS, STEP_LABELS_POLICIES } from './step-labels-metrics.ts'
import { TRANSFORMS } from './transforms.ts'

export const STEP_LABELS = {
  title: 'Step labels',
  lede: 'Given a problem and a solution in steps, the model must tell every right step from every wrong one. Solutions come in classes, one for each kind of flaw that was put into them.',
  sources: [PRMBENCH],
  scale: '×100',
  sections: [
    {
      id: 'levels',
      title: 'Classes, groups and the whole',
      rules: {
        caption: 'What a value is of',
        heads: ['Of', 'Steps it counts'],
        rows: [
          [
            'a class',
            'The counts of all its steps. multi_solutions holds no wrong step, so its PRMScore is F1 alone.',
          ],
          ['a group', 'The unweighted mean of its classes; undefined as soon as one of them is.'],
          [
            'overall',
            'The counts of all steps pooled, which is no mean of the classes. Runs rank by it.',
          ],
        ],
      },
    },
    {
      id: 'outcomes',
      title: 'Outcomes',
      text: 'Of a solution, to find it by. The metrics count steps.',
      outcomes: {
        caption: 'What the judgements of a solution come to',
        rows: STEP_OUTCOMES.map((outcome) => ({ outcome })),
      },
    },
    {
      id: 'missing',
      title: 'Missing scores',
      text: 'A step without a score counts as judged wrongly: a wrong step as passed, a right one as flagged. Nothing missing is dropped, and the coverage says how much is missing.',
    },
    TRANSFORMS,
    {
      id: 'official',
      title: 'The published evaluator',
      text: 'Published tables come from an evaluator that counts as many steps as there are scores, passes over solutions without any, and writes −1 where precision and recall are both 0 or undefined. Boards here count strictly; `stepmark evaluate --variant official` counts as that evaluator does, so that published rows can be checked.\n\nA model that flags nothing gets about 46 on PRMBench, so baselines stand on the board, without a rank.',
    },
  ],
  metrics: STEP_LABELS_METRICS,
  policies: STEP_LABELS_POLICIES,
} as const satisfies KindMethods
