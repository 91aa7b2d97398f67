import type { BenchmarkDefinition } from '../benchmark.ts'
import { thinF1Curve } from '../curve.ts'
import { FirstErrorItem } from '../item.ts'
import type { FirstErrorVerdict } from '../item-verdict.ts'
import { compareFirstError } from '../metrics/compare-first-error.ts'
import { decide, type Decision, outcome } from '../metrics/decision.ts'
import { f1Curves } from '../metrics/f1-curve.ts'
import {
  coverageOf,
  decideAll,
  FIRST_ERROR_VERSION,
  firstErrorReport,
  type JudgedItem,
  type JudgedSubset,
} from '../metrics/first-error-report.ts'
import { drawSubsets } from '../metrics/cluster-draws.ts'
import { resampleFirstError } from '../metrics/first-error-resamples.ts'
import { formatPolicy, parsePolicy, POLICY_FORMS, type Policy, rankingClass } from '../policy.ts'
import {
  type Prediction,
  type Predictions,
  type PredictionKind,
  stepCountOf,
} from '../prediction.ts'
import { labelFreeCut, type ScoreKind } from '../score-kind.ts'
import { countCharacters } from '../span-projection.ts'
import { transformScores } from '../transform.ts'
import { Label, labelToWire, majority, UNPARSED } from '../verdict.ts'
import { countSolutions } from './count-solutions.ts'
import { drawItems } from './draw-items.ts'
import { diagnoseFirstError } from './first-error-diagnostics.ts'
import type { ComparedRun, GoldItem, Kind, ScoredRun, ScoringOptions } from './kind.ts'
import { withInterval } from './with-interval.ts'

/** Of resamples, unless another is asked for. */
const SEED = 0

/** Name the first wrong step of a solution, or none. Zheng et al. 2024. */
export const firstError: Kind<FirstErrorItem, Label> = {
  version: FIRST_ERROR_VERSION,
  item: FirstErrorItem,
  gold: Label,
  predictions: ['scores', 'verdicts'],
  channels: [],
  defaultBoard: 'label_free',
  goldOf: ({ label }) => label,
  bodyOf: ({ id: _id, subset: _subset, label: _label, ...body }) => body,
  join: ({ id, subset, body }, label) => FirstErrorItem.parse({ id, subset, ...body, label }),
  factsOf: ({ generator, finalAnswerCorrect }) => ({ generator, finalAnswerCorrect }),
  summaryOf: ({ id, subset, expected, gold }, facts) => ({
    kind: 'first_error',
    id,
    subset,
    steps: stepCountOf(expected),
    label: gold,
    ...facts,
  }),
  contentOf: ({ id: _id, subset: _subset, ...content }) => ({ kind: 'first_error', ...content }),
  expectedOf: ({ id, steps }) => ({ id, lengths: steps.map(countCharacters) }),
  stepsOf: ({ steps }) => steps,
  hashedGold: ({ label }) => labelToWire(label),
  clusterOf: ({ problem }) => problem,
  stratumOf: ({ label }) => label.kind,
  count: (items) => countSolutions(items, ({ label }) => label.kind === 'at'),
  score: scoreRun,
  drawAhead(id, clusters) {
    drawSubsets([{ id, clusters }], { seed: SEED })
  },
  compare({ subsets }, items, { a, b }, { seed }) {
    const read = ({ policy, predictions }: ComparedRun) => ({
      policy: parsePolicy(policy) ?? UNREADABLE,
      subsets: judgeAll(subsets, items, predictions),
    })
    return compareFirstError(read(a), read(b), { draws: drawItems(subsets, items, seed) })
  },
  judgeItem(item, prediction, { policy, threshold }) {
    const transforms = parsePolicy(policy)?.transforms ?? []
    const judged = judge(item, prediction)
    return verdictOf(item.gold, decideItem(judged, { transforms, threshold }))
  },
  boardOf(policy) {
    const parsed = parsePolicy(policy)
    return parsed && rankingClass(parsed)
  },
  headline: (results) =>
    results.find(({ subset, metric }) => subset === 'average' && metric === 'f1'),
}

