import type { BenchmarkDefinition } from '../benchmark.ts'
import { thinPrmScoreCurve } from '../curve.ts'
import type { StepLabelsVerdict } from '../item-verdict.ts'
import { compareStepLabels } from '../metrics/compare-step-labels.ts'
import { everyStep } from '../metrics/labelled-steps.ts'
import { prmScoreCurves } from '../metrics/prm-score-curve.ts'
import { prmScoreReport, type StepGroups } from '../metrics/prm-score-report.ts'
import { drawSources, resampleSteps } from '../metrics/prm-score-resamples.ts'
import { sourceId } from '../metrics/step-classes.ts'
import { isGoodStep, type JudgedSteps, stepCoverageOf, stepSeries } from '../metrics/step-counts.ts'
import {
  similarityResults,
  STEP_LABELS_VERSION,
  stepLabelsResults,
} from '../metrics/step-labels-report.ts'
import { formatPolicy, parsePolicy, rankingClass } from '../policy.ts'
import { type Prediction, type Predictions, stepCountOf } from '../prediction.ts'
import { labelFreeCut } from '../score-kind.ts'
import { countCharacters } from '../span-projection.ts'
import { StepLabelsItem, WrongSteps } from '../step-labels-item.ts'
import { type Transform, transformScores } from '../transform.ts'
import { countSolutions } from './count-solutions.ts'
import type { ComparedRun, GoldItem, Kind, ScoredRun, ScoringOptions } from './kind.ts'
import { diagnoseStepLabels } from './step-labels-diagnostics.ts'
import { withInterval } from './with-interval.ts'

type Gold = readonly number[]

/** Tell every right step of a solution from every wrong one. Song et al. 2025. */
export const stepLabels: Kind<StepLabelsItem, Gold> = {
  version: STEP_LABELS_VERSION,
  item: StepLabelsItem,
  gold: WrongSteps,
  predictions: ['scores'],
  channels: ['redundancy'],
  defaultBoard: 'label_free',
  goldOf: ({ wrongSteps }) => wrongSteps,
  bodyOf: ({ id: _id, subset: _subset, wrongSteps: _wrongSteps, ...body }) => body,
  join: ({ id, subset, body }, wrongSteps) =>
    StepLabelsItem.parse({ id, subset, ...body, wrongSteps }),
  factsOf: () => ({}),
  summaryOf: ({ id, subset, expected, gold }) => ({
    kind: 'step_labels',
    id,
    subset,
    steps: stepCountOf(expected),
    wrongSteps: [...gold],
  }),
  contentOf: ({ id: _id, subset: _subset, ...content }) => ({ kind: 'step_labels', ...content }),
  expectedOf: ({ id, steps }) => ({ id, lengths: steps.map(countCharacters) }),
  stepsOf: ({ steps }) => steps,
  hashedGold: ({ wrongSteps }) => wrongSteps,
  clusterOf: ({ id, subset, problem, original }) =>
    original ? sourceId({ id, classification: subset }) : problem,
  stratumOf: ({ wrongSteps }) => (wrongSteps.length > 0 ? 'wrong' : 'right'),
  count: (items) => countSolutions(items, ({ wrongSteps }) => wrongSteps.length > 0),
  score: scoreRun,
  compare({ groups }, items, { a, b }, { seed }) {
    const read = ({ policy, predictions }: ComparedRun) => {
      const parsed = parsePolicy(policy)
      const threshold = parsed?.kind === 'fixed' ? parsed.threshold : Number.NaN
      return {
        items: items.map((item) =>
          transformed(judge(item, predictions.byItem.get(item.id)), parsed?.transforms ?? []),
        ),
        rule: { threshold, variant: 'strict' as const },
      }
    }
    const draws = drawSources(sourcesOf(items), { seed })
    return compareStepLabels(read(a), read(b), { draws, groups: membersOf(groups) })
  },
  judgeItem(item, prediction, { policy, threshold }) {
    const transforms = parsePolicy(policy)?.transforms ?? []
    const judged = transformed(judge(item, prediction), transforms)
    return verdictOf(judged, threshold ?? Number.NaN)
  },
  boardOf(policy) {
    const parsed = parsePolicy(policy)
    return parsed && rankingClass(parsed)
  },
  headline: (results) =>
    results.find(({ subset, metric }) => subset === 'overall' && metric === 'prm_score'),
}

