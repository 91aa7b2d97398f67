import { z } from 'zod'
import { MetricValue } from '../metric.ts'
import { areProbabilities, type ScoreKind } from '../score-kind.ts'
import type { Transform } from '../transform.ts'
import { brierScore, calibrationError } from './calibration.ts'
import { IntervalCoverage, intervalCoverage } from './interval-coverage.ts'
import type { LabelledSteps } from './labelled-steps.ts'
import { ReliabilityCurve, reliabilityCurve } from './reliability-curve.ts'
import { countScores, type PartialRule, type ScoreCounts } from './score-counts.ts'
import { ScoreHistogram, scoreHistogram } from './score-histogram.ts'
import { StepDiscrimination, stepDiscrimination } from './step-discrimination.ts'

export const StepCalibration = z
  .object({
    ece: z.object({ lower_closed: MetricValue, upper_closed: MetricValue }).meta({
      description:
        'Expected calibration error over ten bins of equal width, by the bin that a score on an edge belongs to: [lower, upper) or (lower, upper].',
    }),
    brier: MetricValue.meta({
      description: 'Mean of (score − 1)² over right steps and score² over wrong ones.',
    }),
    reliability: ReliabilityCurve.meta({ description: 'The bins of lower_closed.' }),
  })
  .meta({
    id: 'StepCalibration',
    description: 'How far scores are the share of right steps; of probabilities only.',
  })
export type StepCalibration = z.infer<typeof StepCalibration>

/** What the scores of labelled steps say of the labels, whatever the threshold. */
export const StepDiagnostics = z
  .object({
    steps: z.object({ expected: z.int(), scored: z.int() }).meta({
      description: 'Steps with a label: all there are, and those that have a score.',
    }),
    thresholdFree: z.object({ right: StepDiscrimination, wrong: StepDiscrimination }).meta({
      description: 'By the class that is looked for.',
    }),
    calibration: StepCalibration,
    histogram: ScoreHistogram.meta({ description: 'Right and wrong steps by score.' }),
    intervals: IntervalCoverage.optional().meta({
      description:
        'Of a run with the channels `lower` and `upper`, around its untransformed scores.',
    }),
  })
  .meta({ id: 'StepDiagnostics' })
export type StepDiagnostics = z.infer<typeof StepDiagnostics>

/** The scores that are looked at: what was declared of them, and what was done to them since. */
export interface ScoreNature {
  readonly scoreKind: ScoreKind
  readonly transforms: readonly Transform[]
}

export interface StepIntervals {
  readonly steps: LabelledSteps
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Undefined below full coverage unless `allowPartial`; the histogram and the intervals say what they lack. */
export function stepDiagnostics(
  steps: LabelledSteps,
  {
    scoreKind,
    transforms,
    intervals,
    ...partial
  }: PartialRule & ScoreNature & { readonly intervals?: StepIntervals | undefined },
): StepDiagnostics {
  const counts = countScores(steps)
  const { expected, scored } = counts.totals
  const isProbability = areProbabilities(scoreKind, transforms)
  const range = rangeOf({ scoreKind, transforms })
  return {
    steps: { expected, scored },
    thresholdFree: {
      right: stepDiscrimination(counts, { positive: 'right', ...partial }),
      wrong: stepDiscrimination(counts, { positive: 'wrong', ...partial }),
    },
    calibration: isProbability ? calibrationOf(counts, partial) : uncalibrated(scored),
    histogram: scoreHistogram(counts, range ? { range } : {}),
    ...(intervals && { intervals: intervalCoverage(intervals.steps, intervals) }),
  }
}

function calibrationOf(counts: ScoreCounts, partial: PartialRule): StepCalibration {
  const reliability = reliabilityCurve(counts, { convention: 'lower_closed', ...partial })
  const other = reliabilityCurve(counts, { convention: 'upper_closed', ...partial })
  return {
    ece: { lower_closed: calibrationError(reliability), upper_closed: calibrationError(other) },
    brier: brierScore(counts, partial),
    reliability,
  }
}

function uncalibrated(n: number): StepCalibration {
  const none = { status: 'undefined', reason: 'the scores are no probabilities', n } as const
  return { ece: { lower_closed: none, upper_closed: none }, brier: none, reliability: none }
}

/** Where scores can lie, as far as that is known. */
function rangeOf({ scoreKind, transforms }: ScoreNature): readonly [number, number] | undefined {
  if (areProbabilities(scoreKind, transforms)) return [0, 1]
  return scoreKind.kind === 'bounded' && transforms.length === 0 ? scoreKind.range : undefined
}
