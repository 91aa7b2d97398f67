import { sql } from 'drizzle-orm'
import { dataVersion } from '#schema/log-tables.ts'
import type { Db } from '../router.ts'

/** A number that rises whenever an answer may have changed: one row, whatever is stored. */
export async function readDataVersion(db: Db): Promise<number> {
  const [row] = await db.select({ version: dataVersion.version }).from(dataVersion)
  if (!row) throw new Error('The data have no version')
  return row.version
}

/** The statement that raises it, for a change that neither is an entry of the log nor refreshes a board. */
export function raiseDataVersion(db: Db) {
  return db.update(dataVersion).set({ version: sql`${dataVersion.version} + 1` })
}
