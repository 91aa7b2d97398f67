import { bestOfN } from '#schema/metrics/best-of-n.ts'
import type { SelectionPolicy } from '#schema/metrics/selection-policy.ts'
import {
  BEST_OF_MIN,
  candidateTable,
  chosenWords,
  POOL,
  scoresBy,
  sumsByAnswer,
} from './best-of-n-example.ts'
import { comesTo, type Example, type Method, number } from './method.ts'
import { BEST_OF_N_STEPS, PASS_AT_K, SELF_CONSISTENCY, WEIGHTED_VOTE } from './sources.ts'

const TIED_ANSWERS = ['Equally good answers', 'The one seen first.'] as const
const NO_ANSWER = ['A candidate without an answer', 'It casts no vote.'] as const
const SAME = [
  'Answers that mean the same',
  'Equal as texts: the pool has settled what is the same.',
] as const

export const BEST_OF_N_POLICIES = {
  best_of: {
    form: 'best_of:<aggregation>',
    title: 'The best candidate',
    definition: 'The candidate of highest score.',
    formula: String.raw`
With $a_j$ the aggregated score of candidate $j$,

$$\text{chosen} = \min \big( \arg\max_j a_j \big)$$`,
    edges: [
      ['Equal scores', 'The first in the pool.'],
      ['A step without a score', 'The candidate ranks last.'],
      ['prod', 'For probabilities only.'],
    ],
    sources: [BEST_OF_N_STEPS],
    example: () => byPolicy(BEST_OF_MIN),
  },
  vote: {
    form: 'vote:<aggregation>',
    title: 'A weighted vote',
    definition: 'Candidates with the same answer add up their scores; the highest sum wins.',
    formula: String.raw`
With $b_j$ the answer of candidate $j$ and $a_j$ its score,

$$\text{answer} = \arg\max_b \sum_{j : b_j = b} a_j$$`,
    edges: [
      TIED_ANSWERS,
      NO_ANSWER,
      ['A step without a score', 'The candidate casts no vote.'],
      ['Scores that are no probabilities', 'Refused, unless sigmoid stands before the policy.'],
      SAME,
    ],
    sources: [WEIGHTED_VOTE],
    example: () =>
      byPolicy({ kind: 'vote', aggregation: 'min' }, `$$${sumsByAnswer(scoresBy('min'))}$$`),
  },
  majority: {
    form: 'majority',
    title: 'The majority',
    definition: 'The answer that most candidates give.',
    formula: String.raw`$$\text{answer} = \arg\max_b |\{ j : b_j = b \}|$$`,
    edges: [
      TIED_ANSWERS,
      NO_ANSWER,
      ['Scores', 'None is looked at, so the value belongs to no model.'],
      SAME,
    ],
    sources: [SELF_CONSISTENCY],
    example: () => byPolicy({ kind: 'majority' }, `$$${sumsByAnswer(POOL.answers.map(() => 1))}$$`),
  },
  pass: {
    form: 'pass',
    title: 'The ceiling',
    definition: 'Right when any candidate is.',
    formula: String.raw`
Of $N$ candidates, $c$ are right.

$$\text{pass}(n) = 1 - \binom{N-c}{n} \Big/ \binom{N}{n}$$`,
    edges: [
      ['Ranking', 'None: it knows the right answer, so it is no choice.'],
      ['Fewer than n wrong candidates', 'It is 1.'],
    ],
    sources: [PASS_AT_K],
    example: passExample,
  },
  majority_or_best: {
    form: 'majority_or_best:<cut>:<aggregation>',
    title: 'The majority, or else the best',
    definition:
      'The majority’s answer, unless its share is below the cut; then the best candidate.',
    formula: String.raw`
With $v$ the votes of the majority’s answer among $n$ candidates,

$$\text{chosen} = \begin{cases} \text{majority} & v / n \ge \text{cut} \\ \text{best of} & v / n < \text{cut} \end{cases}$$`,
    edges: [
      ['A share equal to the cut', 'The majority.'],
      ['A candidate without an answer', 'It counts in n and casts no vote.'],
      ['Cut 0', 'The majority.'],
    ],
    sources: [BEST_OF_N_STEPS, SELF_CONSISTENCY],
    example: () => {
      const counts = Map.groupBy(POOL.answers, (answer) => answer)
      const most = Math.max(...[...counts.values()].map(({ length }) => length))
      const n = POOL.answers.length
      return byPolicy(
        { kind: 'majority_or_best', cut: 0.5, aggregation: 'min' },
        String.raw`$$\frac{v}{n} = \frac{${most}}{${n}} < 0.5$$`,
      )
    },
  },
  mixed: {
    form: 'mixed:<weight>:<aggregation>',
    title: 'Score and share mixed',
    definition: 'The candidate of highest weighted sum of its score and its answer’s share.',
    formula: String.raw`
With weight $w$, score $a_j$ and $v_j$ candidates of $n$ that give the same answer,

$$\text{chosen} = \min \Big( \arg\max_j \; w \, a_j + (1 - w) \frac{v_j}{n} \Big)$$`,
    edges: [
      ['A candidate without an answer', 'Its share is 0.'],
      ['A step without a score', 'The candidate cannot be chosen, but counts in the share.'],
      ['Weight 1', 'The best candidate.'],
    ],
    sources: [BEST_OF_N_STEPS, SELF_CONSISTENCY],
    example: () => byPolicy({ kind: 'mixed', weight: 0.5, aggregation: 'min' }, mixtures()),
  },
  first_n: {
    form: 'first_n:<policy>',
    title: 'The first n as they come',
    definition: 'The same choice from the first n candidates instead of every n of them.',
    formula: String.raw`$$\text{candidates} = \{0, \dots, n - 1\}$$`,
    edges: [
      ['Why', 'Published code does so; a value is one draw, where the other policies average all.'],
      ['n = N', 'The same as the policy itself.'],
    ],
    sources: [BEST_OF_N_STEPS],
    example: firstExample,
  },
} as const satisfies Record<SelectionPolicy['kind'], Method>

