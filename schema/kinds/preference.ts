import { z } from 'zod'
import type { BenchmarkDefinition, RevisionCounts } from '../benchmark.ts'
import type { PreferenceOutcome, PreferenceVerdict } from '../item-verdict.ts'
import { comparePreferences } from '../metrics/compare-preference.ts'
import { poolCoverage } from '../metrics/pool-coverage.ts'
import { type ComparedScores, type PreferenceRank, rankChosen } from '../metrics/preference-rank.ts'
import { type JudgedPreference, preferenceRatios } from '../metrics/preference-ratios.ts'
import { AVERAGE, PREFERENCE_VERSION, preferenceReport } from '../metrics/preference-report.ts'
import { resamplePreferences } from '../metrics/preference-resamples.ts'
import { RANK } from '../policy-text.ts'
import { type Prediction, type Predictions, stepCountOf } from '../prediction.ts'
import { PreferenceItem } from '../preference-item.ts'
import { drawItems } from './draw-items.ts'
import type { GoldItem, Kind, ScoredRun } from './kind.ts'
import { diagnosePreferences } from './preference-diagnostics.ts'
import { withInterval } from './with-interval.ts'

/** The place of the preferred one among those compared, as items are stored. */
const Gold = z.literal(0)
type Gold = z.infer<typeof Gold>

/** Score the preferred one of several above all others. Chae et al. 2025 (WebRewardBench). */
export const preference: Kind<PreferenceItem, Gold> = {
  version: PREFERENCE_VERSION,
  item: PreferenceItem,
  gold: Gold,
  predictions: ['scores'],
  channels: [],
  defaultBoard: 'label_free',
  goldOf: () => 0,
  bodyOf: ({ id: _id, subset: _subset, ...body }) => body,
  join: ({ id, subset, body }) => PreferenceItem.parse({ id, subset, ...body }),
  factsOf: ({ task }) => ({ ...(task !== undefined && { task }) }),
  summaryOf: ({ id, subset, expected }, { task }) => ({
    kind: 'preference',
    id,
    subset,
    rejected: stepCountOf(expected) - 1,
    ...(task !== undefined && { task }),
  }),
  contentOf: ({ id: _id, subset: _subset, ...content }) => ({ kind: 'preference', ...content }),
  expectedOf: ({ id, ...item }) => ({ id, compared: comparedOf(item).map(({ length }) => length) }),
  stepsOf: comparedOf,
  hashedGold: () => 0,
  clusterOf: ({ task, problem }) => task ?? problem,
  stratumOf: ({ rejected }) => String(rejected.length),
  count: countPreferences,
  score: scoreRun,
  compare({ subsets }, items, { a, b }, { seed }) {
    const draws = drawItems(subsets, items, seed)
    return comparePreferences(
      judgeAll(subsets, items, a.predictions).map(({ id, judged }, index) => {
        const other = judgeAll(subsets, items, b.predictions)[index]?.judged ?? []
        const own = draws.get(id)
        if (!own) throw new Error(`${id} was not drawn`)
        return { id, a: preferenceRatios(judged), b: preferenceRatios(other), draws: own }
      }),
    )
  },
  judgeItem: (item, prediction) => verdictOf(rankChosen(scoresOf(item, prediction))),
  boardOf: (policy) => (policy === RANK ? 'label_free' : undefined),
  headline: (results) =>
    results.findLast(({ subset, metric }) => subset === AVERAGE && metric === 'mrr') ??
    results.findLast(({ metric }) => metric === 'mrr'),
}

function comparedOf({ chosen, rejected }: Pick<PreferenceItem, 'chosen' | 'rejected'>) {
  return [chosen, ...rejected]
}

