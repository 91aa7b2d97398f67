import type { PreferenceMetric } from '../metric.ts'
import {
  type ComparedScores,
  expectedReciprocalRank,
  isPreferred,
  type PreferenceRank,
  rankChosen,
  reciprocalRank,
} from './preference-rank.ts'

/** Scores beside the task that an item is part of, if any. */
export interface JudgedPreference {
  readonly scores: ComparedScores
  readonly task?: string | undefined
}

/** A metric as a sum of `gained` over a sum of `of`, item by item in the order given. */
export interface PreferenceRatio {
  readonly metric: PreferenceMetric
  readonly gained: Float64Array
  readonly of: Float64Array
  /** Of what is gained, with ties broken at random; left out where that is not told. */
  readonly atRandom?: Float64Array
  /** Whether an item, or a pair, is tied where that decides; in the units of `of`. */
  readonly tied?: Float64Array
  /** What there is none of when `of` adds up to 0. */
  readonly unit: string
}

/**
 * Mean reciprocal rank, strict accuracy and pairwise accuracy; task accuracy where items tell their
 * task: the share of tasks all of whose items are strictly right (`Traj_Accuracy` of WebRewardBench,
 * Chae et al. 2025). Its units stand at the first item of each task.
 */
export function preferenceRatios(items: readonly JudgedPreference[]): readonly PreferenceRatio[] {
  const ranks = items.map(({ scores }) => rankChosen(scores))
  const each = (valueOf: (rank: PreferenceRank) => number) => Float64Array.from(ranks, valueOf)
  const one = each(() => 1)
  const ties = each(({ above, tied }) => (above === 0 && tied > 0 ? 1 : 0))
  const ratios: PreferenceRatio[] = [
    {
      metric: 'mrr',
      gained: each(reciprocalRank),
      of: one,
      atRandom: each(expectedReciprocalRank),
      tied: each(({ tied }) => (tied > 0 ? 1 : 0)),
      unit: 'item',
    },
    {
      metric: 'strict_accuracy',
      gained: each((rank) => (isPreferred(rank) ? 1 : 0)),
      of: one,
      atRandom: each(({ rejected, above, tied }) =>
        rejected > 0 && above === 0 ? 1 / (1 + tied) : 0,
      ),
      tied: ties,
      unit: 'item',
    },
    {
      metric: 'pairwise_accuracy',
      gained: each(({ rejected, above, tied }) => rejected - above - tied),
      of: each(({ rejected }) => rejected),
      atRandom: each(({ rejected, above, tied }) => rejected - above - tied / 2),
      tied: each(({ tied }) => tied),
      unit: 'pair',
    },
  ]
  const tasks = Map.groupBy(items.keys(), (index) => items[index]?.task)
  tasks.delete(undefined)
  if (tasks.size === 0) return ratios
  const gained = new Float64Array(items.length)
  const of = new Float64Array(items.length)
  for (const [first, ...rest] of tasks.values()) {
    if (first === undefined) continue
    of[first] = 1
    gained[first] = [first, ...rest].every((index) => isRight(ranks[index])) ? 1 : 0
  }
  return [...ratios, { metric: 'task_accuracy', gained, of, unit: 'task' }]
}

function isRight(rank: PreferenceRank | undefined): boolean {
  return rank !== undefined && isPreferred(rank)
}
