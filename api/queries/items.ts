import { and, asc, desc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { GoldItem } from '#schema/kinds/kind.ts'
import { kept } from '#schema/kept.ts'
import type { Gold } from '#schema/kinds/kinds.ts'
import type { SubsetHashes } from '#schema/revision.ts'
import { items } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { labelsOf } from './labels.ts'

const PLACE = {
  set: items.set,
  position: items.position,
  id: items.id,
  cluster: items.cluster,
  expected: items.expected,
  facts: items.facts,
  stepCount: items.stepCount,
  part: items.part,
  start: items.start,
}

/**
 * Where each item of these subsets lies in a score vector, in canonical order; no texts. A hash names
 * the items of a subset, so they never change, and are kept in memory for the next run on them.
 */
export async function placesOf(db: Db, subsets: readonly SubsetHashes[]) {
  const found = new Map(subsets.map((subset) => [subset.items, known.get(subset.items)]))
  const missing = [...found].flatMap(([set, rows]) => (rows ? [] : set))
  const rows = missing.length === 0 ? [] : await selectPlaces(db, missing)
  for (const [set, own] of Map.groupBy(rows, (row) => row.set)) {
    known.keep(set, own)
    found.set(set, own)
  }
  return subsets.flatMap((subset) =>
    (found.get(subset.items) ?? []).map((row) => ({ ...row, subset: subset.id })),
  )
}

function selectPlaces(db: Db, sets: readonly string[]) {
  return db
    .select(PLACE)
    .from(items)
    .where(inArray(items.set, [...sets]))
    .orderBy(asc(items.set), asc(items.position))
}

/** How many steps are kept in all, what else an item holds counting as 50 of them: some 10 MB. */
const MOST_STEPS = 1_000_000
const OF_AN_ITEM = 50

const known = kept<Awaited<ReturnType<typeof selectPlaces>>>(MOST_STEPS, (rows) =>
  rows.reduce((sum, { stepCount }) => sum + stepCount + OF_AN_ITEM, 0),
)

export type Place = Awaited<ReturnType<typeof placesOf>>[number]

/** What it takes to judge predictions on a benchmark, in canonical order, with each item's place. */
export async function goldItems(
  db: Db,
  { definition, subsets }: { definition: BenchmarkDefinition; subsets: readonly SubsetHashes[] },
): Promise<readonly (Place & GoldItem<Gold>)[]> {
  const { kind } = definition
  const [places, golds] = await Promise.all([
    placesOf(db, subsets),
    labelsOf(
      db,
      kind,
      subsets.map(({ labels }) => labels),
    ),
  ])
  const labelSets = new Map(subsets.map(({ id, labels }) => [id, labels]))
  return places.map((place) => {
    const gold = golds.get(labelSets.get(place.subset) ?? '')?.[place.position]
    if (gold === undefined) throw new Error(`${place.id} has no label`)
    return { ...place, gold }
  })
}

/** One item with its texts; undefined when no subset holds it. */
export async function findItem(db: Db, subsets: readonly SubsetHashes[], id: string) {
  const sets = subsets.map((subset) => subset.items)
  const [row] = await db
    .select()
    .from(items)
    .where(and(inArray(items.set, sets), eq(items.id, id)))
  const subset = subsets.find((one) => one.items === row?.set)
  return row && subset ? { ...row, subset: subset.id, labels: subset.labels } : undefined
}

/**
 * Ids of the items whose id or one of whose texts holds these letters, A–Z as a–z. It reads the text of
 * every item, as there is no index; names of fields are no text.
 */
export async function itemsWithText(
  db: Db,
  subsets: readonly SubsetHashes[],
  letters: string,
): Promise<ReadonlySet<string>> {
  const sets = subsets.map((subset) => subset.items)
  // As it stands in JSON: most items are told apart without taking theirs apart.
  const written = JSON.stringify(letters).slice(1, -1)
  const holds = sql`(
    instr(lower(${items.id}), lower(${letters})) > 0
    or (
      instr(lower(${items.body}), lower(${written})) > 0
      and exists (
        select 1 from json_tree(${items.body}) as node
        where node.type = 'text' and instr(lower(node.atom), lower(${letters})) > 0
      )
    )
  )`
  const rows = await db
    .select({ id: items.id })
    .from(items)
    .where(and(inArray(items.set, sets), holds))
  return new Set(rows.map(({ id }) => id))
}

/** Ids of the items before and after a place within its subset, null at the ends. */
export async function neighboursOf(
  db: Db,
  { set, position }: { readonly set: string; readonly position: number },
) {
  const within = eq(items.set, set)
  const select = () => db.select({ id: items.id }).from(items)
  const [[previous], [next]] = await Promise.all([
    select()
      .where(and(within, lt(items.position, position)))
      .orderBy(desc(items.position))
      .limit(1),
    select()
      .where(and(within, gt(items.position, position)))
      .orderBy(asc(items.position))
      .limit(1),
  ])
  return { previous: previous?.id ?? null, next: next?.id ?? null }
}

/** Other items of the same problem, at most 20, in canonical order. */
export async function relatedItems(
  db: Db,
  subsets: readonly SubsetHashes[],
  { id, cluster }: { readonly id: string; readonly cluster: string },
): Promise<readonly Place[]> {
  const rows = await db
    .select(PLACE)
    .from(items)
    .where(
      and(
        inArray(
          items.set,
          subsets.map((subset) => subset.items),
        ),
        eq(items.cluster, cluster),
        ne(items.id, id),
      ),
    )
    .orderBy(asc(items.set), asc(items.position))
    .limit(20)
  return subsets.flatMap((subset) =>
    rows.filter(({ set }) => set === subset.items).map((row) => ({ ...row, subset: subset.id })),
  )
}
