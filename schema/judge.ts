import type { BenchmarkDefinition } from './benchmark.ts'
import type { FirstErrorItem } from './item.ts'
import type { Policy } from './policy.ts'
import type { PredictionKind, Predictions } from './prediction.ts'
import { labelFreeCut, type ScoreKind } from './score-kind.ts'
import { UNPARSED } from './verdict.ts'
import type { JudgedItem, JudgedSubset } from './metrics/first-error-report.ts'

/** Puts predictions beside the labels. An item without one has no scores or votes, and so is wrong. */
export function judge(
  { subsets }: Pick<BenchmarkDefinition, 'subsets'>,
  items: readonly FirstErrorItem[],
  predictions: Predictions,
): JudgedSubset[] {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  return subsets.map(({ id }) => ({
    id,
    items: (bySubset.get(id) ?? []).map((item) => judgeItem(item, predictions)),
  }))
}

function judgeItem({ id, label, steps }: FirstErrorItem, predictions: Predictions): JudgedItem {
  if (predictions.kind === 'verdicts') {
    return { label, steps: steps.length, votes: predictions.byItem.get(id) ?? [UNPARSED] }
  }
  const scores = predictions.byItem.get(id) ?? new Float64Array(steps.length).fill(Number.NaN)
  return { label, scores }
}

/** The policies a run is reported under, the one it ranks by in each class. */
export function defaultPolicies(
  { tuningSubset }: Pick<BenchmarkDefinition, 'tuningSubset'>,
  { predictions, scoreKind }: { predictions: PredictionKind; scoreKind: ScoreKind },
): readonly Policy[] {
  if (predictions === 'verdicts') return [{ kind: 'vote' }]
  const cut = labelFreeCut(scoreKind)
  return [
    ...(cut === undefined ? [] : [{ kind: 'fixed', threshold: cut } as const]),
    ...(tuningSubset === undefined ? [] : [{ kind: 'tuned', subset: tuningSubset } as const]),
    { kind: 'oracle' },
  ]
}

/** Why a policy cannot be applied here, if it cannot. */
export function policyProblem(
  policy: Policy,
  {
    subsets,
    predictions,
  }: { subsets: readonly { readonly id: string }[]; predictions: PredictionKind },
): string | undefined {
  if (predictions === 'verdicts' && policy.kind !== 'vote') {
    return 'These predictions are votes, which have no threshold; use vote'
  }
  if (predictions === 'scores' && policy.kind === 'vote') {
    return 'vote needs verdicts; these predictions are scores'
  }
  if (policy.kind === 'tuned' && !subsets.some(({ id }) => id === policy.subset)) {
    return `No subset ${policy.subset} to tune on. Subsets: ${subsets.map(({ id }) => id).join(', ')}`
  }
  return undefined
}
