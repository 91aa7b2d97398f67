import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { prmScore } from './prm-score.ts'
import { joinSteps, type LabelledSteps, labelSteps } from './labelled-steps.ts'
import { countScores, type ScoreCounts } from './score-counts.ts'
import { F1_ONLY_CLASS, REDUNDANCY_CLASSES } from './step-classes.ts'
import {
  addTallies,
  type JudgedSteps,
  NO_STEPS,
  StepCounts,
  type StepRule,
  type StepTally,
  tallySteps,
} from './step-counts.ts'

/** PRMScore for the thresholds from `from` on, below the next point's. */
export const PrmScorePoint = z
  .object({
    from: z.number().optional().meta({
      description:
        'The first point, which has none, holds below the lowest score: everything passes.',
    }),
    prm_score: MetricValue,
    counts: StepCounts,
  })
  .meta({ id: 'PrmScorePoint' })
export type PrmScorePoint = z.infer<typeof PrmScorePoint>

export interface PrmScoreCurves {
  readonly classes: readonly { readonly id: string; readonly points: readonly PrmScorePoint[] }[]
  /** All steps pooled. */
  readonly overall: readonly PrmScorePoint[]
}

/**
 * PRMScore at every threshold, by rising threshold, one point for each change of a count: a step is
 * good when its score is above. Steps judged by their redundancy keep that judgement throughout.
 */
export function prmScoreCurves(
  items: readonly JudgedSteps[],
  rule: Omit<StepRule, 'threshold'>,
): PrmScoreCurves {
  const byClass = Map.groupBy(items, ({ classification }) => classification)
  const classes = Array.from(byClass, ([id, members]) => ({
    id,
    steps: judgedByScore(members, rule),
    flagged: tallyAll(members.map((item) => tallySteps(item, { ...rule, threshold: Infinity }))),
  }))
  const { variant } = rule
  return {
    classes: classes.map(({ id, steps, flagged }) => ({
      id,
      points: curve(countScores(steps), { flagged, variant, f1Only: id === F1_ONLY_CLASS }),
    })),
    overall: curve(countScores(joinSteps(classes.map(({ steps }) => steps))), {
      flagged: tallyAll(classes.map(({ flagged }) => flagged)),
      variant,
    }),
  }
}

/** Above the highest score every step is flagged; towards lower thresholds those above pass. */
function curve(
  { scores, right, wrong }: ScoreCounts,
  { flagged, ...options }: { readonly flagged: StepTally } & Parameters<typeof prmScore>[1],
): readonly PrmScorePoint[] {
  let { counts } = flagged
  const points: PrmScorePoint[] = []
  for (let index = scores.length - 1; index >= 0; index--) {
    points.push({
      from: scores[index] as number,
      prm_score: prmScore(counts, options).prm_score,
      counts,
    })
    const { tp, fp, tn, fn } = counts
    const [rightHere, wrongHere] = [right[index] as number, wrong[index] as number]
    counts = {
      tp: tp + rightHere,
      fn: fn - rightHere,
      fp: fp + wrongHere,
      tn: tn - wrongHere,
    }
  }
  points.push({ prm_score: prmScore(counts, options).prm_score, counts })
  return points.reverse()
}

/** The steps whose judgement hangs on the threshold, with their labels. */
function judgedByScore(
  items: readonly JudgedSteps[],
  { variant }: Pick<StepRule, 'variant'>,
): LabelledSteps {
  const judged = items.filter(
    ({ classification, redundancy }) => !redundancy || !REDUNDANCY_CLASSES.includes(classification),
  )
  if (variant === 'strict') return labelSteps(judged)
  return labelSteps(judged.map((item) => ({ ...item, steps: item.scores.length })))
}

function tallyAll(tallies: readonly StepTally[]): StepTally {
  return tallies.reduce(addTallies, NO_STEPS)
}
