import type { ScoredRun } from '#schema/kinds/kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { INTERVAL_CHANNELS } from '#schema/metrics/interval-coverage.ts'
import type { Run } from '#schema/run.ts'
import type { RunItem } from '#schema/run-item.ts'
import type { Db } from '../router.ts'
import type { PublishedBenchmark } from './benchmarks.ts'
import { goldItems } from './items.ts'
import { storedPredictions } from './predictions.ts'

/** A listed run beside the labels; with everything it holds, where the main scores are not enough. */
export async function judgedRun(
  db: Db,
  { id, manifest }: Pick<Run, 'id' | 'manifest'>,
  { benchmark, complete = false }: { benchmark: PublishedBenchmark; complete?: boolean },
) {
  const { definition } = benchmark
  const kind = kindOf(definition.kind)
  const items = await goldItems(db, benchmark)
  const channels = complete ? [...kind.channels, ...INTERVAL_CHANNELS] : kind.channels
  const stored = await storedPredictions(db, id, { places: items, channels, withDraws: complete })
  if (stored === 'mixed') throw new Error(`Run ${id} holds scores and verdicts`)
  const { scoreKind } = manifest
  const scored: ScoredRun = kind.score(definition, items, stored, { scoreKind })
  return { items, scored }
}

/** Every item of a benchmark as a run judged it under one policy, in canonical order. */
export async function judgedItems(
  db: Db,
  run: Pick<Run, 'id' | 'manifest'>,
  { benchmark, policy }: { benchmark: PublishedBenchmark; policy: string },
): Promise<readonly RunItem[]> {
  const kind = kindOf(benchmark.definition.kind)
  const { items, scored } = await judgedRun(db, run, { benchmark })
  return scored.verdicts(policy).flatMap((verdict, index) => {
    const item = items[index]
    return item ? [{ item: kind.summaryOf(item, item.facts), verdict }] : []
  })
}
