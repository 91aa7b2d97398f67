import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Benchmark, BenchmarkDefinition, RevisionCounts } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { addCounts, type SubsetHashes } from '#schema/revision.ts'
import { benchmarkRevisions, benchmarks, boards, items, storedSubsets } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'
import { pendingRuns } from './runs.ts'

/** Benchmarks, each with the revision asked for, or else the one its runs are scored on. */
function selectBenchmarks(db: Db, revision?: string) {
  return db
    .select({
      definition: benchmarks.definition,
      revision: benchmarkRevisions.id,
      board: benchmarks.board,
      subsets: benchmarkRevisions.subsets,
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
        eq(benchmarkRevisions.id, revision ?? benchmarks.revision),
      ),
    )
    .leftJoin(
      boards,
      and(
        eq(boards.benchmark, benchmarks.id),
        eq(boards.revision, benchmarkRevisions.id),
        eq(boards.board, benchmarks.board),
      ),
    )
}

export type PublishedBenchmark = Awaited<ReturnType<typeof selectBenchmarks>>[number]

/** A published benchmark at a revision, by default the current one; undefined when there is none. */
export async function findBenchmark(
  db: Db,
  id: string,
  revision?: string,
): Promise<PublishedBenchmark | undefined> {
  const [row] = await selectBenchmarks(db, revision).where(eq(benchmarks.id, id))
  return row
}

/**
 * The revision a run was made on, where a benchmark holds the same items today and at most their labels
 * were revised since; undefined otherwise.
 */
export async function revisionOfSameItems(
  db: Db,
  benchmark: PublishedBenchmark,
  revision: string,
): Promise<PublishedBenchmark | undefined> {
  if (revision === benchmark.revision) return benchmark
  const other = await findBenchmark(db, benchmark.definition.id, revision)
  return other && changedSubsets(benchmark.subsets, other.subsets).length === 0 ? other : undefined
}

/** Subsets that hold other items in one revision than in another. */
export function changedSubsets(
  a: readonly SubsetHashes[],
  b: readonly SubsetHashes[],
): readonly string[] {
  const items = new Map(b.map((subset) => [subset.id, subset.items]))
  const ids = new Set([...a, ...b].map(({ id }) => id))
  const same = a.filter((subset) => items.get(subset.id) === subset.items).map(({ id }) => id)
  return [...ids].filter((id) => !same.includes(id))
}

/** Every revision of a benchmark, the one published last first. */
export function listRevisions(db: Db, benchmark: string) {
  return db
    .select()
    .from(benchmarkRevisions)
    .where(eq(benchmarkRevisions.benchmark, benchmark))
    .orderBy(desc(benchmarkRevisions.publishedAt), desc(benchmarkRevisions.id))
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

/** Every benchmark at its current revision. */
export function allBenchmarks(db: Db) {
  return selectBenchmarks(db)
}

/** A benchmark as the API tells of it. */
export async function toBenchmark(db: Db, row: PublishedBenchmark): Promise<Benchmark> {
  const { definition, revision, labelSet, publishedAt, counts, runs } = row
  return {
    ...definition,
    revision,
    labelSet,
    publishedAt,
    counts: Object.values(counts).reduce(addCounts, NO_ITEMS),
    subsetCounts: counts,
    runs: runs ?? 0,
    pending: (await pendingRuns(db, row)).length,
  }
}
const NO_ITEMS: RevisionCounts = { items: 0, steps: 0, error: 0, correct: 0, problems: 0 }

/** The counts of subsets that are stored, by their labels' hash. */
export async function storedCounts(
  db: Db,
  { kind }: Pick<BenchmarkDefinition, 'kind'>,
  subsets: readonly Omit<SubsetHashes, 'id'>[],
): Promise<ReadonlyMap<string, RevisionCounts>> {
  const hashes = subsets.map(({ labels }) => labels)
  const rows = await db
    .select()
    .from(storedSubsets)
    .where(and(eq(storedSubsets.kind, kind), inArray(storedSubsets.labels, hashes)))
  const asked = new Set(subsets.map(({ labels, items }) => `${labels} ${items}`))
  const known = rows.filter(({ labels, items }) => asked.has(`${labels} ${items}`))
  return new Map(known.map(({ labels, counts }) => [labels, counts]))
}

/** Ids that several items of these subsets have, at most 100. */
export async function repeatedIds(
  db: Db,
  subsets: readonly Pick<SubsetHashes, 'items'>[],
): Promise<readonly string[]> {
  const sets = subsets.map((subset) => subset.items)
  const rows = await db
    .select({ id: items.id })
    .from(items)
    .where(inArray(items.set, sets))
    .groupBy(items.id)
    .having(sql`count(*) > 1`)
    .limit(100)
  return rows.map(({ id }) => id)
}

/** Makes a revision whose subsets are stored the one that runs are scored on. */
export async function publishBenchmark(
  db: Db,
  publication: {
    readonly definition: BenchmarkDefinition
    readonly labelSet: string
    readonly revision: string
    readonly subsets: readonly SubsetHashes[]
    readonly counts: Readonly<Record<string, RevisionCounts>>
    readonly submitter: string | null
    readonly at: string
  },
): Promise<void> {
  const { definition, labelSet, revision, subsets, counts, submitter, at } = publication
  const board = kindOf(definition.kind).defaultBoard
  const current = { definition, revision, board }
  const stored = { labelSet, subsets, counts, publishedAt: at }
  await db.batch([
    db
      .insert(benchmarks)
      .values({ id: definition.id, ...current })
      .onConflictDoUpdate({ target: benchmarks.id, set: current }),
    db
      .insert(benchmarkRevisions)
      .values({ benchmark: definition.id, id: revision, ...stored })
      .onConflictDoUpdate({
        target: [benchmarkRevisions.benchmark, benchmarkRevisions.id],
        set: { subsets },
      }),
    logEvent(db, {
      at,
      type: 'benchmark_published',
      submitter,
      benchmark: definition.id,
      run: null,
      detail: { revision, labelSet },
    }),
  ])
}
