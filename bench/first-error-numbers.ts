import type { GoldItem } from '#schema/kinds/kind.ts'
import { drawSubsets, type SubsetDraws } from '#schema/metrics/cluster-draws.ts'
import { OUTCOMES } from '#schema/metrics/decision.ts'
import { type F1Curve, f1Curves } from '#schema/metrics/f1-curve.ts'
import { decideAll, type JudgedSubset } from '#schema/metrics/first-error-report.ts'
import { resampleFirstError } from '#schema/metrics/first-error-resamples.ts'
import { firstErrorSlices, SLICE_DIMENSIONS } from '#schema/metrics/first-error-slices.ts'
import { flawedProcess } from '#schema/metrics/flawed-process.ts'
import type { ItemFacts, SubsetOutcomes } from '#schema/metrics/item-facts.ts'
import { firstErrorSteps } from '#schema/metrics/labelled-steps.ts'
import type { Rate } from '#schema/metrics/rate.ts'
import { formatPolicy, type Policy } from '#schema/policy.ts'
import type { Predictions } from '#schema/prediction.ts'
import type { Label } from '#schema/verdict.ts'
import { ends, type Numbers, numberOrNull } from './numbers.ts'
import { stepNumbers } from './step-numbers.ts'

const POLICIES: readonly Policy[] = [
  { kind: 'fixed', threshold: 0.5 },
  { kind: 'tuned', subset: 'gsm8k' },
  { kind: 'oracle' },
]

export interface FactedItem extends GoldItem<Label> {
  readonly facts: ItemFacts
}

/** F1 and both accuracies under every policy with intervals, the F1 curves and all diagnostics. */
export function firstErrorNumbers(
  items: readonly FactedItem[],
  { byItem }: Predictions,
  { resamples }: { readonly resamples: number },
): { readonly numbers: Numbers; readonly draws: SubsetDraws } {
  const groups = [...Map.groupBy(items, ({ subset }) => subset)]
  const subsets = groups.map(
    ([id, members]): JudgedSubset => ({
      id,
      items: members.map((item) => {
        const prediction = byItem.get(item.id)
        const scores = prediction?.kind === 'scores' ? prediction.scores : undefined
        return { label: item.gold, scores: scores ?? new Float64Array(item.facts.steps).fill(NaN) }
      }),
    }),
  )
  const draws = drawSubsets(
    groups.map(([id, members]) => ({ id, clusters: members.map(({ cluster }) => cluster) })),
    { seed: 0, resamples },
  )
  const values: Record<string, number | null | number[]> = {}
  const intervals: Record<string, [number, number] | null> = {}
  for (const resampled of resampleFirstError(POLICIES, subsets, draws)) {
    const name = `${resampled.policy}/${resampled.subset}/${resampled.metric}`
    values[name] = numberOrNull(resampled.value)
    if (resampled.policy !== 'oracle') intervals[name] = ends(resampled)
  }
  for (const policy of POLICIES) {
    const decided = decideAll(policy, subsets).subsets.map((subset, index) => ({
      ...subset,
      items: subsets[index]?.items ?? [],
      facts: groups[index]?.[1].map(({ facts }) => facts) ?? [],
    }))
    Object.assign(values, outcomeNumbers(formatPolicy(policy), decided))
  }
  const curves = f1Curves(subsets)
  for (const { id, curve } of curves.subsets) values[`curve/${id}`] = pointsOf(curve)
  values['curve/average'] = pointsOf(curves.average)
  for (const { id, items: own } of subsets) {
    Object.assign(values, stepNumbers(id, firstErrorSteps(own)))
  }
  const all = firstErrorSteps(subsets.flatMap((subset) => subset.items))
  return { numbers: { values: { ...values, ...stepNumbers('all', all) }, intervals }, draws }
}

function outcomeNumbers(policy: string, subsets: readonly SubsetOutcomes[]): Numbers['values'] {
  const values: Record<string, number | null | number[]> = {}
  const flawed = flawedProcess(subsets)
  for (const { id, right_answer, wrong_answer } of flawed.subsets) {
    values[`${policy}/flawed/${id}`] = [...rateNumbers(right_answer), ...rateNumbers(wrong_answer)]
  }
  values[`${policy}/flawed/average`] = numberOrNull(flawed.average.right_answer)
  const dimensions = [...SLICE_DIMENSIONS.map((one) => [one]), ['subset', 'position'] as const]
  for (const chosen of dimensions) {
    for (const { key, error, correct, outcomes } of firstErrorSlices(subsets, chosen)) {
      values[`${policy}/slice/${chosen.join()}/${Object.values(key).join()}`] = [
        ...rateNumbers(error),
        ...rateNumbers(correct),
        ...OUTCOMES.map((name) => outcomes[name]),
      ]
    }
  }
  return values
}

/** k, n and the ends of the Wilson interval, which there is none of nothing. */
function rateNumbers({ k, n, uncertainty }: Rate): number[] {
  if (uncertainty.status === 'undefined') return [k, n]
  return [k, n, uncertainty.interval.lower, uncertainty.interval.upper]
}

function pointsOf(curve: F1Curve): number[] | null {
  if (curve.status === 'undefined') return null
  return curve.points.flatMap(({ above, f1, error_k, correct_k }) => [
    above ?? -1,
    f1,
    error_k,
    correct_k,
  ])
}
