import type { Issue } from './error.ts'
import { policyProblem } from './judge.ts'
import type { ClaimedValue, RunManifest } from './manifest.ts'
import {
  FIRST_ERROR_VERSION,
  firstErrorReport,
  type JudgedSubset,
} from './metrics/first-error-report.ts'
import { parsePolicy } from './policy.ts'
import type { PredictionKind } from './prediction.ts'

/** How far a claimed value may be from the recomputed one. */
const TOLERANCE = 1e-9

/** Recomputes what a run claims; every value that differs or cannot be computed is an issue. */
export function checkClaim(
  claim: RunManifest['claim'],
  judged: readonly JudgedSubset[],
  predictions: PredictionKind,
): readonly Issue[] {
  if (claim === undefined) return []
  const version = claim.metricVersions['first_error']
  if (version !== undefined && version !== FIRST_ERROR_VERSION) {
    const message = `Claimed with metrics ${version}; these are ${FIRST_ERROR_VERSION}`
    return [{ field: 'claim.metricVersions.first_error', message }]
  }
  const numbered = claim.values.map((claimed, index) => ({ claimed, index }))
  const byPolicy = Map.groupBy(numbered, ({ claimed }) => claimed.policy)
  return Array.from(byPolicy).flatMap(([policy, values]) => {
    const difference = recompute(policy, judged, predictions)
    return values.flatMap(({ claimed, index }) => {
      const message = difference(claimed)
      return message === undefined ? [] : [{ field: `claim.values.${index}`, message }]
    })
  })
}

/** Gives, for a claimed value of one policy, what is wrong with it, if anything. */
function recompute(
  text: string,
  judged: readonly JudgedSubset[],
  predictions: PredictionKind,
): (claimed: ClaimedValue) => string | undefined {
  const policy = parsePolicy(text)
  if (policy === undefined) return () => `${text} is not a policy`
  const problem = policyProblem(policy, { subsets: judged, predictions })
  if (problem !== undefined) return () => problem
  const results = firstErrorReport(policy, judged)
  return ({ subset, metric, value }) => {
    const what = `${metric} of ${subset} under ${text}`
    const ours = results.find((result) => result.subset === subset && result.metric === metric)
    if (ours === undefined) return `There is no ${what}`
    if (ours.status === 'undefined') return `${what} is undefined: ${ours.reason}`
    if (Math.abs(ours.value - value) <= TOLERANCE) return undefined
    return `${what}: claimed ${value}, recomputed ${ours.value}`
  }
}
