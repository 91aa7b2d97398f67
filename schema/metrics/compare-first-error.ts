import type { Comparison } from '../comparison.ts'
import type { Policy } from '../policy.ts'
import { UNPARSED } from '../verdict.ts'
import type { SubsetDraws } from './cluster-draws.ts'
import { isRight } from './decision.ts'
import { decideAll, type JudgedSubset } from './first-error-report.ts'
import { resampleFirstError } from './first-error-resamples.ts'
import { type PairedSubset, pairDecisions } from './paired-decisions.ts'
import { pairedDifference } from './paired-difference.ts'
import { swapDraws } from './swap-test.ts'

/** A run as one policy reads it. */
export interface FirstErrorRun {
  readonly policy: Policy
  readonly subsets: readonly JudgedSubset[]
}

/**
 * Two runs on the same subsets of the same items in the same order: F1 and both accuracies of every
 * subset and the average, then who is right on which item. The policies may differ, as where scores
 * are of different kinds; each run's tuned cut is chosen anew in every resample.
 */
export function compareFirstError(
  a: FirstErrorRun,
  b: FirstErrorRun,
  { draws }: { readonly draws: SubsetDraws },
): Comparison {
  const own = resampleFirstError([a.policy], a.subsets, draws)
  const other = resampleFirstError([b.policy], b.subsets, draws)
  const swapped = swapRuns(a, b, draws)
  return {
    differences: own.flatMap((left, index) => {
      const right = other[index]
      const swap = { a: swapped.a[index], b: swapped.b[index] }
      if (right?.subset !== left.subset) throw new Error('The runs are of different subsets')
      const { subset, metric } = left
      return {
        subset,
        metric,
        ...pairedDifference(left, right, swap.a && swap.b && { a: swap.a, b: swap.b }),
      }
    }),
    decisions: pairSubsets(rightItems(a), rightItems(b), isDecided(a) && isDecided(b)),
  }
}

/**
 * The values of both runs after swaps of what they decided. None where a cut was tuned: a decision
 * then hangs on what was said of other items, and cannot be swapped alone.
 */
function swapRuns(a: FirstErrorRun, b: FirstErrorRun, draws: SubsetDraws) {
  if (!isDecided(a) || !isDecided(b)) return { a: [], b: [] }
  const theirs = decided(b)
  const both = decided(a).map(({ id, items }, index) => ({
    id,
    items: [...items, ...(theirs[index]?.items ?? [])],
  }))
  const swaps = Array.from(draws, ([id, drawn]) => ({ id, ...swapDraws(drawn, id) }))
  const resample = (side: 'a' | 'b') =>
    resampleFirstError(
      [{ kind: 'vote' }],
      both,
      new Map(swaps.map((swap) => [swap.id, swap[side]])),
    )
  return { a: resample('a'), b: resample('b') }
}

/** Whether each item is decided by what was said of it alone. */
function isDecided({ policy }: FirstErrorRun): boolean {
  return policy.kind === 'fixed' || policy.kind === 'vote'
}

/** Every decision as the one vote it comes to, which no policy can change any more. */
function decided({ policy, subsets }: FirstErrorRun): readonly JudgedSubset[] {
  const { subsets: outcomes } = decideAll(policy, subsets)
  return subsets.map(({ id, items }, index) => ({
    id,
    items: items.map(({ label }, item) => {
      const decision = outcomes[index]?.decisions[item] ?? UNPARSED
      const vote = decision.kind === 'undecided' ? UNPARSED : decision
      return { label, steps: 1, votes: [vote] }
    }),
  }))
}

type RightItems = ReadonlyMap<string, readonly boolean[]> | { readonly reason: string }

function rightItems({ policy, subsets }: FirstErrorRun): RightItems {
  const { subsets: decided } = decideAll(policy, subsets)
  for (const { cut } of decided) if (cut.status === 'undefined') return { reason: cut.reason }
  return new Map(decided.map(({ id, outcomes }) => [id, outcomes.map(isRight)]))
}

function pairSubsets(a: RightItems, b: RightItems, independent: boolean): Comparison['decisions'] {
  if ('reason' in a) return { status: 'undefined', reason: `A: ${a.reason}` }
  if ('reason' in b) return { status: 'undefined', reason: `B: ${b.reason}` }
  return pairDecisions(
    Array.from(
      a,
      ([subset, right]): PairedSubset => ({ subset, a: right, b: b.get(subset) ?? [] }),
    ),
    { independent },
  )
}
