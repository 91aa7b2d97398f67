import { type Aggregation, AGGREGATIONS } from '../aggregation.ts'
import type { PoolDiagnostics } from '../diagnostics.ts'
import { adaptiveBestOfN, firstStepChance } from '../metrics/adaptive-best-of-n.ts'
import { aggregationDisagreement } from '../metrics/aggregation-disagreement.ts'
import { answerSpellings } from '../metrics/answer-spellings.ts'
import { earlyRejection } from '../metrics/early-rejection.ts'
import type { JudgedProblem } from '../metrics/judged-problem.ts'
import { lastStepMinimum } from '../metrics/last-step-minimum.ts'
import { partialAgreement } from '../metrics/partial-agreement.ts'
import type { PartialCut } from '../metrics/partial-score.ts'
import { subsetSizes } from '../metrics/subsets.ts'

/** How sure a problem's samples shall be to hold a success. */
const TARGETS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]

/** When candidates are looked at. */
const CUTS: readonly PartialCut[] = [
  { kind: 'steps', steps: 1 },
  { kind: 'fraction', fraction: 0.25 },
  { kind: 'fraction', fraction: 0.5 },
  { kind: 'fraction', fraction: 0.75 },
]

/** What lies behind best_of on one subset of a pool; `ids` name its problems in their order. */
export function diagnosePool(
  problems: readonly JudgedProblem[],
  {
    ids,
    aggregation,
    isProbability,
  }: {
    readonly ids: readonly string[]
    readonly aggregation: Aggregation
    readonly isProbability: boolean
  },
): PoolDiagnostics {
  const aggregations = AGGREGATIONS.filter((name) => name !== 'prod' || isProbability)
  const disagreement = aggregationDisagreement(problems, aggregations)
  const spellings = answerSpellings(problems)
  const counts = problems.map(({ answers }) => answers.length)
  const fewest = Math.min(...counts, Infinity)
  const idOf = (problem: number) => ids[problem] ?? String(problem)
  return {
    disagreement: {
      ...disagreement,
      aggregations,
      problems: disagreement.problems.map(({ problem, picks }) => ({ item: idOf(problem), picks })),
    },
    lastStepMinimum: lastStepMinimum(problems),
    answerSpellings: {
      ...spellings,
      problems: spellings.problems.map(({ problem, ...rest }) => ({
        item: idOf(problem),
        ...rest,
      })),
    },
    adaptiveSampling: isProbability
      ? {
          status: 'ok',
          chance: 'first_step_score',
          points: adaptiveBestOfN(problems, {
            chances: Float64Array.from(problems, (problem) => firstStepChance(problem)),
            aggregation,
            budgets: TARGETS.map((target) => ({ target, cap: Math.max(0, ...counts) })),
          }),
        }
      : { status: 'undefined', reason: 'the scores are no probabilities' },
    earlyRejection: earlyRejection(problems, {
      aggregation,
      cuts: CUTS,
      keeps: Number.isFinite(fewest) ? subsetSizes(fewest).slice(0, -1) : [],
    }),
    agreement: CUTS.map((cut) => ({ cut, ...partialAgreement(problems, { cut, aggregation }) })),
  }
}
