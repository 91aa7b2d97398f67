import type { StepLabelsDiagnostics } from '../diagnostics.ts'
import { everyStep } from '../metrics/labelled-steps.ts'
import type { PartialRule } from '../metrics/score-counts.ts'
import { stepConfusion } from '../metrics/step-confusion.ts'
import type { JudgedSteps, PrmVariant } from '../metrics/step-counts.ts'
import { stepDiagnostics } from '../metrics/step-diagnostics.ts'
import { formatPolicy, type Policy } from '../policy.ts'
import type { Predictions } from '../prediction.ts'
import type { ScoreKind } from '../score-kind.ts'
import { transformScores } from '../transform.ts'
import type { GoldItem } from './kind.ts'
import { endsOf, hasIntervals } from './step-series.ts'

/** A run's items beside what was said of them, both lists in one order. */
export interface JudgedRun {
  readonly classes: readonly string[]
  readonly items: readonly GoldItem<readonly number[]>[]
  readonly judged: readonly JudgedSteps[]
  readonly predictions: Predictions
  readonly scoreKind: ScoreKind
  readonly variant: PrmVariant
}

/** What lies behind the metrics of a run at one threshold. */
export function diagnoseStepLabels(
  policy: Policy & { readonly kind: 'fixed' },
  run: JudgedRun,
  partial: PartialRule,
): StepLabelsDiagnostics {
  const { threshold, transforms = [] } = policy
  const { classes, items, predictions, scoreKind, variant } = run
  const withIntervals = hasIntervals(predictions)
  const pairs = items.flatMap((item, index) => {
    const judged = run.judged[index]
    if (!judged) return []
    const scores = transformScores(judged.scores, transforms)
    return { item, judged, read: transforms.length === 0 ? judged : { ...judged, scores } }
  })
  const diagnose = (of: typeof pairs) => {
    const series = (name: 'lower' | 'upper') =>
      everyStep(
        of.map(({ item, judged }) => ({ ...judged, scores: endsOf(item, predictions, name) })),
      ).scores
    const intervals = withIntervals
      ? {
          steps: everyStep(of.map(({ judged }) => judged)),
          lower: series('lower'),
          upper: series('upper'),
        }
      : undefined
    return stepDiagnostics(everyStep(of.map(({ read }) => read)), {
      scoreKind,
      transforms,
      intervals,
      ...partial,
    })
  }
  const byClass = Map.groupBy(pairs, ({ item }) => item.subset)
  return {
    kind: 'step_labels',
    policy: formatPolicy(policy),
    steps: {
      subsets: classes.map((id) => ({ id, ...diagnose(byClass.get(id) ?? []) })),
      overall: diagnose(pairs),
    },
    confusion: stepConfusion(
      pairs.map(({ read }) => read),
      { threshold, variant },
    ),
  }
}
