import { and, eq, sql } from 'drizzle-orm'
import { labels } from '#schema/tables.ts'
import { type Label, labelFromWire } from '#schema/verdict.ts'
import type { Db } from '../router.ts'

/** The labels of a revision by subset, in canonical order. */
export async function labelsOf(db: Db, revision: string): Promise<Map<string, readonly Label[]>> {
  const rows = await db.select().from(labels).where(eq(labels.revision, revision))
  return new Map(rows.map((row) => [row.subset, Array.from(row.labels, labelFromWire)]))
}

/** The label of one item, cut out of its subset's blob inside D1. */
export async function labelAt(
  db: Db,
  revision: string,
  { subset, position }: { subset: string; position: number },
): Promise<Label | undefined> {
  const bytes = Int32Array.BYTES_PER_ELEMENT
  const slice = sql`substr(${labels.labels}, ${1 + position * bytes}, ${bytes})`
  const [row] = await db
    .select({ label: slice.mapWith(labels.labels) })
    .from(labels)
    .where(and(eq(labels.revision, revision), eq(labels.subset, subset)))
  const wire = row?.label[0]
  return wire === undefined ? undefined : labelFromWire(wire)
}
