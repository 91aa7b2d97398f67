import { and, asc, eq, gt, lt, desc, ne } from 'drizzle-orm'
import { items } from '#schema/tables.ts'
import type { Db } from '../router.ts'

/** Where each item of a subset lies in a score vector, in canonical order; no texts. */
export function placesOf(db: Db, itemSet: string, subset?: string) {
  return db
    .select({
      id: items.id,
      subset: items.subset,
      position: items.position,
      stepCount: items.stepCount,
      part: items.part,
      start: items.start,
      generator: items.generator,
      finalAnswerCorrect: items.finalAnswerCorrect,
    })
    .from(items)
    .where(
      and(eq(items.itemSet, itemSet), subset === undefined ? undefined : eq(items.subset, subset)),
    )
    .orderBy(asc(items.subset), asc(items.position))
}

export type Place = Awaited<ReturnType<typeof placesOf>>[number]

export async function findItem(db: Db, itemSet: string, id: string) {
  const [row] = await db
    .select()
    .from(items)
    .where(and(eq(items.itemSet, itemSet), eq(items.id, id)))
  return row
}

/** Ids of the items before and after a place within its subset, null at the ends. */
export async function neighboursOf(
  db: Db,
  { itemSet, subset, position }: { itemSet: string; subset: string; position: number },
) {
  const within = and(eq(items.itemSet, itemSet), eq(items.subset, subset))
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

/** Other solutions of the same problem, at most 20. */
export function otherSolutions(
  db: Db,
  { itemSet, id, problemKey }: { itemSet: string; id: string; problemKey: string },
) {
  return db
    .select({
      id: items.id,
      subset: items.subset,
      position: items.position,
      generator: items.generator,
      finalAnswerCorrect: items.finalAnswerCorrect,
    })
    .from(items)
    .where(and(eq(items.itemSet, itemSet), eq(items.problemKey, problemKey), ne(items.id, id)))
    .orderBy(asc(items.subset), asc(items.position))
    .limit(20)
}
