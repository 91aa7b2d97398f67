import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { LabelRevision } from '#schema/label-revision.ts'
import type { SubsetHashes } from '#schema/revision.ts'
import type { Db } from '../router.ts'
import { goldItems } from './items.ts'

/** Items whose labels differ between two revisions of the same items, in canonical order. */
export async function labelChanges(
  db: Db,
  definition: BenchmarkDefinition,
  { before, after }: Record<'before' | 'after', readonly SubsetHashes[]>,
): Promise<LabelRevision['changes']> {
  const labels = new Map(before.map((subset) => [subset.id, subset.labels]))
  const revised = after.filter((subset) => labels.get(subset.id) !== subset.labels)
  const ids = new Set(revised.map(({ id }) => id))
  const [old, current] = await Promise.all([
    goldItems(db, { definition, subsets: before.filter(({ id }) => ids.has(id)) }),
    goldItems(db, { definition, subsets: revised }),
  ])
  const was = new Map(old.map((item) => [item.id, item]))
  const { summaryOf } = kindOf(definition.kind)
  return current.flatMap((item) => {
    const other = was.get(item.id)
    if (!other || JSON.stringify(other.gold) === JSON.stringify(item.gold)) return []
    return [{ before: summaryOf(other, other.facts), after: summaryOf(item, item.facts) }]
  })
}
