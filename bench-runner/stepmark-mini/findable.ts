import { calculatorScore } from '../baselines/calculator.ts'
import type { FirstErrorItem } from './first-error.ts'

/** How many first errors show in an equation of their step. */
export function findableShare(items: readonly FirstErrorItem[]): {
  readonly findable: number
  readonly erroneous: number
} {
  const erroneous = items.filter(({ label }) => label >= 0)
  const findable = erroneous.filter(({ steps, label }) => calculatorScore(steps[label] ?? '') < 1)
  return { findable: findable.length, erroneous: erroneous.length }
}
