import type { BenchmarkKind } from './benchmark.ts'
import type { Issue } from './error.ts'
import { kindOf } from './kinds/kinds.ts'
import type { ScoredRun } from './kinds/kind.ts'
import type { ClaimedValue, RunManifest } from './manifest.ts'
import type { MetricResult } from './metric.ts'

/** How far a claimed value may be from the recomputed one. */
const TOLERANCE = 1e-9

/** The values of a report as a run claims them, with the version of the metrics. */
export function claimOf(
  kind: BenchmarkKind,
  results: readonly MetricResult[],
): NonNullable<RunManifest['claim']> {
  return {
    metricVersions: { [kind]: kindOf(kind).version },
    values: results.flatMap((result) => {
      if (result.status === 'undefined') return []
      const { policy, subset, metric, candidates, value } = result
      return [{ policy, subset, metric, ...(candidates !== undefined && { candidates }), value }]
    }),
  }
}

/** Recomputes what a run claims; every value that differs or cannot be computed is an issue. */
export function checkClaim(
  claim: RunManifest['claim'],
  kind: BenchmarkKind,
  scored: ScoredRun,
): readonly Issue[] {
  if (claim === undefined) return []
  const version = claim.metricVersions[kind]
  const ours = kindOf(kind).version
  if (version !== undefined && version !== ours) {
    const message = `Claimed with metrics ${version}; these are ${ours}`
    return [{ field: `claim.metricVersions.${kind}`, message }]
  }
  const policies = [...new Set(claim.values.map(({ policy }) => policy))]
  const problems = new Map(policies.map((policy) => [policy, scored.policyProblem(policy)]))
  const results = new Map(
    scored
      .report(policies.filter((policy) => problems.get(policy) === undefined))
      .map((result) => [keyOf(result), result]),
  )
  return claim.values.flatMap((claimed, index) => {
    const message = problems.get(claimed.policy) ?? difference(claimed, results.get(keyOf(claimed)))
    return message === undefined ? [] : [{ field: `claim.values.${index}`, message }]
  })
}

type Cell = Pick<ClaimedValue, 'policy' | 'subset' | 'metric' | 'candidates'>

function keyOf({ policy, subset, metric, candidates }: Cell): string {
  return JSON.stringify([policy, subset, metric, candidates ?? null])
}

/** What is wrong with a claimed value, if anything. */
function difference(claimed: ClaimedValue, ours: MetricResult | undefined): string | undefined {
  const { policy, subset, metric, candidates, value } = claimed
  const of = candidates === undefined ? '' : ` of ${candidates} candidates`
  const what = `${metric} of ${subset} under ${policy}${of}`
  if (ours === undefined) return `There is no ${what}`
  if (ours.status === 'undefined') return `${what} is undefined: ${ours.reason}`
  if (Math.abs(ours.value - value) <= TOLERANCE) return undefined
  return `${what}: claimed ${value}, recomputed ${ours.value}`
}
