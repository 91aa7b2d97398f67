import type { Label } from '../verdict.ts'
import type { Outcome } from './decision.ts'

/** What is known of a first-error item beside its label. */
export interface ItemFacts {
  readonly steps: number
  /** Who wrote the solution. */
  readonly generator?: string | undefined
  readonly finalAnswerCorrect?: boolean | undefined
}

/** A subset's items with their outcomes under one policy, and what is known of them: lists in one order. */
export interface SubsetOutcomes {
  readonly id: string
  readonly items: readonly { readonly label: Label }[]
  /** Empty when the policy has no cut to decide by. */
  readonly outcomes: readonly Outcome[]
  readonly facts: readonly ItemFacts[]
}

/** An item with all that is known of it. */
export interface ItemOutcome extends ItemFacts {
  readonly subset: string
  readonly label: Label
  readonly outcome: Outcome
}

/** The items that have an outcome. */
export function itemOutcomes({ id, items, outcomes, facts }: SubsetOutcomes): ItemOutcome[] {
  return items.flatMap(({ label }, index) => {
    const outcome = outcomes[index]
    const known = facts[index]
    return outcome && known ? [{ ...known, subset: id, label, outcome }] : []
  })
}
