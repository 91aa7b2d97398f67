import {
  decideAll,
  firstErrorReport,
  type JudgedSubset,
} from '#schema/metrics/first-error-report.ts'
import type { FirstErrorMetric, MetricResult } from '#schema/metric.ts'
import type { Outcome } from '#schema/metrics/decision.ts'
import type { Policy } from '#schema/policy.ts'
import { formatPolicy } from '#schema/policy.ts'
import type { Verdict } from '#schema/verdict.ts'
import { OUTCOME_WORDS } from '../lib/words.ts'
import type { Example } from './method.ts'

const AT_2 = { kind: 'at', step: 2 } as const
const NONE = { kind: 'none' } as const

/** Two solutions whose step 2 is wrong, and three without an error. */
export const SOLUTIONS: JudgedSubset = {
  id: 'example',
  items: [
    { label: AT_2, scores: Float64Array.of(0.9, 0.8, 0.3, 0.4) },
    { label: AT_2, scores: Float64Array.of(0.9, 0.4, 0.7) },
    { label: NONE, scores: Float64Array.of(0.8, 0.9, 0.7) },
    { label: NONE, scores: Float64Array.of(0.6, 0.2, 0.9) },
    { label: NONE, scores: Float64Array.of(0.7, 0.9, 0.6) },
  ],
}

export const FIXED: Policy = { kind: 'fixed', threshold: 0.5 }

/** What a policy makes of every solution of a subset. */
export function decisionTable(policy: Policy, subset: JudgedSubset): Omit<Example, 'arithmetic'> {
  const [decided] = decideAll(policy, [subset]).subsets
  return {
    caption: `Decisions by ${formatPolicy(policy)}`,
    heads: ['Solution', 'Said of its steps', 'Label', 'Decision', 'Outcome'],
    rows: subset.items.map((item, index) => [
      String(index + 1),
      ('scores' in item ? [...item.scores].map(String) : item.votes.map(verdictWords)).join(', '),
      verdictWords(item.label),
      decisionWords(decided?.decisions[index]),
      outcomeWords(decided?.outcomes[index]),
    ]),
  }
}

/** One value of the report on some subset. */
export function valueOf(
  policy: Policy,
  subset: JudgedSubset,
  metric: FirstErrorMetric,
): MetricResult | undefined {
  return firstErrorReport(policy, [subset]).find((result) => result.metric === metric)
}

/** How many of each class were judged right. */
export function countsOf(policy: Policy, subset: JudgedSubset) {
  const [result] = firstErrorReport(policy, [subset])
  return result?.counts ?? { error_k: 0, error_n: 0, correct_k: 0, correct_n: 0 }
}

export function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'at':
      return `step ${verdict.step}`
    case 'none':
      return 'no error'
    case 'unparsed':
      return 'unread'
  }
}

function decisionWords(
  decision: ReturnType<typeof decideAll>['subsets'][number]['decisions'][number] | undefined,
): string {
  return !decision || decision.kind === 'undecided' ? 'undecided' : verdictWords(decision)
}

function outcomeWords(outcome: Outcome | undefined): string {
  return OUTCOME_WORDS[outcome ?? 'undecided'].word
}
