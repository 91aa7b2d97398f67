import type { PoolDiagnostics } from '#schema/diagnostics.ts'
import { percent } from '#schema/format-number.ts'
import type { MetricValue } from '#schema/metric.ts'
import type { EarlyRejection } from '#schema/metrics/early-rejection.ts'
import type { PartialCut } from '#schema/metrics/partial-score.ts'
import { count, list, plural } from './format.ts'
import type { Fact } from './manifest-facts.ts'

/** When candidates are looked at. */
export function cutWords(cut: PartialCut): string {
  switch (cut.kind) {
    case 'steps':
      return `After ${plural(cut.steps, 'step')}`
    case 'fraction':
      return `After ${count(100 * cut.fraction)} % of the steps`
  }
}

/** What the scores of a pool do, in plain words. */
export function poolFacts({
  disagreement,
  lastStepMinimum,
  answerSpellings,
}: Pick<PoolDiagnostics, 'disagreement' | 'lastStepMinimum' | 'answerSpellings'>): readonly Fact[] {
  const { candidates, answers, outcomes, aggregations } = disagreement
  return [
    {
      name: 'Aggregations',
      value: `${list(aggregations)}. They take different candidates on ${shareWords(candidates, 'problem')}`,
    },
    {
      name: 'Different answers',
      value: `the aggregations end in different answers on ${shareWords(answers, 'problem')}; some are right and some wrong on ${shareWords(outcomes, 'problem')}`,
    },
    {
      name: 'Lowest last step',
      value: `the last step alone has the lowest score in ${shareWords(lastStepMinimum, 'candidate')}, so min and last say the same; it ties with an earlier one in ${count(lastStepMinimum.tied)} more`,
    },
    {
      name: 'Spellings',
      value: `right answers are spelled in several ways on ${shareWords(answerSpellings, 'problem')} that have one; on ${count(answerSpellings.outvoted)} of them the majority would be right if they were counted as one`,
    },
  ]
}

function shareWords({ value, k }: { value: MetricValue; k: number }, noun: string): string {
  if (value.status === 'undefined') return `undefined: ${value.reason}`
  return `${count(k)} of ${plural(value.n, noun)} (${percent(value.value)} %)`
}

/** The most steps saved by a rule that still keeps the accuracy of all candidates. */
export function rejectionFinding(rows: readonly EarlyRejection[]): string | undefined {
  const free = rows.flatMap(({ cut, keep, accuracy: { all, kept }, saved }) =>
    all.status === 'ok' && kept.status === 'ok' && saved.status === 'ok' && kept.k >= all.k
      ? [{ cut, keep, saved: saved.value }]
      : [],
  )
  const [most] = free.toSorted((a, b) => b.saved - a.saved)
  if (!most || most.saved === 0) return undefined
  return `${percent(most.saved)} % of steps saved at no loss of accuracy here: ${plural(most.keep, 'candidate')} kept ${cutWords(most.cut).toLowerCase()}`
}
