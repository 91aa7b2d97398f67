import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { BenchmarkKind } from '#schema/benchmark.ts'
import { type Gold, kindOf } from '#schema/kinds/kinds.ts'
import { labels } from '#schema/tables.ts'
import type { Db } from '../router.ts'

/** The labels of subsets, each in canonical order, by the hash that names them. */
export async function labelsOf(
  db: Db,
  kind: BenchmarkKind,
  sets: readonly string[],
): Promise<ReadonlyMap<string, readonly Gold[]>> {
  const rows = await db
    .select()
    .from(labels)
    .where(inArray(labels.set, [...sets]))
    .orderBy(asc(labels.set), asc(labels.first))
  const golds = z.array(kindOf(kind).gold)
  const bySet = Map.groupBy(rows, ({ set }) => set)
  return new Map(
    Array.from(bySet, ([set, parts]) => [set, parts.flatMap(({ gold }) => golds.parse(gold))]),
  )
}

/** The labels of one item, cut out of their row inside D1. */
export async function labelAt(
  db: Db,
  kind: BenchmarkKind,
  { set, position }: { readonly set: string; readonly position: number },
): Promise<Gold | undefined> {
  const [row] = await db
    .select({
      gold: sql<string>`json_extract(${labels.gold}, '$[' || cast(${position} - ${labels.first} as integer) || ']')`,
    })
    .from(labels)
    .where(and(eq(labels.set, set), lte(labels.first, position)))
    .orderBy(desc(labels.first))
    .limit(1)
  return row && kindOf(kind).gold.parse(JSON.parse(row.gold))
}
