import { bestOfN } from '#schema/metrics/best-of-n.ts'
import { subsetSizes, SUBSETS_PER_PROBLEM } from '#schema/metrics/subsets.ts'
import { count } from '../lib/format.ts'
import { BEST_OF_MIN, candidateTable, POOL, scoresBy } from './best-of-n-example.ts'
import { comesTo, type Example, type Method } from './method.ts'
import { BEST_OF_N_STEPS, PASS_AT_K } from './sources.ts'

export const BEST_OF_N_METRICS = {
  accuracy: {
    form: 'accuracy',
    title: 'Best-of-N accuracy',
    definition: 'The share of problems answered rightly when a policy chooses one of n candidates.',
    formula: String.raw`
A pool holds $N$ candidates a problem. The accuracy of $n$ of them is what is expected when $n$ are drawn at random, for $n = 1, 2, 4, \dots$ and $N$; it is averaged over problems. For the best of $n$, with candidates by falling score and $y_r = 1$ where the one at rank $r$ is right, it is exact:

$$\text{best}(n) = \sum_{r=0}^{N-n} y_r \binom{N-1-r}{n-1} \Big/ \binom{N}{n}$$

Votes and the majority have no such form. All choices of 1, 2 and $N$ are counted; for other $n$, ${count(SUBSETS_PER_PROBLEM)} choices a problem are drawn with a fixed seed, and the standard error over seeds stands beside the value.`,
    edges: [
      ['Problems with different numbers of candidates', 'N is the fewest that any has.'],
      [
        'Equal scores',
        'The first in the pool goes before; beside it stands the value with ties broken at random.',
      ],
      ['No candidate has a score', 'Wrong.'],
      ['A pool without a problem, or a problem without a candidate', 'Undefined.'],
    ],
    sources: [BEST_OF_N_STEPS, PASS_AT_K],
    example,
  },
} as const satisfies Record<'accuracy', Method>

function example(): Example {
  const total = POOL.answers.length
  const scores = scoresBy('min')
  const order = [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const results = bestOfN([POOL], [BEST_OF_MIN], { seed: 0 })
  const formulas = subsetSizes(total).map((n) => {
    const terms = order.flatMap((candidate, rank) =>
      POOL.correct[candidate] && rank <= total - n
        ? String.raw`\binom{${total - 1 - rank}}{${n - 1}}`
        : [],
    )
    const value = results.find(({ candidates }) => candidates === n)?.value
    const sum = terms.length === 1 ? terms : String.raw`\Big( ${terms.join(' + ')} \Big)`
    return String.raw`$$\text{best}(${n}) = ${sum} \Big/ \binom{${total}}{${n}} ${comesTo(value)}$$`
  })
  return {
    ...candidateTable('min'),
    arithmetic: `By falling score the candidates are ${order.join(', ')}; those that are right stand in the sums.\n\n${formulas.join('\n\n')}`,
  }
}
