import type { PreferenceMetric } from '#schema/metric.ts'
import { rankChosen } from '#schema/metrics/preference-rank.ts'
import { type JudgedPreference, preferenceRatios } from '#schema/metrics/preference-ratios.ts'
import { ratioValue } from '#schema/metrics/preference-report.ts'
import type { RANK } from '#schema/policy-text.ts'
import { comesTo, type Example, type Method } from './method.ts'
import { WEBREWARDBENCH } from './sources.ts'

const sources = [WEBREWARDBENCH]

/** The chosen one's score first, then those of the rejected ones. */
const ITEMS: readonly JudgedPreference[] = [
  { task: 'first', scores: Float64Array.of(0.8, 0.5, 0.3) },
  { task: 'second', scores: Float64Array.of(0.6, 0.6, 0.9) },
  { task: 'second', scores: Float64Array.of(0.7, 0.7, 0.1) },
  { task: 'first', scores: Float64Array.of(0.9, 0.2) },
]

export const PREFERENCE_METRICS = {
  mrr: {
    form: 'mrr',
    title: 'Mean reciprocal rank',
    definition: 'The mean over items of 1 by the rank of the chosen one.',
    formula: String.raw`
With $g$ rejected ones above the chosen one and $t$ of them equal to it, over $n$ items,

$$\text{MRR} = \frac{1}{n} \sum \frac{1}{1 + g + t}$$`,
    edges: [
      ['A tie', 'It counts against the chosen one.'],
      ['Nothing was rejected', 'The item counts 0.'],
      ['The chosen one has no score', 'It ranks last.'],
    ],
    sources,
    example: () => {
      const terms = ITEMS.map(({ scores }) => {
        const { above, tied } = rankChosen(scores)
        return String.raw`\frac{1}{${1 + above + tied}}`
      })
      return example(
        String.raw`$$\text{MRR} = \frac{1}{${ITEMS.length}} \Big( ${terms.join(' + ')} \Big) ${result('mrr')}$$`,
      )
    },
  },
  strict_accuracy: {
    form: 'strict_accuracy',
    title: 'Strict accuracy',
    definition: 'The share of items whose chosen one is above every rejected one.',
    formula: String.raw`$$\frac{|\{\text{items} : g + t = 0\}|}{n}$$`,
    edges: [
      ['A tie for the first place', 'Wrong.'],
      ['Nothing was rejected', 'Wrong: there is nothing to be above.'],
    ],
    sources,
    example: () => example(ratioText('strict_accuracy')),
  },
  pairwise_accuracy: {
    form: 'pairwise_accuracy',
    title: 'Pairwise accuracy',
    definition: 'Of all rejected ones of all items, the share that the chosen one is above.',
    formula: String.raw`
With $m$ rejected ones in an item,

$$\frac{\sum (m - g - t)}{\sum m}$$`,
    edges: [
      ['An item with many rejected ones', 'It weighs as much as its pairs.'],
      ['No item has a rejected one', 'Undefined.'],
    ],
    sources,
    example: () => example(ratioText('pairwise_accuracy')),
  },
  task_accuracy: {
    form: 'task_accuracy',
    title: 'Task accuracy',
    definition: 'The share of tasks all of whose items are strictly right.',
    formula: String.raw`$$\frac{|\{\text{tasks} : g + t = 0 \text{ in every item}\}|}{|\{\text{tasks}\}|}$$`,
    edges: [
      ['Items do not tell their task', 'The metric is left out.'],
      ['One item of a task is wrong', 'The task is.'],
    ],
    sources,
    example: () => example(ratioText('task_accuracy')),
  },
} as const satisfies Record<PreferenceMetric, Method>

export const PREFERENCE_POLICIES = {
  rank: {
    form: 'rank',
    title: 'By rank',
    definition: 'Scores are compared as they are, so any kind of score will do.',
    formula: String.raw`
The chosen one has a score $c$, the rejected ones $r_1, \dots, r_m$, high for a good one.

$$\text{rank} = 1 + g + t \qquad g = |\{i : r_i > c\}| \qquad t = |\{i : r_i = c\}|$$`,
    edges: [
      ['A tie', 'The chosen one ranks behind those it ties with.'],
      ['The chosen one has no score', 'It ranks behind every rejected one.'],
      ['A rejected one has no score', 'A chosen one that has one is above it.'],
    ],
    sources,
    example: () => example(''),
  },
} as const satisfies Record<typeof RANK, Method>

function example(arithmetic: string): Example {
  return {
    caption: 'Four items of two tasks',
    heads: ['Item', 'Task', 'Chosen', 'Rejected', 'Above', 'Equal', 'Rank'],
    rows: ITEMS.map(({ task, scores }, place) => {
      const { above, tied } = rankChosen(scores)
      const [chosen, ...rejected] = scores
      const numbers = [above, tied, 1 + above + tied].map(String)
      return [String(place + 1), task ?? '', String(chosen), rejected.join(', '), ...numbers]
    }),
    arithmetic,
  }
}

function ratioOf(metric: PreferenceMetric) {
  return preferenceRatios(ITEMS).find((ratio) => ratio.metric === metric)
}

function result(metric: PreferenceMetric): string {
  const ratio = ratioOf(metric)
  return comesTo(ratio && ratioValue(ratio))
}

/** What is gained, item by item, over what there is to gain; tasks stand at their first item. */
function ratioText(metric: PreferenceMetric): string {
  const { gained = [], of = [] } = ratioOf(metric) ?? {}
  const counted = [...of.keys()].filter((place) => of[place] !== 0)
  const sum = (values: ArrayLike<number>) => counted.map((place) => values[place]).join(' + ')
  return String.raw`$$\frac{${sum(gained)}}{${sum(of)}} ${result(metric)}$$`
}