function scoreRun(
  { id: benchmark, subsets }: BenchmarkDefinition,
  items: readonly GoldItem<Gold>[],
  predictions: Predictions,
  { seed = 0 }: { readonly seed?: number | undefined },
): ScoredRun {
  const { kind, byItem } = predictions
  const scores = items.map((item) => scoresOf(item, byItem.get(item.id)))
  const parts = judgeAll(subsets, items, predictions).map(({ id, judged }) => ({
    id,
    ratios: preferenceRatios(judged),
  }))
  const verdicts = () => scores.map((own) => verdictOf(rankChosen(own)))
  const policyProblem = (text: string) => {
    if (kind === 'verdicts') return `${benchmark} takes scores, not verdicts`
    if (text === RANK) return undefined
    return `Not a policy for ${benchmark}: "${text}". Available: ${RANK}, by the scores as they are`
  }
  return {
    predictions: kind,
    coverage: poolCoverage(
      items.map(({ expected }, index) => ({
        expected,
        steps: [scores[index] ?? new Float64Array(0)],
      })),
    ),
    usualPolicies: (prefix = '') => [`${prefix}${RANK}`],
    policyProblem,
    report(policies, { intervals } = { intervals: false }) {
      if (!policies.includes(RANK)) return []
      const results = preferenceReport(parts, RANK)
      if (!intervals) return results
      const draws = drawItems(subsets, items, seed)
      const resampled = resamplePreferences(
        parts.flatMap((part) => {
          const own = draws.get(part.id)
          return own ? [{ ...part, draws: own }] : []
        }),
      )
      return results.map((result, index) => withInterval(result, resampled[index]))
    },
    verdicts,
    diagnostics(text) {
      const message = policyProblem(text)
      if (message !== undefined) return { status: 'refused', message }
      const judged = verdicts()
      const diagnosed = items.flatMap(({ subset }, index) => {
        const [own, verdict] = [scores[index], judged[index]]
        return own && verdict ? [{ subset, scores: own, verdict }] : []
      })
      const ids = subsets.map(({ id }) => id)
      return {
        status: 'ok',
        value: diagnosePreferences(diagnosed, { policy: RANK, subsets: ids }),
      }
    },
    curves: () => ({
      status: 'refused',
      message: 'A preference has no threshold to draw a curve over; see its metrics',
    }),
  }
}

/** The items of each subset beside what was said of them. */
function judgeAll(
  subsets: BenchmarkDefinition['subsets'],
  items: readonly GoldItem<Gold>[],
  { byItem }: Predictions,
): readonly { readonly id: string; readonly judged: readonly JudgedPreference[] }[] {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  return subsets.map(({ id }) => ({
    id,
    judged: (bySubset.get(id) ?? []).map((item) => ({
      scores: scoresOf(item, byItem.get(item.id)),
      task: item.facts.task,
    })),
  }))
}

/** The chosen one's score and those of the rejected ones; NaN for all of an item without a prediction. */
function scoresOf(
  { expected }: Pick<GoldItem<Gold>, 'expected'>,
  prediction: Prediction | undefined,
): ComparedScores {
  if (prediction?.kind === 'scores') return prediction.scores
  return new Float64Array(stepCountOf(expected)).fill(Number.NaN)
}

function verdictOf(rank: PreferenceRank): PreferenceVerdict {
  const { above, tied, rejected } = rank
  const beaten = rejected - above - tied
  return { kind: 'preference', outcome: outcomeOf(rank), above, tied, beaten }
}

function outcomeOf({ rejected, above, tied, isScored }: PreferenceRank): PreferenceOutcome {
  if (rejected === 0) return 'none_rejected'
  if (!isScored) return 'chosen_unscored'
  if (above > 0) return 'outranked'
  return tied > 0 ? 'tied_first' : 'chosen_first'
}

function countPreferences(items: readonly PreferenceItem[]): RevisionCounts {
  const compared = items.flatMap(comparedOf)
  return {
    items: items.length,
    steps: compared.reduce((sum, steps) => sum + steps.length, 0),
    error: compared.length - items.length,
    correct: items.length,
    problems: new Set(items.map(({ problem }) => problem)).size,
  }
}
