import type { R2Bucket } from '@cloudflare/workers-types'
import { and, asc, eq, gt, lte, max } from 'drizzle-orm'
import {
  catalogModels,
  papers,
  reportedBenchmarks,
  reportedProtocols,
  reportedResults,
  reportedSources,
} from '#schema/catalog-tables.ts'
import { Dump, DUMP_SCHEMA } from '#schema/dump.ts'
import { type Sha256, sha256 } from '#schema/sha256.ts'
import { submissions } from '#schema/submission-tables.ts'
import { events } from '#schema/log-tables.ts'
import { runs } from '#schema/tables.ts'
import { listBenchmarks } from './queries/benchmarks.ts'
import { publishedCatalog } from './queries/catalog.ts'
import { raiseDataVersion } from './queries/data-version.ts'
import { HAS_LICENSE } from './passing-on.ts'
import type { Db } from './router.ts'
import { storeLines } from './stored-file.ts'

/** Where the dump of a day lies in the bucket. */
export function dumpKey(date: string): string {
  return `${DUMPS}${date}.json`
}
export const DUMPS = 'dumps/'

/** Writes the dump of a day: what there is, each file by its hash. Written again, it replaces the day's. */
export async function writeDump(db: Db, files: R2Bucket, now: Date): Promise<Dump> {
  const [last] = await db.select({ upTo: max(events.sequence) }).from(events)
  const upTo = last?.upTo ?? 0
  const benchmarks = await listBenchmarks(db, { limit: MOST_BENCHMARKS })
  const listed = await db
    .select({
      id: runs.id,
      benchmark: runs.benchmark,
      revision: runs.revision,
      submitter: runs.submitter,
      state: runs.state,
      createdAt: runs.createdAt,
      export: runs.export,
      licensed: HAS_LICENSE.mapWith(Boolean),
    })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(eq(runs.unlisted, false))
    .orderBy(asc(runs.createdAt), asc(runs.id))
  const dump = Dump.parse({
    schema: DUMP_SCHEMA,
    date: now.toISOString().slice(0, 10),
    benchmarks,
    catalog: (await publishedCatalog(db)) ? await storeCatalog(db, files) : null,
    events: { upTo, file: upTo === 0 ? null : await storeLines(files, logLines(db, upTo)) },
    runs: listed.map(({ licensed, ...run }) => ({
      ...run,
      leftOut: run.export !== null ? null : licensed ? 'not_written' : 'no_license',
    })),
  })
  const text = JSON.stringify(dump)
  await files.put(dumpKey(dump.date), text, {
    httpMetadata: { contentType: 'application/json' },
    customMetadata: { sha256: await sha256(text), runs: String(dump.runs.length) },
  })
  await raiseDataVersion(db)
  return dump
}
const MOST_BENCHMARKS = 10_000

/** The catalog as the endpoint takes that publishes it. */
async function storeCatalog(db: Db, files: R2Bucket): Promise<Sha256> {
  const catalog = {
    capabilities: [],
    papers: await bodies(db, papers),
    models: await bodies(db, catalogModels),
    sources: await bodies(db, reportedSources),
    protocols: await bodies(db, reportedProtocols),
    benchmarks: await bodies(db, reportedBenchmarks),
    results: await bodies(db, reportedResults),
  }
  return storeLines(files, [JSON.stringify(catalog)])
}

type CatalogTable =
  | typeof papers
  | typeof catalogModels
  | typeof reportedSources
  | typeof reportedProtocols
  | typeof reportedBenchmarks
  | typeof reportedResults

async function bodies(db: Db, table: CatalogTable): Promise<readonly unknown[]> {
  const rows = await db.select({ body: table.body }).from(table)
  return rows.map(({ body }) => body)
}

const ENTRIES_AT_ONCE = 1000

async function* logLines(db: Db, upTo: number): AsyncGenerator<string> {
  for (let after = 0; after < upTo; ) {
    const entries = await db
      .select()
      .from(events)
      .where(and(gt(events.sequence, after), lte(events.sequence, upTo)))
      .orderBy(asc(events.sequence))
      .limit(ENTRIES_AT_ONCE)
    for (const entry of entries) yield `${JSON.stringify(entry)}\n`
    after = entries.at(-1)?.sequence ?? upTo
  }
}
