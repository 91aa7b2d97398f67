import { getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { MAX_BLOB_BYTES } from '#schema/vector-column.ts'
import type { Db } from '../router.ts'

/**
 * Statements that insert any number of rows, each with all of its rows in one JSON parameter: D1
 * allows 100 bound values a statement. Columns hold text, numbers, booleans, null, or JSON.
 */
export function insertRows<Table extends SQLiteTable>(
  db: Db,
  table: Table,
  rows: readonly Table['$inferInsert'][],
) {
  const values = sql.join(
    Object.keys(getTableColumns(table)).map((key) => sql`value ->> ${sql.raw(`'$.${key}'`)}`),
    sql`, `,
  )
  return jsonChunks(rows).map((json) =>
    db.insert(table).select(sql`select ${values} from json_each(${json})`),
  )
}

/** JSON arrays of the rows, each array small enough for one parameter. */
export function jsonChunks(rows: readonly unknown[]): string[] {
  const encoder = new TextEncoder()
  const arrays: string[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const text = JSON.stringify(row)
    const bytes = encoder.encode(text).length + 1
    if (bytes > MAX_BLOB_BYTES)
      throw new RangeError(`A row of ${bytes} bytes; the limit is in schema/`)
    if (size + bytes > MAX_BLOB_BYTES) {
      arrays.push([])
      size = 2
    }
    arrays.at(-1)?.push(text)
    size += bytes
  }
  return arrays.map((array) => `[${array.join(',')}]`)
}
