import type { R2Bucket } from '@cloudflare/workers-types'
import { and, eq, isNull } from 'drizzle-orm'
import { mayBePassedOn } from '#schema/manifest.ts'
import { EXPORT_SCHEMA, type ExportLine } from '#schema/run-export.ts'
import { submissions } from '#schema/submission-tables.ts'
import { benchmarkRevisions, runs } from '#schema/tables.ts'
import { HAS_LICENSE } from './passing-on.ts'
import { raiseDataVersion } from './queries/data-version.ts'
import { findRun } from './queries/runs.ts'
import type { Db } from './router.ts'
import { storeLines } from './stored-file.ts'
import { predictionsKey } from './upload.ts'

/**
 * Writes the one file that holds all there is of a run, named by its hash, unless it is written or may
 * not be. Labels that change later leave it as it is.
 */
export async function writeExport(
  db: Db,
  files: R2Bucket,
  id: string,
): Promise<'written' | 'there_before' | 'not_to_be'> {
  const run = await findRun(db, id)
  const [source] = await db
    .select({ digests: submissions.digests, labelSet: benchmarkRevisions.labelSet })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .innerJoin(
      benchmarkRevisions,
      and(
        eq(benchmarkRevisions.benchmark, runs.benchmark),
        eq(benchmarkRevisions.id, runs.revision),
      ),
    )
    .where(eq(runs.id, id))
  if (!run || !source || !mayBePassedOn(run.manifest)) return 'not_to_be'
  if (run.export !== null) return 'there_before'

  const { submitter, createdAt, benchmark, revision, coverage, manifest } = run
  const { digests, labelSet } = source
  async function* lines(): AsyncGenerator<string> {
    yield toLine({
      record: 'run',
      schema: EXPORT_SCHEMA,
      id,
      submitter,
      createdAt,
      benchmark,
      revision,
      labelSet,
      coverage,
      manifest,
      digests,
    })
    for (const metric of run?.results ?? []) yield toLine({ record: 'metric', metric })
    for (const subset of Object.keys(digests)) {
      const file = await files.get(predictionsKey(id, subset))
      if (!file) throw new Error(`${predictionsKey(id, subset)} is not there`)
      for (const line of (await file.text()).split('\n')) {
        yield toLine({ record: 'prediction', subset, line })
      }
    }
  }
  const hash = await storeLines(files, lines())
  await db.batch([
    db
      .update(runs)
      .set({ export: hash })
      .where(and(eq(runs.id, id), isNull(runs.export))),
    raiseDataVersion(db),
  ])
  return 'written'
}

/** Ids of runs whose export file is still to be written. */
export async function runsWithoutExport(db: Db): Promise<readonly string[]> {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(and(isNull(runs.export), HAS_LICENSE))
  return rows.map(({ id }) => id)
}

function toLine(line: ExportLine): string {
  return `${JSON.stringify(line)}\n`
}
