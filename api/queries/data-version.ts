import { dataVersion } from '#schema/tables.ts'
import type { Db } from '../router.ts'

/** A number that rises whenever an answer may have changed: one row, whatever is stored. */
export async function readDataVersion(db: Db): Promise<number> {
  const [row] = await db.select({ version: dataVersion.version }).from(dataVersion)
  if (!row) throw new Error('The data have no version')
  return row.version
}
