import {
  formatSelectionPolicy,
  needsProbabilities,
  parseSelectionPolicy,
  type SelectionPolicy,
} from './metrics/selection-policy.ts'
import { areProbabilities, type ScoreKind } from './score-kind.ts'
import { formatTransforms, splitTransforms, type Transform } from './transform.ts'

export const SELECTION_FORMS =
  'pass, majority, best_of:<aggregation>, vote:<aggregation>, majority_or_best:<cut>:<aggregation>, mixed:<weight>:<aggregation>, first_n:<policy>'

/** A way of choosing among candidates, and what is done to the step scores before it. */
export interface Selection {
  readonly transforms: readonly Transform[]
  readonly policy: SelectionPolicy
}

/** Reads `policy` or `transform>…>policy`; undefined when it is neither. */
export function parseSelection(text: string): Selection | undefined {
  const { transforms, rest } = splitTransforms(text)
  const policy = parseSelectionPolicy(rest)
  return policy && transforms ? { transforms, policy } : undefined
}

export function formatSelection({ transforms, policy }: Selection): string {
  return `${formatTransforms(transforms)}${formatSelectionPolicy(policy)}`
}

/** Why scores of a kind cannot be chosen by, if so: some policies add or multiply probabilities. */
export function selectionProblem(
  { transforms, policy }: Selection,
  scoreKind: ScoreKind,
): string | undefined {
  if (!needsProbabilities(policy) || areProbabilities(scoreKind, transforms)) return undefined
  return `${formatSelectionPolicy(policy)} adds or multiplies scores, which takes probabilities; put sigmoid> before it, or choose another`
}
