import { isRight, OUTCOMES } from '#schema/metrics/decision.ts'
import { RANKING_CLASSES } from '#schema/policy.ts'
import { CLASS_WORDS } from '../lib/words.ts'
import { FIRST_ERROR_METRICS } from './first-error-metrics.ts'
import { FIRST_ERROR_POLICIES } from './first-error-policies.ts'
import type { KindMethods } from './method.ts'
import { PROCESSBENCH } from './sources.ts'
import { TRANSFORMS } from './transforms.ts'

export const FIRST_ERROR = {
  title: 'First error',
  lede: 'Given a problem and a solution in steps, the model must name the first wrong step, or say that there is none. Finding errors and leaving correct solutions alone count alike.',
  sources: [PROCESSBENCH],
  scale: '×100',
  sections: [
    {
      id: 'outcomes',
      title: 'Outcomes',
      outcomes: {
        caption: 'What a decision comes to',
        rows: OUTCOMES.map((outcome) => ({
          outcome,
          countsAs: isRight(outcome) ? 'right' : 'wrong',
        })),
      },
    },
    {
      id: 'average',
      title: 'Average',
      text: 'A benchmark’s value is the unweighted mean over its subsets, undefined as soon as one of them is.',
    },
    {
      id: 'missing',
      title: 'Missing scores',
      text: 'A flag that comes before any missing score stands. A decision that would need a missing score is undecided, and wrong. A whole item without scores is wrong too, and the coverage says so. Nothing missing is ever dropped or filled in.',
    },
    TRANSFORMS,
    {
      id: 'classes',
      title: 'Ranking classes',
      text: 'Runs rank together only when their policies used labels alike. Baselines stand on the board without a rank.',
      rules: {
        caption: 'Ranking classes',
        heads: ['Class', 'What labels chose the threshold'],
        rows: RANKING_CLASSES.map((one) => [one, CLASS_WORDS[one].rule] as const),
      },
    },
  ],
  metrics: FIRST_ERROR_METRICS,
  policies: FIRST_ERROR_POLICIES,
} as const satisfies KindMethods