function scoreRun(
  { id: benchmark, subsets, groups }: BenchmarkDefinition,
  items: readonly GoldItem<Gold>[],
  predictions: Predictions,
  { scoreKind, variant = 'strict', seed = 0, originals = [] }: ScoringOptions,
): ScoredRun {
  const { kind, byItem } = predictions
  const judged = items.map((item) => judge(item, byItem.get(item.id)))
  const flawless = originals.flatMap((item) =>
    byItem.has(item.id) ? judge({ ...item, gold: [] }, byItem.get(item.id)) : [],
  )
  const members = membersOf(groups)
  const TAKES_SCORES = `${benchmark} takes a score for each step, not verdicts`
  const notAPolicy = (text: string) =>
    `Not a policy for ${benchmark}: "${text}". Available: fixed:<t>, with a transform before it or none`
  return {
    predictions: kind,
    coverage: stepCoverageOf(judged),
    usualPolicies(prefix = '') {
      const cut = labelFreeCut(scoreKind)
      return cut === undefined
        ? []
        : [`${prefix}${formatPolicy({ kind: 'fixed', threshold: cut })}`]
    },
    policyProblem(text) {
      if (kind === 'verdicts') return TAKES_SCORES
      if (parsePolicy(text)?.kind === 'fixed') return undefined
      return notAPolicy(text)
    },
    report(policies, { intervals } = { intervals: false }) {
      const draws = intervals ? drawSources(sourcesOf(items), { seed }) : undefined
      return policies.flatMap((text) => {
        const policy = parsePolicy(text)
        if (policy?.kind !== 'fixed') return []
        const { threshold, transforms = [] } = policy
        const scores = judged.map((item) => transformed(item, transforms))
        const rule = { threshold, variant, groups: members }
        const report = prmScoreReport(scores, rule)
        const about = { policy: formatPolicy(policy), threshold }
        const results = [
          ...stepLabelsResults(report, about),
          ...similarityResults(
            scores,
            flawless.map((item) => transformed(item, transforms)),
            { ...about, variant },
          ),
        ]
        if (!draws) return results
        const resampled = resampleSteps(scores, { ...rule, draws })
        return results.map((result) =>
          withInterval(
            result,
            resampled.find(
              ({ subset, metric }) => subset === result.subset && metric === result.metric,
            ),
          ),
        )
      })
    },
    labelledSteps: () => everyStep(judged),
    verdicts(text) {
      const policy = parsePolicy(text)
      const threshold = policy?.kind === 'fixed' ? policy.threshold : Number.NaN
      return judged.map((item) => verdictOf(transformed(item, policy?.transforms ?? []), threshold))
    },
    diagnostics(text, partial = {}) {
      const policy = parsePolicy(text)
      if (kind === 'verdicts') return { status: 'refused', message: TAKES_SCORES }
      if (policy?.kind !== 'fixed') return { status: 'refused', message: notAPolicy(text) }
      const classes = subsets.map(({ id }) => id)
      const run = { classes, items, judged, predictions, scoreKind, variant }
      return { status: 'ok', value: diagnoseStepLabels(policy, run, partial) }
    },
    curves(points) {
      if (kind === 'verdicts') return { status: 'refused', message: TAKES_SCORES }
      const { classes, overall } = prmScoreCurves(judged, { variant })
      const value = {
        kind: 'step_labels' as const,
        classes: classes.map(({ id, points: all }) => ({
          id,
          curve: thinPrmScoreCurve(all, points),
        })),
        overall: thinPrmScoreCurve(overall, points),
      }
      return { status: 'ok', value }
    },
  }
}

/** Classes by the group they belong to. */
function membersOf(groups: BenchmarkDefinition['groups'] = []): StepGroups {
  return Object.fromEntries(groups.map(({ id, subsets }) => [id, subsets]))
}

function sourcesOf(items: readonly GoldItem<Gold>[]): readonly string[] {
  return items.map(({ cluster }) => cluster)
}

function judge(
  { id, subset, expected, gold }: Pick<GoldItem<Gold>, 'id' | 'subset' | 'expected' | 'gold'>,
  prediction: Prediction | undefined,
): JudgedSteps {
  const scored = prediction?.kind === 'scores' ? prediction : undefined
  const redundancy = scored?.channels['redundancy']
  return {
    id,
    classification: subset,
    steps: stepCountOf(expected),
    wrongSteps: gold,
    scores: scored?.scores ?? new Float64Array(0),
    ...(redundancy && { redundancy }),
  }
}

function transformed(item: JudgedSteps, transforms: readonly Transform[]): JudgedSteps {
  if (transforms.length === 0) return item
  return { ...item, scores: transformScores(item.scores, transforms) }
}

/** By the strict rule: a step without a score is judged wrongly, whatever its label. */
function verdictOf(item: JudgedSteps, threshold: number): StepLabelsVerdict {
  const series = stepSeries(item)
  const steps = Array.from({ length: item.steps }, (_, step) => {
    const score = series[step] ?? Number.NaN
    const isWrong = item.wrongSteps.includes(step)
    const isUnscored = Number.isNaN(score)
    const isFlagged = isUnscored ? !isWrong : !isGoodStep(item, score, { threshold })
    return { step, isWrong, isFlagged, isUnscored }
  })
  const missed = steps.some(({ isWrong, isFlagged }) => isWrong && !isFlagged)
  const alarms = steps.some(({ isWrong, isFlagged }) => !isWrong && isFlagged)
  return {
    kind: 'step_labels',
    outcome: missed ? (alarms ? 'both' : 'missed_steps') : alarms ? 'false_flags' : 'all_right',
    flagged: steps.flatMap(({ step, isFlagged, isUnscored }) =>
      isFlagged && !isUnscored ? step : [],
    ),
    unscored: steps.flatMap(({ step, isUnscored }) => (isUnscored ? step : [])),
  }
}
