import { brierScore, calibrationError } from '#schema/metrics/calibration.ts'
import type { LabelledSteps } from '#schema/metrics/labelled-steps.ts'
import { BIN_CONVENTIONS, reliabilityCurve } from '#schema/metrics/reliability-curve.ts'
import { countScores } from '#schema/metrics/score-counts.ts'
import { scoreHistogram } from '#schema/metrics/score-histogram.ts'
import { POSITIVE_CLASSES, stepDiscrimination } from '#schema/metrics/step-discrimination.ts'
import { type Numbers, numberOrNull } from './numbers.ts'

/** What the scores of labelled steps tell without a threshold, over those that have one. */
export function stepNumbers(name: string, steps: LabelledSteps): Numbers['values'] {
  const counts = countScores(steps)
  const rule = { allowPartial: true }
  const values: Record<string, number | null | number[]> = {
    [`${name}/brier`]: numberOrNull(brierScore(counts, rule)),
  }
  for (const positive of POSITIVE_CLASSES) {
    const { auroc, auprc } = stepDiscrimination(counts, { positive, ...rule })
    values[`${name}/auroc`] = numberOrNull(auroc)
    values[`${name}/auprc/${positive}`] = numberOrNull(auprc)
  }
  for (const convention of BIN_CONVENTIONS) {
    const curve = reliabilityCurve(counts, { convention, ...rule })
    values[`${name}/ece/${convention}`] = numberOrNull(calibrationError(curve))
    if (curve.status === 'undefined') continue
    values[`${name}/reliability/${convention}`] = curve.bins.flatMap(({ accuracy }) => [
      accuracy.k,
      accuracy.n,
    ])
  }
  const histogram = scoreHistogram(counts, { range: [0, 1] })
  if (histogram.status === 'ok') {
    values[`${name}/histogram`] = histogram.bars.flatMap(({ right, wrong }) => [right, wrong])
  }
  return values
}