function scoreRun(
  { id, subsets, tuningSubset }: BenchmarkDefinition,
  items: readonly GoldItem<Label>[],
  predictions: Predictions,
  { scoreKind, seed = SEED }: ScoringOptions,
): ScoredRun {
  const { kind } = predictions
  const judged = judgeAll(subsets, items, predictions)
  const policyProblem = (text: string) => {
    const policy = parsePolicy(text)
    if (policy) return problemOf(policy, subsets, kind)
    return `Not a policy for ${id}: "${text}". Available: ${POLICY_FORMS}`
  }
  return {
    predictions: kind,
    coverage: coverageOf(judged),
    usualPolicies: (prefix = '') =>
      policiesFor(kind, { scoreKind, tuningSubset }).map(
        (policy) => `${prefix}${formatPolicy(policy)}`,
      ),
    policyProblem,
    report(texts, { intervals } = { intervals: false }) {
      const policies = texts.flatMap((text) => parsePolicy(text) ?? [])
      const results = policies.flatMap((policy) => firstErrorReport(policy, judged))
      if (!intervals) return results
      const resampled = resampleFirstError(policies, judged, drawItems(subsets, items, seed))
      return results.map((result, index) => withInterval(result, resampled[index]))
    },
    verdicts(text) {
      const policy = parsePolicy(text)
      const decided = policy ? decideAll(policy, judged).subsets : []
      const decisions = new Map(decided.map(({ id, decisions }) => [id, decisions]))
      const next = new Map<string, number>()
      return items.map(({ subset, gold }) => {
        const place = next.get(subset) ?? 0
        next.set(subset, place + 1)
        return verdictOf(gold, decisions.get(subset)?.[place] ?? UNDECIDED)
      })
    },
    diagnostics(text, partial = {}) {
      const message = policyProblem(text)
      if (message !== undefined) return { status: 'refused', message }
      const bySubset = Map.groupBy(items, ({ subset }) => subset)
      const run = {
        subsets: judged.map((subset) => ({ ...subset, gold: bySubset.get(subset.id) ?? [] })),
        predictions,
        scoreKind,
      }
      const policy = parsePolicy(text) ?? UNREADABLE
      return { status: 'ok', value: diagnoseFirstError(policy, run, partial) }
    },
    curves(points) {
      if (kind === 'verdicts') {
        return {
          status: 'refused',
          message: 'These predictions are votes, which have no threshold',
        }
      }
      const { subsets: curves, average } = f1Curves(judged)
      const value = {
        kind: 'first_error' as const,
        subsets: curves.map(({ id, curve }) => ({ id, curve: thinF1Curve(curve, points) })),
        average: thinF1Curve(average, points),
      }
      return { status: 'ok', value }
    },
  }
}

/** The items of each subset beside what was said of them. */
function judgeAll(
  subsets: BenchmarkDefinition['subsets'],
  items: readonly GoldItem<Label>[],
  { kind, byItem }: Predictions,
): readonly JudgedSubset[] {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  return subsets.map(({ id }) => ({
    id,
    items: (bySubset.get(id) ?? []).map((item) => judge(item, byItem.get(item.id), kind)),
  }))
}

/** The policies a run is reported under, the one it ranks by in each class. */
function policiesFor(
  predictions: PredictionKind,
  { scoreKind, tuningSubset }: { scoreKind: ScoreKind; tuningSubset?: string | undefined },
): readonly Policy[] {
  if (predictions === 'verdicts') return [{ kind: 'vote' }]
  const cut = labelFreeCut(scoreKind)
  return [
    ...(cut === undefined ? [] : [{ kind: 'fixed', threshold: cut } as const]),
    ...(tuningSubset === undefined ? [] : [{ kind: 'tuned', subset: tuningSubset } as const]),
    { kind: 'oracle' },
  ]
}

function problemOf(
  policy: Policy,
  subsets: BenchmarkDefinition['subsets'],
  predictions: PredictionKind,
): string | undefined {
  if (predictions === 'verdicts' && policy.kind !== 'vote') {
    return 'These predictions are votes, which have no threshold; use vote'
  }
  if (predictions === 'scores' && policy.kind === 'vote') {
    return 'vote needs verdicts; these predictions are scores'
  }
  if (policy.kind === 'tuned' && !subsets.some(({ id }) => id === policy.subset)) {
    return `No subset ${policy.subset} to tune on. Subsets: ${subsets.map(({ id }) => id).join(', ')}`
  }
  return undefined
}

/** A prediction beside its label. Without one there is nothing to decide by, as in its kind. */
function judge(
  { gold, expected }: GoldItem<Label>,
  prediction: Prediction | undefined,
  kind: PredictionKind = prediction?.kind ?? 'scores',
): JudgedItem {
  const steps = stepCountOf(expected)
  if (prediction?.kind === 'verdicts') return { label: gold, steps, votes: prediction.votes }
  if (kind === 'verdicts') return { label: gold, steps, votes: [UNPARSED] }
  return { label: gold, scores: prediction?.scores ?? new Float64Array(steps).fill(Number.NaN) }
}

function decideItem(
  item: JudgedItem,
  {
    transforms,
    threshold,
  }: { transforms: NonNullable<Policy['transforms']>; threshold: number | null },
): Decision {
  if ('votes' in item) {
    const verdict = majority(item.votes)
    return verdict.kind === 'unparsed' ? UNDECIDED : verdict
  }
  return threshold === null
    ? UNDECIDED
    : decide(transformScores(item.scores, transforms), threshold)
}

function verdictOf(label: Label, decision: Decision): FirstErrorVerdict {
  return { kind: 'first_error', decision, outcome: outcome(label, decision) }
}

/** Stands for a policy that `policyProblem` would have refused. */
const UNREADABLE: Policy = { kind: 'vote' }

/** Of every item when the policy has no cut here. */
const UNDECIDED = { kind: 'undecided', step: 0 } as const
