import { bestThreshold } from '#schema/metrics/best-threshold.ts'
import { firstErrorReport, type JudgedSubset } from '#schema/metrics/first-error-report.ts'
import type { Policy } from '#schema/policy.ts'
import { UNPARSED } from '#schema/verdict.ts'
import { countsOf, decisionTable, FIXED, SOLUTIONS, valueOf } from './first-error-example.ts'
import { comesTo, type Example, type Method, number } from './method.ts'
import { PROCESSBENCH } from './sources.ts'

const sources = [PROCESSBENCH]

export const FIRST_ERROR_POLICIES = {
  fixed: {
    form: 'fixed:<t>',
    title: 'A fixed threshold',
    definition:
      'One threshold for all subsets: 0.5 for probabilities, for other scores a cut that the run declared beforehand.',
    formula: String.raw`
Steps are numbered from 0 to $n - 1$ and have scores $s_0, \dots, s_{n-1}$, high for a right step. The decision is the first step below $t$.

$$d(t) = \min \{\, i : s_i < t \,\}$$`,
    edges: [
      ['A score equals t', 'The step passes.'],
      ['No score is below t', 'The decision is that there is no error.'],
      ['A missing score before any flag', 'Undecided, which is wrong.'],
      [
        'Scores that are no probabilities, and no cut declared',
        'Nothing is decided at 0.5; the run has no value in this class.',
      ],
    ],
    sources,
    example: () => ({
      ...decisionTable(FIXED, SOLUTIONS),
      arithmetic: String.raw`The first score below 0.5 decides; of solution 2 that is step 1, though step 2 is the labelled one. $F_1 ${comesTo(valueOf(FIXED, SOLUTIONS, 'f1'))}$.`,
    }),
  },
  tuned: {
    form: 'tuned:<subset>',
    title: 'A threshold tuned on one subset',
    definition:
      'One threshold for all subsets: of all distinct scores on the named one, that of highest F1 there.',
    formula: String.raw`
With $S$ the distinct scores of every step of the tuning subset, those after the labelled error too,

$$t = \min \big( \arg\max_{s \in S} F_1(s) \big)$$

Decisions are then those of a fixed threshold.`,
    edges: [
      ['Several scores have the highest F1', 'The lowest, compared as exact fractions.'],
      [
        'The tuning subset itself',
        'Its value is in sample, which is said; it still enters the average.',
      ],
      [
        'The tuning subset is missing, or has solutions of one kind only',
        'Every value is undefined.',
      ],
      ['Intervals', 'The threshold is chosen anew in each resample.'],
    ],
    sources,
    example: tunedExample,
  },
  oracle: {
    form: 'oracle',
    title: 'The best threshold of each subset',
    definition:
      'Each subset gets the threshold that is best on its own labels: an upper bound, never ranked.',
    formula: String.raw`$$t_j = \min \big( \arg\max_{s \in S_j} F_1(s) \big) \quad \text{for each subset } j$$`,
    edges: [
      ['Ranking', 'None: the labels that choose are the labels that score.'],
      ['Intervals', 'None.'],
      ['A subset has solutions of one kind only', 'No threshold and no value there.'],
    ],
    sources,
    example: oracleExample,
  },
  vote: {
    form: 'vote',
    title: 'A vote of verdicts',
    definition: 'The verdict that most of a critic’s votes agree on; no score is looked at.',
    formula: String.raw`
With votes $v_1, \dots, v_m$, each a step or “no error”,

$$d = \arg\max_v \, |\{ j : v_j = v \}|$$`,
    edges: [
      ['Equally many votes', 'The verdict seen first.'],
      ['A vote that cannot be read', 'Dropped.'],
      ['No vote can be read', 'Undecided, which is wrong.'],
    ],
    sources,
    example: () => ({
      ...decisionTable({ kind: 'vote' }, VOTES),
      arithmetic: String.raw`Solution 2 has a tie, which the first vote settles; the unread vote of solution 3 is dropped. $F_1 ${comesTo(valueOf({ kind: 'vote' }, VOTES, 'f1'))}$.`,
    }),
  },
} as const satisfies Record<Policy['kind'], Method>

const VOTES: JudgedSubset = {
  id: 'example',
  items: [
    {
      label: { kind: 'at', step: 2 },
      steps: 4,
      votes: [
        { kind: 'at', step: 2 },
        { kind: 'at', step: 1 },
        { kind: 'at', step: 2 },
      ],
    },
    {
      label: { kind: 'at', step: 2 },
      steps: 3,
      votes: [{ kind: 'none' }, { kind: 'at', step: 2 }],
    },
    { label: { kind: 'none' }, steps: 3, votes: [UNPARSED, { kind: 'none' }] },
  ],
}

function tunedExample(): Example {
  const scored = SOLUTIONS.items.filter((item) => 'scores' in item)
  const cuts = [...new Set(scored.flatMap(({ scores }) => [...scores]))].toSorted((a, b) => a - b)
  const chosen = bestThreshold(scored)
  const threshold = chosen.status === 'ok' ? chosen.threshold : Number.NaN
  return {
    caption: 'F1 at every distinct score of the tuning subset',
    heads: ['t', 'Errors found', 'Correct ones passed', 'F1', ''],
    rows: cuts.map((cut) => {
      const policy = { kind: 'fixed', threshold: cut } as const
      const { error_k, error_n, correct_k, correct_n } = countsOf(policy, SOLUTIONS)
      const f1 = valueOf(policy, SOLUTIONS, 'f1')
      return [
        String(cut),
        `${error_k} of ${error_n}`,
        `${correct_k} of ${correct_n}`,
        f1?.status === 'ok' ? number(f1.value) : 'undefined',
        cut === threshold ? 'chosen' : '',
      ]
    }),
    arithmetic: String.raw`The solutions are those of the fixed threshold’s example. $t = ${threshold}$ is the lowest score with the highest F1; every other subset is judged by it.`,
  }
}

/** Solutions that a model is surer of than of the others. */
const SURER: JudgedSubset = {
  id: 'second',
  items: [
    { label: { kind: 'at', step: 1 }, scores: Float64Array.of(0.9, 0.6, 0.8) },
    { label: { kind: 'none' }, scores: Float64Array.of(0.95, 0.7) },
  ],
}

function oracleExample(): Example {
  const subsets = [{ ...SOLUTIONS, id: 'first' }, SURER]
  const policy = { kind: 'oracle' } as const
  const results = firstErrorReport(policy, subsets).filter(({ metric }) => metric === 'f1')
  const parts = results.slice(0, -1).map((result) => ({
    threshold: String(result.threshold),
    f1: result.status === 'ok' ? number(result.value) : 'undefined',
  }))
  const [{ heads, rows: first }, { rows: second }] = [
    decisionTable(policy, SOLUTIONS),
    decisionTable(policy, SURER),
  ]
  return {
    caption: 'Two subsets, each by its own threshold',
    heads: ['Subset', 't', ...heads],
    rows: [first, second].flatMap((rows, place) =>
      rows.map((row) => [subsets[place]?.id ?? '', parts[place]?.threshold ?? '', ...row]),
    ),
    arithmetic: String.raw`$$\text{average} = \frac{${parts.map(({ f1 }) => f1).join(' + ')}}{${parts.length}} ${comesTo(results.at(-1))}$$`,
  }
}
