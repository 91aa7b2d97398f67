import { AGGREGATIONS } from '#schema/aggregation.ts'
import { CHOICE_OUTCOMES } from '#schema/item-verdict.ts'
import { capital } from '../lib/format.ts'
import { AGGREGATION_WORDS } from '../lib/pool-policies.ts'
import { BEST_OF_N_METRICS } from './best-of-n-accuracy.ts'
import { BEST_OF_N_POLICIES } from './best-of-n-policies.ts'
import type { KindMethods } from './method.ts'
import { BEST_OF_N_STEPS } from './sources.ts'
import { TRANSFORMS } from './transforms.ts'

export const BEST_OF_N = {
  title: 'Best of N',
  lede: 'Given a problem and many candidate solutions, the scores of their steps must lead to a right one. The pool fixes the candidates, their answers and which are right; nothing is graded here.',
  sources: [BEST_OF_N_STEPS],
  scale: 'in %',
  sections: [
    {
      id: 'aggregation',
      title: 'Aggregation',
      text: String.raw`
A candidate with step scores $s_0, \dots, s_{m-1}$ gets one score $a$ by one of five aggregations. Products, and the sums of a vote, mean something for probabilities only.

$$a = \min_i s_i, \quad \prod_i s_i, \quad s_{m-1}, \quad \frac{1}{m} \sum_i s_i, \quad \max_i s_i$$`,
      rules: {
        caption: 'Aggregations',
        heads: ['Aggregation', 'The candidate’s score'],
        rows: AGGREGATIONS.map((name) => [name, capital(AGGREGATION_WORDS[name])] as const),
      },
    },
    {
      id: 'ties',
      title: 'Ties',
      text: 'Real models often give the top score to several candidates. The first in the pool is chosen, as published code does. Beside it stand the share of choices with a tie at the top, and the accuracy with one of the equals drawn at random.',
    },
    {
      id: 'outcomes',
      title: 'Outcomes',
      text: 'Of a problem, with all its candidates.',
      outcomes: {
        caption: 'What a choice comes to',
        rows: CHOICE_OUTCOMES.map((outcome) => ({
          outcome,
          countsAs: outcome === 'chose_right' || outcome === 'only_right' ? 'right' : 'wrong',
        })),
      },
    },
    {
      id: 'missing',
      title: 'Missing scores',
      text: 'A candidate with any missing step score ranks last and casts no vote. Where no candidate has a score nothing is chosen, which is wrong, even where every candidate is right. The ceiling and the majority look at no score.',
    },
    TRANSFORMS,
    {
      id: 'boards',
      title: 'Boards',
      text: 'Each `best_of` and `vote` has a board of its own. A benchmark of several subsets ranks by their unweighted mean.',
    },
  ],
  metrics: BEST_OF_N_METRICS,
  policies: BEST_OF_N_POLICIES,
} as const satisfies KindMethods
