import { AGGREGATIONS } from '#schema/aggregation.ts'
import type { GoldItem } from '#schema/kinds/kind.ts'
import { bestOfN } from '#schema/metrics/best-of-n.ts'
import { drawProblems, resampleBestOfN } from '#schema/metrics/best-of-n-resamples.ts'
import type { ClusterDraws } from '#schema/metrics/cluster-draws.ts'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { formatSelectionPolicy, type SelectionPolicy } from '#schema/metrics/selection-policy.ts'
import type { Predictions } from '#schema/prediction.ts'
import { ends, type Numbers, numberOrNull } from './numbers.ts'

export type Grades = readonly { readonly answer: string | null; readonly correct: boolean }[]

const POLICIES: readonly SelectionPolicy[] = [
  { kind: 'pass' },
  { kind: 'majority' },
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'best_of', aggregation }) as const),
  ...AGGREGATIONS.map((aggregation) => ({ kind: 'vote', aggregation }) as const),
]

/** Accuracy of every usual policy at every number of candidates, with ties and intervals. */
export function poolNumbers(
  items: readonly GoldItem<Grades>[],
  { byItem }: Predictions,
  { resamples }: { readonly resamples: number },
): { readonly numbers: Numbers; readonly draws: ClusterDraws } {
  const problems = items.map(({ id, gold, expected }): JudgedProblem => {
    const prediction = byItem.get(id)
    const scores = prediction?.kind === 'scores' ? prediction.scores : new Float64Array(0)
    let start = 0
    return {
      answers: gold.map(({ answer }) => answer),
      correct: gold.map(({ correct }) => correct),
      steps: ('candidates' in expected ? expected.candidates : []).map((length) => {
        start += length
        return scores.subarray(start - length, start)
      }),
    }
  })
  const draws = drawProblems(
    items.map(({ cluster }) => cluster),
    { seed: 0, resamples },
  )
  const results = bestOfN(problems, POLICIES, { seed: 0 })
  const resampled = resampleBestOfN(results, draws)
  const values: Record<string, number | null> = {}
  const intervals: Record<string, [number, number] | null> = {}
  for (const [index, result] of results.entries()) {
    const name = `${formatSelectionPolicy(result.policy)}@${result.candidates}`
    values[name] = numberOrNull(result.value)
    values[`${name}/ties`] = result.tieShare ?? null
    values[`${name}/random_ties`] = result.randomTies ?? null
    values[`${name}/standard_error`] = result.standardError ?? null
    const own = resampled[index]
    if (own) intervals[name] = ends(own)
  }
  return { numbers: { values, intervals }, draws }
}
