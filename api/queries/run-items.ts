import { decideAll } from '#schema/metrics/first-error-report.ts'
import type { Policy } from '#schema/policy.ts'
import type { RunItem } from '#schema/run-item.ts'
import { NONE } from '#schema/verdict.ts'
import type { Db } from '../router.ts'
import type { PublishedBenchmark } from './benchmarks.ts'
import { placesOf } from './items.ts'
import { labelsOf } from './labels.ts'
import { judgedSubsets } from './predictions.ts'

/** Every item of a benchmark as a run judged it under one policy, in canonical order. */
export async function judgedItems(
  db: Db,
  { id, revision }: { id: string; revision: string },
  { benchmark, policy }: { benchmark: PublishedBenchmark; policy: Policy },
): Promise<readonly RunItem[]> {
  const { subsets } = benchmark.definition
  const [places, labels] = await Promise.all([
    placesOf(db, benchmark.itemSet),
    labelsOf(db, revision),
  ])
  const judged = await judgedSubsets(db, id, { subsets, places, labels })
  const bySubset = Map.groupBy(places, ({ subset }) => subset)
  return decideAll(policy, judged).subsets.flatMap(({ id: subset, decisions, outcomes }) =>
    (bySubset.get(subset) ?? []).map((place) => ({
      id: place.id,
      subset,
      steps: place.stepCount,
      label: labels.get(subset)?.[place.position] ?? NONE,
      generator: place.generator,
      finalAnswerCorrect: place.finalAnswerCorrect,
      decision: decisions[place.position] ?? UNDECIDED,
      outcome: outcomes[place.position] ?? 'undecided',
    })),
  )
}

/** Of every item when the policy has no cut here. */
const UNDECIDED = { kind: 'undecided', step: 0 } as const
