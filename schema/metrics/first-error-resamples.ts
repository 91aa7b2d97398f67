import type { FirstErrorMetric, MetricResult, MetricValue } from '../metric.ts'
import { formatPolicy, type Policy } from '../policy.ts'
import type { SubsetDraws } from './cluster-draws.ts'
import { type FirstErrorResult, firstErrorReport, type JudgedSubset } from './first-error-report.ts'
import {
  type DrawnSubset,
  type FirstErrorVectors,
  firstErrorVectors,
} from './first-error-vectors.ts'
import { type Resampled, type Resamples, resamplesOf } from './resampled.ts'
import { resampledItems } from './right-ranges.ts'

/** One value of a first-error report with its resamples. */
export interface FirstErrorResampled extends Resampled {
  readonly policy: string
  readonly subset: string
  readonly metric: FirstErrorMetric
}

/**
 * The values of firstErrorReport with their resamples, in its order. A tuned cut is chosen anew in
 * every resample; an average is that of its subsets' resamples, NaN as soon as one of them is.
 * `oracle`, which sees the labels it is scored on, is not resampled.
 * @param draws of every subset, for its items in their order
 */
export function resampleFirstError(
  policies: readonly Policy[],
  subsets: readonly JudgedSubset[],
  draws: SubsetDraws,
): readonly FirstErrorResampled[] {
  const drawn = subsets.map((subset) => drawnSubset(subset, draws))
  return policies.flatMap((policy) => {
    const vectors = policy.kind === 'oracle' ? undefined : firstErrorVectors(policy, drawn)
    return firstErrorReport(policy, subsets).map((result) => ({
      policy: formatPolicy(policy),
      subset: result.subset,
      metric: result.metric,
      value: valueOf(result),
      resamples: vectors ? resamplesIn(vectors, { policy, result, drawn }) : ORACLE,
    }))
  })
}

const ORACLE: Resamples = {
  status: 'undefined',
  reason: 'a cut chosen on the labels it is scored on bounds a value and has no interval',
}

function drawnSubset({ id, items }: JudgedSubset, all: SubsetDraws): DrawnSubset {
  const draws = all.get(id)
  if (draws?.of.length !== items.length) throw new Error(`The draws are not of the items of ${id}`)
  const isError = Uint8Array.from(items, ({ label }) => (label.kind === 'at' ? 1 : 0))
  return { id, items, draws, sizes: resampledItems(isError, draws) }
}

function resamplesIn(
  vectors: ReadonlyMap<string, FirstErrorVectors>,
  {
    policy,
    result: { subset, metric },
    drawn,
  }: {
    readonly policy: Policy
    readonly result: FirstErrorResult
    readonly drawn: readonly DrawnSubset[]
  },
): Resamples {
  const values = vectors.get(subset)?.[metric] ?? new Float64Array(0)
  const tunedOn = policy.kind === 'tuned' ? policy.subset : undefined
  const used = drawn.filter(({ id }) => subset === 'average' || id === subset || id === tunedOn)
  return resamplesOf(values, {
    draws: used.map(({ draws }) => draws),
    covers: policy.kind === 'tuned' ? 'problems_and_cut' : 'problems',
  })
}

function valueOf(result: MetricResult): MetricValue {
  const { status, n } = result
  return status === 'ok' ? { status, value: result.value, n } : { status, reason: result.reason, n }
}
