import { parsePolicy } from '#schema/policy.ts'
import { transformScores } from '#schema/transform.ts'

/** Whether a policy can say which steps are good: `fixed:<t>`, with transforms before it or none. */
export function isStepRule(text: string): boolean {
  return parsePolicy(text)?.kind === 'fixed'
}

/** Which steps a rule calls good: those whose score is above its threshold; null where there is no score. */
export function goodSteps(
  scores: readonly (number | null)[],
  rule: string,
): readonly (boolean | null)[] {
  const policy = parsePolicy(rule)
  if (policy?.kind !== 'fixed') throw new Error(`Not a rule for steps: ${rule}`)
  const vector = Float64Array.from(scores, (score) => score ?? Number.NaN)
  const series = transformScores(vector, policy.transforms ?? [])
  return Array.from(series, (score) => (isNaN(score) ? null : score > policy.threshold))
}
