import type { Comparison } from '../comparison.ts'
import type { ClusterDraws } from './cluster-draws.ts'
import { pairDecisions } from './paired-decisions.ts'
import { pairedDifference } from './paired-difference.ts'
import type { StepGroups } from './prm-score-report.ts'
import { resampleSteps } from './prm-score-resamples.ts'
import { swapDraws } from './swap-test.ts'
import { type JudgedSteps, type StepRule, tallySteps } from './step-counts.ts'

/** A run as one rule reads it. */
export interface StepLabelsRun {
  readonly items: readonly JudgedSteps[]
  readonly rule: StepRule
}

/**
 * Two runs on the same items in the same order: PRMScore and both F1 of every class, every group and
 * the whole, then who is right on which item of which class. An item is right when all its steps are.
 */
export function compareStepLabels(
  a: StepLabelsRun,
  b: StepLabelsRun,
  { draws, groups }: { readonly draws: ClusterDraws; readonly groups?: StepGroups | undefined },
): Comparison {
  const other = resampleSteps(b.items, { ...b.rule, draws, groups })
  const swapped = swapRuns(a, b, { draws, groups })
  const differences = resampleSteps(a.items, { ...a.rule, draws, groups }).flatMap(
    (left, index) => {
      const right = other[index]
      if (right?.subset !== left.subset) throw new Error('The runs are of different classes')
      const { subset, metric } = left
      return { subset, metric, ...pairedDifference(left, right, swapped?.[index]) }
    },
  )
  const classes = new Set(a.items.map(({ classification }) => classification))
  return {
    differences,
    decisions: pairDecisions(
      Array.from(classes, (subset) => ({ subset, a: rightIn(a, subset), b: rightIn(b, subset) })),
    ),
  }
}

/** The values of both runs after swaps of their scores, which one rule must read; or none. */
function swapRuns(
  a: StepLabelsRun,
  b: StepLabelsRun,
  { draws, groups }: { readonly draws: ClusterDraws; readonly groups: StepGroups | undefined },
) {
  const keys = ['threshold', 'redundancyThreshold', 'variant'] as const
  if (keys.some((key) => a.rule[key] !== b.rule[key])) return undefined
  const items = [...a.items, ...b.items]
  const swaps = swapDraws(draws, 'sources')
  const theirs = resampleSteps(items, { ...a.rule, draws: swaps.b, groups })
  return resampleSteps(items, { ...a.rule, draws: swaps.a, groups }).flatMap((own, index) => {
    const other = theirs[index]
    return other ? { a: own, b: other } : []
  })
}

/** Of the items of a class in their order, whether all steps are judged as labelled. */
function rightIn({ items, rule }: StepLabelsRun, subset: string): readonly boolean[] {
  return items
    .filter(({ classification }) => classification === subset)
    .map((item) => {
      const { tp, fp, tn, fn } = tallySteps(item, rule).counts
      return tp + tn > 0 && fp + fn === 0
    })
}
