import type { RevisionCounts } from '../benchmark.ts'
import type { AnyOutcome, ItemVerdict } from '../item-verdict.ts'
import { countScores } from '../metrics/score-counts.ts'
import type { LabelledSteps } from '../metrics/labelled-steps.ts'
import { stepDiscrimination } from '../metrics/step-discrimination.ts'
import { FEWEST, type Suspicion } from './suspicion.ts'

/**
 * From this share of items decided exactly as labelled, a run is held. No run published on ProcessBench
 * comes near it (the best F1 of the catalog on any subset is 0.932), people do not agree with each other
 * so well, and the labels themselves were wrong in places and mended since.
 */
const HELD_FROM = 0.995
/** From this area under the ROC curve, scores tell right from wrong steps as the labels do. */
const SEPARATED_FROM = 0.9995
/** Steps or items with an error there must be, lest a model that finds no fault with faultless work is held. */
const FEWEST_ERRORS = 50

/** A run beside the labels of its benchmark. */
export interface JudgedRun {
  readonly items: readonly { readonly subset: string }[]
  /** What each policy made of the items, in their order. */
  readonly verdicts: ReadonlyMap<string, readonly ItemVerdict[]>
  readonly counts: Readonly<Record<string, Pick<RevisionCounts, 'error'>>>
  /** Undefined where steps have no label. */
  readonly steps: LabelledSteps | undefined
}

/** Whether a run decides as the labels do under any of its policies, or its scores separate the steps as they do. */
export function goldEqual({ items, verdicts, counts, steps }: JudgedRun): Suspicion | undefined {
  for (const [policy, of] of verdicts) {
    const tallies = tallyBySubset(items, of, counts)
    const all = { right: 0, decided: 0, errors: 0 }
    for (const tally of tallies.values()) {
      all.right += tally.right
      all.decided += tally.decided
      all.errors += tally.errors
    }
    for (const [subset, { right, decided, errors }] of [['all', all] as const, ...tallies]) {
      if (decided < FEWEST || errors < FEWEST_ERRORS || right / decided < HELD_FROM) continue
      const where = subset === 'all' ? '' : ` of ${subset}`
      return {
        tag: 'gold_equal',
        sentence: `Under ${policy} it decides ${right} of ${decided} items${where} exactly as they are labelled.`,
        numbers: { right, decided, share: right / decided },
      }
    }
  }
  return steps && separated(steps)
}

function separated(steps: LabelledSteps): Suspicion | undefined {
  const counts = countScores(steps)
  const { right, wrong, scored } = counts.totals
  if (right < FEWEST_ERRORS || wrong < FEWEST_ERRORS) return undefined
  const { auroc } = stepDiscrimination(counts, { positive: 'right', allowPartial: true })
  if (auroc.status !== 'ok' || auroc.value < SEPARATED_FROM) return undefined
  const share =
    auroc.value === 1 ? 'every pair' : `${(100 * auroc.value).toFixed(2)} % of the pairs`
  return {
    tag: 'gold_equal',
    sentence: `In ${share} of a right and a wrong step, the right one scores higher.`,
    numbers: { auroc: auroc.value, steps: scored, right, wrong },
  }
}

interface Tally {
  right: number
  decided: number
  errors: number
}

function tallyBySubset(
  items: JudgedRun['items'],
  verdicts: readonly ItemVerdict[],
  counts: JudgedRun['counts'],
): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const [index, { subset }] of items.entries()) {
    const verdict = verdicts[index]
    const meaning = verdict ? MEANING[verdict.outcome] : 'moot'
    if (meaning === 'moot') continue
    const tally = tallies.get(subset) ?? {
      right: 0,
      decided: 0,
      errors: counts[subset]?.error ?? 0,
    }
    tally.decided += 1
    if (meaning === 'right') tally.right += 1
    tallies.set(subset, tally)
  }
  return tallies
}

/** Whether an outcome is what the labels say; moot where there was nothing to decide. */
const MEANING = {
  hit: 'right',
  passed: 'right',
  early: 'wrong',
  late: 'wrong',
  missed: 'wrong',
  passed_gold: 'wrong',
  undecided: 'wrong',
  false_alarm: 'wrong',
  all_right: 'right',
  missed_steps: 'wrong',
  false_flags: 'wrong',
  both: 'wrong',
  chose_right: 'right',
  chose_wrong: 'wrong',
  only_right: 'moot',
  none_right: 'moot',
  chosen_first: 'right',
  tied_first: 'wrong',
  outranked: 'wrong',
  chosen_unscored: 'wrong',
  none_rejected: 'moot',
} as const satisfies Record<AnyOutcome, 'right' | 'wrong' | 'moot'>
