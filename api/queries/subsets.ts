import { eq } from 'drizzle-orm'
import type { BenchmarkKind, RevisionCounts } from '#schema/benchmark.ts'
import type { Issue } from '#schema/error.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import { stepCountOf } from '#schema/prediction.ts'
import type { SubsetHashes } from '#schema/revision.ts'
import { sha256 } from '#schema/sha256.ts'
import { items, labels, storedSubsets } from '#schema/tables.ts'
import { MAX_BLOB_BYTES } from '#schema/vector-column.ts'
import type { Db } from '../router.ts'
import { insertRows } from './insert-rows.ts'

/** Room for an item's body in a row beside its other columns. */
const MAX_BODY_BYTES = MAX_BLOB_BYTES - 50_000

/** Items too large for a database row. */
export function* oversizedItems(
  kind: BenchmarkKind,
  items: readonly BenchmarkItem[],
): Generator<Issue> {
  const { bodyOf } = kindOf(kind)
  const encoder = new TextEncoder()
  for (const item of items) {
    const bytes = encoder.encode(JSON.stringify(bodyOf(item))).length
    if (bytes <= MAX_BODY_BYTES) continue
    const message = `Its texts take ${bytes} bytes; ${MAX_BODY_BYTES} fit`
    yield { item: item.id, field: 'steps', message }
  }
}

/** Stores the items and labels of a subset, in canonical order, unless they are there; in one batch. */
export async function storeSubset(
  db: Db,
  kind: BenchmarkKind,
  {
    ordered,
    hashes,
    counts,
  }: {
    readonly ordered: readonly BenchmarkItem[]
    readonly hashes: Omit<SubsetHashes, 'id'>
    readonly counts: RevisionCounts
  },
): Promise<void> {
  const [[knownItems], [knownLabels]] = await Promise.all([
    db.select({ id: items.id }).from(items).where(eq(items.set, hashes.items)).limit(1),
    db.select({ set: labels.set }).from(labels).where(eq(labels.set, hashes.labels)).limit(1),
  ])
  const rows = knownItems ? [] : await placeItems(kind, hashes.items, ordered)
  const golds = knownLabels ? [] : labelParts(kind, hashes.labels, ordered)
  await db.batch([
    db
      .insert(storedSubsets)
      .values({ kind, ...hashes, counts })
      .onConflictDoNothing(),
    ...insertRows(db, items, rows),
    ...insertRows(db, labels, golds),
  ])
}

/** Rows of one subset, with the place of each item's scores in a vector. */
async function placeItems(
  kind: BenchmarkKind,
  set: string,
  ordered: readonly BenchmarkItem[],
): Promise<(typeof items.$inferInsert)[]> {
  const { bodyOf, clusterOf, expectedOf, factsOf } = kindOf(kind)
  const room = MAX_BLOB_BYTES / Float64Array.BYTES_PER_ELEMENT
  const clusters = await Promise.all(ordered.map((item) => sha256(clusterOf(item))))
  let part = 0
  let start = 0
  return ordered.map((item, position) => {
    const expected = expectedOf(item)
    const stepCount = stepCountOf(expected)
    if (start + stepCount > room) {
      part += 1
      start = 0
    }
    const row = {
      set,
      position,
      id: item.id,
      cluster: (clusters[position] ?? '').slice(0, 16),
      body: bodyOf(item),
      expected,
      facts: factsOf(item),
      stepCount,
      part,
      start,
    }
    start += stepCount
    return row
  })
}

/** Labels in as many rows as they need. */
function labelParts(
  kind: BenchmarkKind,
  set: string,
  ordered: readonly BenchmarkItem[],
): (typeof labels.$inferInsert)[] {
  const { goldOf } = kindOf(kind)
  const parts: { set: string; first: number; gold: unknown[] }[] = []
  let room = 0
  for (const [position, item] of ordered.entries()) {
    const gold = goldOf(item)
    // At most three bytes a UTF-16 code unit.
    const bytes = 3 * JSON.stringify(gold).length + 1
    if (bytes > room) {
      parts.push({ set, first: position, gold: [] })
      room = MAX_BODY_BYTES
    }
    parts.at(-1)?.gold.push(gold)
    room -= bytes
  }
  return parts
}
