import { sql } from 'drizzle-orm'
import type { Run } from '#schema/run.ts'
import { submissions } from '#schema/submission-tables.ts'

/** What `mayBePassedOn` says of a manifest, in SQL. */
export const HAS_LICENSE = sql<number>`(${submissions.manifest} ->> '$.published' is null or ${submissions.manifest} ->> '$.published.license' is not null)`

/** Why files of a run's scores are not given, and where they are. */
export function notOurs({ id, manifest }: Pick<Run, 'id' | 'manifest'>): string {
  return `The scores of ${id} came from ${manifest.published?.url}, which states no licence. Take them from there`
}
