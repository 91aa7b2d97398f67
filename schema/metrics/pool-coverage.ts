import type { Coverage } from '../coverage.ts'
import { type ExpectedItem, stepCountOf } from '../prediction.ts'

/** Counts problems with at least one score, and the steps that are scored. */
export function poolCoverage(
  problems: readonly { readonly expected: ExpectedItem; readonly steps: readonly Float64Array[] }[],
): Coverage {
  const items = { expected: 0, scored: 0 }
  const steps = { expected: 0, scored: 0 }
  for (const problem of problems) {
    const scored = problem.steps.reduce(
      (sum, scores) => sum + scores.filter((score) => !Number.isNaN(score)).length,
      0,
    )
    items.expected += 1
    items.scored += scored > 0 ? 1 : 0
    steps.expected += stepCountOf(problem.expected)
    steps.scored += scored
  }
  return { items, steps }
}
