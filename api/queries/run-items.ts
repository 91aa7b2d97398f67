import { kindOf } from '#schema/kinds/kinds.ts'
import type { Run } from '#schema/run.ts'
import type { RunItem } from '#schema/run-item.ts'
import type { Db } from '../router.ts'
import type { PublishedBenchmark } from './benchmarks.ts'
import { goldItems } from './items.ts'
import { storedPredictions } from './predictions.ts'

/** Every item of a benchmark as a run judged it under one policy, in canonical order. */
export async function judgedItems(
  db: Db,
  { id, manifest }: Pick<Run, 'id' | 'manifest'>,
  { benchmark, policy }: { benchmark: PublishedBenchmark; policy: string },
): Promise<readonly RunItem[]> {
  const { definition } = benchmark
  const kind = kindOf(definition.kind)
  const items = await goldItems(db, benchmark)
  const stored = await storedPredictions(db, id, { places: items, channels: kind.channels })
  if (stored === 'mixed') throw new Error(`Run ${id} holds scores and verdicts`)
  const scored = kind.score(definition, items, stored, { scoreKind: manifest.scoreKind })
  return scored.verdicts(policy).flatMap((verdict, index) => {
    const item = items[index]
    return item ? [{ item: kind.summaryOf(item, item.facts), verdict }] : []
  })
}