function byPolicy(policy: SelectionPolicy, arithmetic = ''): Example {
  return { ...candidateTable('min'), arithmetic: `${arithmetic}\n\n${chosenWords(policy)}` }
}

function passExample(): Example {
  const [total, right] = [POOL.answers.length, POOL.correct.filter(Boolean).length]
  const formulas = bestOfN([POOL], [{ kind: 'pass' }], { seed: 0 }).map(
    ({ candidates: n, value }) =>
      String.raw`$$\text{pass}(${n}) = 1 - \binom{${total - right}}{${n}} \Big/ \binom{${total}}{${n}} ${comesTo(value)}$$`,
  )
  return { ...candidateTable('min'), arithmetic: formulas.join('\n\n') }
}

function mixtures(): string {
  const total = POOL.answers.length
  const terms = [...scoresBy('min')].map((score, candidate) => {
    const votes = POOL.answers.filter((answer) => answer === POOL.answers[candidate]).length
    const sum = 0.5 * score + 0.5 * (votes / total)
    return String.raw`$$\text{candidate ${candidate}: } 0.5 \cdot ${number(score)} + 0.5 \cdot \tfrac{${votes}}{${total}} = ${number(sum)}$$`
  })
  return terms.join('\n\n')
}

function firstExample(): Example {
  const results = bestOfN([POOL], [{ kind: 'first_n', policy: BEST_OF_MIN }], { seed: 0 })
  const lines = results.map(
    ({ candidates, k }) => `- Of the first ${candidates}: ${k === 1 ? 'right' : 'wrong'}.`,
  )
  return {
    ...candidateTable('min'),
    arithmetic: `By \`first_n:best_of:min\`\n\n${lines.join('\n')}`,
  }
}
