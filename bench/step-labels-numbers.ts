import type { GoldItem } from '#schema/kinds/kind.ts'
import type { ClusterDraws } from '#schema/metrics/cluster-draws.ts'
import { everyStep } from '#schema/metrics/labelled-steps.ts'
import { prmScoreCurves } from '#schema/metrics/prm-score-curve.ts'
import { prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import { drawSources, resampleSteps } from '#schema/metrics/prm-score-resamples.ts'
import { STEP_PLACES, stepConfusion } from '#schema/metrics/step-confusion.ts'
import type { JudgedSteps, StepCounts } from '#schema/metrics/step-counts.ts'
import { type Predictions, stepCountOf } from '#schema/prediction.ts'
import { ends, type Numbers, numberOrNull } from './numbers.ts'
import { stepNumbers } from './step-numbers.ts'

const RULE = { threshold: 0.5, variant: 'strict' } as const

const PROPORTIONS = [
  'step_accuracy',
  'correct_step_accuracy',
  'erroneous_step_accuracy',
  'first_error_accuracy',
] as const

/** PRMScore of all classes, groups and the whole with intervals, its curves and all diagnostics. */
export function stepLabelsNumbers(
  items: readonly GoldItem<readonly number[]>[],
  { byItem }: Predictions,
  { resamples }: { readonly resamples: number },
): { readonly numbers: Numbers; readonly draws: ClusterDraws } {
  const judged = items.map(({ id, subset, expected, gold }): JudgedSteps => {
    const prediction = byItem.get(id)
    const scores = prediction?.kind === 'scores' ? prediction.scores : new Float64Array(0)
    return { id, classification: subset, steps: stepCountOf(expected), wrongSteps: gold, scores }
  })
  const draws = drawSources(
    items.map(({ cluster }) => cluster),
    { seed: 0, resamples },
  )
  const values: Record<string, number | null | number[]> = {}
  const intervals: Record<string, [number, number] | null> = {}
  for (const resampled of resampleSteps(judged, { ...RULE, draws })) {
    const name = `${resampled.subset}/${resampled.metric}`
    values[name] = numberOrNull(resampled.value)
    intervals[name] = ends(resampled)
  }
  const report = prmScoreReport(judged, RULE)
  for (const scores of [...report.classes, { id: 'overall', ...report.overall }]) {
    values[`${scores.id}/counts`] = countsOf(scores.counts)
    values[`${scores.id}/accuracies`] = PROPORTIONS.flatMap((name) => [
      scores[name].k,
      scores[name].n,
    ])
  }
  const confusion = stepConfusion(judged, RULE)
  for (const { id, places } of [...confusion.classes, { id: 'overall', ...confusion.overall }]) {
    values[`${id}/confusion`] = STEP_PLACES.flatMap((place) => countsOf(places[place].counts))
  }
  const curves = prmScoreCurves(judged, RULE)
  for (const { id, points } of [...curves.classes, { id: 'overall', points: curves.overall }]) {
    values[`${id}/curve`] = points.flatMap(({ from, prm_score, counts }) => [
      from ?? -1,
      numberOrNull(prm_score) ?? -1,
      ...countsOf(counts),
    ])
  }
  for (const [id, own] of Map.groupBy(judged, ({ classification }) => classification)) {
    Object.assign(values, stepNumbers(id, everyStep(own)))
  }
  Object.assign(values, stepNumbers('overall', everyStep(judged)))
  return { numbers: { values, intervals }, draws }
}

function countsOf({ tp, fp, tn, fn }: StepCounts): number[] {
  return [tp, fp, tn, fn]
}
