import { z } from 'zod'
import type { Aggregation } from '../aggregation.ts'
import { MetricValue } from '../metric.ts'
import { samplesNeeded } from './adaptive-samples.ts'
import { expectBestOf } from './best-of.ts'
import { topRankShares } from './binomial-ratio.ts'
import { candidateScores, type JudgedProblem } from './judged-problem.ts'
import { type Ranking, rank } from './ranking.ts'

/** How sure a problem's samples shall be to hold a success, and how many of them it may take. */
export const SampleBudget = z.object({ target: z.number(), cap: z.int() })
export type SampleBudget = z.infer<typeof SampleBudget>

/** What one budget gives on a pool. */
export const AdaptivePoint = z
  .object({
    ...SampleBudget.shape,
    accuracy: MetricValue.meta({ description: 'Expected share of problems answered right.' }),
    samples: z.object({ drawn: z.int(), of: z.int() }).meta({
      description: 'Candidates drawn, over all problems; with `of`, those there are.',
    }),
    capped: z.int().meta({
      description: 'Problems that asked for more than the cap or their candidates allow.',
    }),
  })
  .meta({ id: 'AdaptivePoint' })
export type AdaptivePoint = z.infer<typeof AdaptivePoint>

/**
 * The accuracy and cost of best_of when every problem takes only as many candidates as its chance of
 * success asks for (samplesNeeded): the exact expectation over all subsets of that size, not the first
 * in pool order. A problem whose chance is NaN takes what the cap allows.
 */
export function adaptiveBestOfN(
  problems: readonly JudgedProblem[],
  {
    chances,
    aggregation,
    budgets,
  }: {
    /** For each problem the chance that one sample succeeds, as a model saw it beforehand. */
    readonly chances: Float64Array
    readonly aggregation: Aggregation
    readonly budgets: readonly SampleBudget[]
  },
): AdaptivePoint[] {
  const ranked = problems.map((problem, index) => ({
    ranking: rank(candidateScores(problem, aggregation)),
    correct: problem.correct,
    total: problem.answers.length,
    chance: chances[index] ?? Number.NaN,
  }))
  const expected = expectations()
  return budgets.map((budget) => {
    const used = ranked.map((problem) => ({ problem, ...samplesOf(problem, budget) }))
    const n = problems.length
    const right = used.reduce((sum, { problem, samples }) => sum + expected(problem, samples), 0)
    return {
      ...budget,
      accuracy:
        n === 0
          ? { status: 'undefined', reason: 'no problem in the pool', n }
          : { status: 'ok', value: right / n, n },
      samples: {
        drawn: used.reduce((sum, { samples }) => sum + samples, 0),
        of: ranked.reduce((sum, { total }) => sum + total, 0),
      },
      capped: used.filter(({ isCapped }) => isCapped).length,
    }
  })
}

/** A problem's chance as its first step suggests: the mean first-step score of its first candidates. */
export function firstStepChance({ steps }: Pick<JudgedProblem, 'steps'>, candidates = 1): number {
  const first = steps.slice(0, candidates).map((scores) => scores[0] ?? Number.NaN)
  return first.reduce((sum, score) => sum + score, 0) / first.length
}

interface RankedProblem {
  readonly ranking: Ranking
  readonly correct: readonly boolean[]
  readonly total: number
  readonly chance: number
}

function samplesOf({ chance, total }: RankedProblem, { target, cap }: SampleBudget) {
  const most = Math.min(cap, total)
  const needed = samplesNeeded(chance, target)
  const wanted = needed.status === 'ok' ? needed.samples : Number.POSITIVE_INFINITY
  return { samples: Math.min(wanted, most), isCapped: wanted > most }
}

/** The expected correctness of a problem at a number of samples; each computed once. */
function expectations(): (problem: RankedProblem, samples: number) => number {
  const known = new Map<RankedProblem, Map<number, number>>()
  return (problem, samples) => {
    const bySize = known.get(problem) ?? new Map<number, number>()
    known.set(problem, bySize)
    const value = bySize.get(samples) ?? expectAccuracy(problem, samples)
    bySize.set(samples, value)
    return value
  }
}

function expectAccuracy({ ranking, correct, total }: RankedProblem, samples: number): number {
  if (samples === 0) return 0
  return expectBestOf(ranking, { correct, shares: topRankShares(total, samples) }).accuracy
}
