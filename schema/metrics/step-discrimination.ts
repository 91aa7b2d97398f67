import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { coverageGap, type PartialRule, type ScoreCounts } from './score-counts.ts'

/** Which steps a threshold-free metric looks for. */
export const POSITIVE_CLASSES = ['right', 'wrong'] as const
export type PositiveClass = (typeof POSITIVE_CLASSES)[number]

/** How well scores tell right steps from wrong ones, whatever the threshold. */
export const StepDiscrimination = z
  .object({
    positive: z.enum(POSITIVE_CLASSES).meta({ description: 'The steps that are looked for.' }),
    auroc: MetricValue.meta({
      description:
        'Area under the ROC curve: of all pairs of a right and a wrong step, the share in which the right one scores higher, ties counting half (Hanley and McNeil 1982). The same for both positive classes.',
    }),
    pairs: z
      .object({ n: z.int(), ordered: z.int(), tied: z.int() })
      .meta({ description: 'Those pairs: all, and the ones in order and tied.' }),
    auprc: MetricValue.meta({
      description:
        'Area under the precision-recall curve as average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores, from the one most like the positive class on; not interpolated. A model that knows nothing gets the share of the positive class.',
    }),
    counts: z
      .object({ right: z.int(), wrong: z.int() })
      .meta({ description: 'Scored steps by label.' }),
  })
  .meta({ id: 'StepDiscrimination' })
export type StepDiscrimination = z.infer<typeof StepDiscrimination>

/** Undefined without both classes, and below full coverage unless `allowPartial`. */
export function stepDiscrimination(
  counts: ScoreCounts,
  { positive, ...partial }: PartialRule & { readonly positive: PositiveClass },
): StepDiscrimination {
  const { right, wrong, scored: n } = counts.totals
  const pairs = countPairs(counts)
  const measured = { positive, pairs, counts: { right, wrong } }
  const gap = coverageGap(counts, partial) ?? classGap(counts)
  if (gap !== undefined) {
    const none: MetricValue = { status: 'undefined', reason: gap, n }
    return { ...measured, auroc: none, auprc: none }
  }
  const auroc = (2 * pairs.ordered + pairs.tied) / (2 * pairs.n)
  return {
    ...measured,
    auroc: { status: 'ok', value: auroc, n },
    auprc: { status: 'ok', value: averagePrecision(counts, positive), n },
  }
}

function classGap({ totals: { right, wrong } }: ScoreCounts): string | undefined {
  if (right === 0) return 'no right step'
  return wrong === 0 ? 'no wrong step' : undefined
}

function countPairs({ scores, right, wrong, totals }: ScoreCounts): StepDiscrimination['pairs'] {
  let ordered = 0
  let tied = 0
  let wrongBelow = 0
  for (let index = 0; index < scores.length; index++) {
    const rightHere = right[index] as number
    const wrongHere = wrong[index] as number
    ordered += rightHere * wrongBelow
    tied += rightHere * wrongHere
    wrongBelow += wrongHere
  }
  return { n: totals.right * totals.wrong, ordered, tied }
}

function averagePrecision({ right, wrong, totals }: ScoreCounts, positive: PositiveClass): number {
  const [hits, others] = positive === 'right' ? [right, wrong] : [wrong, right]
  const last = hits.length - 1
  let sum = 0
  let hitsSoFar = 0
  let othersSoFar = 0
  for (let place = 0; place <= last; place++) {
    const index = positive === 'right' ? last - place : place
    const hitsHere = hits[index] as number
    hitsSoFar += hitsHere
    othersSoFar += others[index] as number
    sum += hitsHere * (hitsSoFar / (hitsSoFar + othersSoFar))
  }
  return sum / totals[positive]
}
