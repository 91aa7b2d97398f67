import { and, asc, eq, gt } from 'drizzle-orm'
import type { Benchmark, BenchmarkDefinition, RevisionCounts } from '#schema/benchmark.ts'
import type { FirstErrorItem } from '#schema/item.ts'
import { addCounts, canonicalOrder, countItems, type Revision } from '#schema/revision.ts'
import { sha256 } from '#schema/sha256.ts'
import {
  benchmarkRevisions,
  benchmarks,
  boards,
  items,
  labels,
  MAX_BLOB_BYTES,
} from '#schema/tables.ts'
import { labelToWire } from '#schema/verdict.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'
import { insertRows } from './insert-rows.ts'

function selectBenchmarks(db: Db) {
  return db
    .select({
      definition: benchmarks.definition,
      revision: benchmarks.revision,
      itemSet: benchmarkRevisions.itemSet,
      labelSet: benchmarkRevisions.labelSet,
      publishedAt: benchmarkRevisions.publishedAt,
      counts: benchmarkRevisions.counts,
      runs: boards.runs,
    })
    .from(benchmarks)
    .innerJoin(
      benchmarkRevisions,
      and(
        eq(benchmarkRevisions.benchmark, benchmarks.id),
        eq(benchmarkRevisions.id, benchmarks.revision),
      ),
    )
    .leftJoin(
      boards,
      and(eq(boards.benchmark, benchmarks.id), eq(boards.rankingClass, 'label_free')),
    )
}

export type PublishedBenchmark = Awaited<ReturnType<typeof selectBenchmarks>>[number]

/** A published benchmark; undefined when there is none of this id. */
export async function findBenchmark(db: Db, id: string): Promise<PublishedBenchmark | undefined> {
  const [row] = await selectBenchmarks(db).where(eq(benchmarks.id, id))
  return row
}

/** Benchmarks by id, those after `after`. */
export function listBenchmarks(
  db: Db,
  { limit, after }: { limit: number; after?: string | undefined },
) {
  return selectBenchmarks(db)
    .where(after === undefined ? undefined : gt(benchmarks.id, after))
    .orderBy(asc(benchmarks.id))
    .limit(limit)
}

/** A benchmark as the API tells of it. */
export function toBenchmark(row: PublishedBenchmark): Benchmark {
  const { definition, revision, labelSet, publishedAt, counts, runs } = row
  return {
    ...definition,
    revision,
    labelSet,
    publishedAt,
    counts: Object.values(counts).reduce(addCounts, NO_ITEMS),
    subsetCounts: counts,
    runs: runs ?? 0,
  }
}
const NO_ITEMS: RevisionCounts = { items: 0, steps: 0, error: 0, correct: 0, problems: 0 }

/** Stores a benchmark revision, and its items unless another revision has the same, in one batch. */
export async function publishBenchmark(
  db: Db,
  publication: {
    readonly definition: BenchmarkDefinition
    readonly labelSet: string
    readonly revision: Revision
    readonly submitter: string | null
    readonly at: string
  },
): Promise<void> {
  const { definition, labelSet, revision, submitter, at } = publication
  const bySubset = Map.groupBy(revision.items, ({ subset }) => subset)
  const subsets = definition.subsets.map(
    ({ id }) => [id, canonicalOrder(bySubset.get(id) ?? [])] as const,
  )
  const [known] = await db
    .select({ id: items.id })
    .from(items)
    .where(eq(items.itemSet, revision.itemSet))
    .limit(1)
  const rows = known
    ? []
    : await Promise.all(subsets.map(([, ordered]) => placeItems(revision.itemSet, ordered)))
  const counts = Object.fromEntries(subsets.map(([id, ordered]) => [id, countItems(ordered)]))
  const current = { definition, revision: revision.id }
  await db.batch([
    db
      .insert(benchmarks)
      .values({ id: definition.id, ...current })
      .onConflictDoUpdate({ target: benchmarks.id, set: current }),
    db
      .insert(benchmarkRevisions)
      .values({
        benchmark: definition.id,
        id: revision.id,
        itemSet: revision.itemSet,
        labelSet,
        counts,
        publishedAt: at,
      })
      .onConflictDoNothing(),
    ...subsets.map(([subset, ordered]) =>
      db
        .insert(labels)
        .values({
          revision: revision.id,
          subset,
          labels: Int32Array.from(ordered, ({ label }) => labelToWire(label)),
        })
        .onConflictDoNothing(),
    ),
    ...insertRows(db, items, rows.flat()),
    logEvent(db, {
      at,
      type: 'benchmark_published',
      submitter,
      benchmark: definition.id,
      run: null,
      detail: { revision: revision.id, labelSet },
    }),
  ])
}

/** Rows of one subset, with the place of each item's steps in a score vector. */
async function placeItems(
  itemSet: string,
  ordered: readonly FirstErrorItem[],
): Promise<(typeof items.$inferInsert)[]> {
  const room = MAX_BLOB_BYTES / Float64Array.BYTES_PER_ELEMENT
  const keys = await Promise.all(ordered.map(({ problem }) => sha256(problem)))
  let part = 0
  let start = 0
  return ordered.map((item, position) => {
    const stepCount = item.steps.length
    if (start + stepCount > room) {
      part += 1
      start = 0
    }
    const row = {
      itemSet,
      subset: item.subset,
      position,
      id: item.id,
      problem: item.problem,
      problemKey: (keys[position] ?? '').slice(0, 16),
      steps: item.steps,
      generator: item.generator ?? null,
      finalAnswerCorrect: item.finalAnswerCorrect ?? null,
      stepCount,
      part,
      start,
    }
    start += stepCount
    return row
  })
}
