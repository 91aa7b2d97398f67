import type { MetricValue } from '../metric.ts'
import { type PrmValues, prmScore } from './prm-score.ts'
import { macroMean } from './processbench-f1.ts'
import { F1_ONLY_CLASS, PRMBENCH_GROUPS } from './step-classes.ts'
import {
  addTallies,
  type JudgedSteps,
  NO_STEPS,
  type PrmVariant,
  type StepCounts,
  type StepRule,
  type StepTally,
  tallySteps,
} from './step-counts.ts'

/** A proportion of k in n; undefined when n is 0. */
export type Proportion = MetricValue & { readonly k: number }

/** What came out for the steps of one class, or for all steps pooled. */
export interface StepScores extends PrmValues {
  readonly counts: StepCounts
  /** Steps judged as labelled. */
  readonly step_accuracy: Proportion
  /** Right steps that passed. */
  readonly correct_step_accuracy: Proportion
  /** Wrong steps flagged. */
  readonly erroneous_step_accuracy: Proportion
  /** Items whose first wrong step is flagged, whatever came before it. */
  readonly first_error_accuracy: Proportion
}

export interface ClassScores extends StepScores {
  readonly id: string
}

/** A group of classes: its values are unweighted means of theirs, its counts their sum. */
export interface GroupScores extends PrmValues {
  readonly id: string
  readonly counts: StepCounts
}

export interface PrmScoreReport {
  /** The classes of the groups, in their order, then any others in the order they occur. */
  readonly classes: readonly ClassScores[]
  readonly groups: readonly GroupScores[]
  /** All steps pooled, which is no mean of the classes. */
  readonly overall: StepScores
}

/** PRMScore, both F1 and the accuracies of every class, every group and the whole. */
export function prmScoreReport(
  items: readonly JudgedSteps[],
  { groups = PRMBENCH_GROUPS, ...rule }: StepRule & { readonly groups?: StepGroups | undefined },
): PrmScoreReport {
  const tallies = items.map((item) => tallySteps(item, rule))
  return prmScoreReportOf(sumByClass(items, tallies), { groups, variant: rule.variant })
}

/** Classes by the group they belong to. */
export type StepGroups = Readonly<Record<string, readonly string[]>>

/** The tally of every class that occurs, given that of each item. */
export function sumByClass(
  items: readonly Pick<JudgedSteps, 'classification'>[],
  tallies: readonly StepTally[],
): ReadonlyMap<string, StepTally> {
  const sums = new Map<string, StepTally>()
  for (const [index, { classification }] of items.entries()) {
    const sum = sums.get(classification) ?? NO_STEPS
    sums.set(classification, addTallies(sum, tallies[index] ?? NO_STEPS))
  }
  return sums
}

/** The report of steps that are counted already. */
export function prmScoreReportOf(
  tallies: ReadonlyMap<string, StepTally>,
  { groups, variant }: { readonly groups: StepGroups; readonly variant: PrmVariant },
): PrmScoreReport {
  const ids = new Set([...Object.values(groups).flat(), ...tallies.keys()])
  const classes = Array.from(ids, (id) => {
    const f1Only = id === F1_ONLY_CLASS
    return { id, ...scoresOf(tallies.get(id) ?? NO_STEPS, { variant, f1Only }) }
  })
  return {
    classes,
    groups: Object.entries(groups).map(([id, members]) =>
      groupOf(
        id,
        classes.filter((scores) => members.includes(scores.id)),
      ),
    ),
    overall: scoresOf([...tallies.values()].reduce(addTallies, NO_STEPS), { variant }),
  }
}

function scoresOf(
  { counts, firstError }: StepTally,
  options: Parameters<typeof prmScore>[1],
): StepScores {
  const { tp, fp, tn, fn } = counts
  return {
    counts,
    ...prmScore(counts, options),
    step_accuracy: proportion(tp + tn, tp + fp + tn + fn, 'no step'),
    correct_step_accuracy: proportion(tp, tp + fn, 'no right step'),
    erroneous_step_accuracy: proportion(tn, tn + fp, 'no wrong step'),
    first_error_accuracy: proportion(firstError.k, firstError.n, 'no item with a wrong step'),
  }
}

function proportion(k: number, n: number, reason: string): Proportion {
  if (n === 0) return { status: 'undefined', reason, k, n }
  return { status: 'ok', value: k / n, k, n }
}

function groupOf(id: string, classes: readonly ClassScores[]): GroupScores {
  const mean = (metric: keyof PrmValues) =>
    macroMean(classes.map((scores) => ({ subset: scores.id, value: scores[metric] })))
  const counts = classes.reduce(
    (sum, scores) => addTallies(sum, { ...NO_STEPS, counts: scores.counts }),
    NO_STEPS,
  ).counts
  return {
    id,
    prm_score: mean('prm_score'),
    f1: mean('f1'),
    negative_f1: mean('negative_f1'),
    counts,
  }
}
