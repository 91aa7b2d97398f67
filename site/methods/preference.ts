import { PREFERENCE_OUTCOMES } from '#schema/item-verdict.ts'
import type { KindMethods } from './method.ts'
import { PREFERENCE_METRICS, PREFERENCE_POLICIES } from './preference-metrics.ts'
import { WEBREWARDBENCH } from './sources.ts'

export const PREFERENCE = {
  title: 'Preference',
  lede: 'Given a context, one continuation that was chosen and several that were rejected, the model must score the chosen one above the others.',
  sources: [WEBREWARDBENCH],
  scale: '×100',
  sections: [
    {
      id: 'subsets',
      title: 'Subsets and tasks',
      text: 'A benchmark of several subsets ranks by their unweighted mean. Intervals draw whole tasks, or contexts where no task is told.',
    },
    {
      id: 'ties',
      title: 'Ties',
      text: 'Judges that give few distinct scores tie often. A tie is never a win; beside each value stand the share of ties, and the value with ties broken at random.',
    },
    {
      id: 'outcomes',
      title: 'Outcomes',
      outcomes: {
        caption: 'Where the chosen one stands',
        rows: PREFERENCE_OUTCOMES.map((outcome) => ({
          outcome,
          countsAs: outcome === 'chosen_first' ? 'right' : 'wrong',
        })),
      },
    },
    {
      id: 'missing',
      title: 'Missing scores',
      text: 'A chosen one without a score ranks last, behind every rejected one. A rejected one without a score is beaten by a chosen one that has one. An item without any prediction is one without any score.',
    },
  ],
  metrics: PREFERENCE_METRICS,
  policies: PREFERENCE_POLICIES,
} as const satisfies KindMethods
