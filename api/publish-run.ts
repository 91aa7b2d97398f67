import { eq } from 'drizzle-orm'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { Run } from '#schema/run.ts'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import { findBenchmark } from './queries/benchmarks.ts'
import { logEvent } from './queries/events.ts'
import type { Db } from './router.ts'
import { resultStatements, scoreStored } from './scored-run.ts'

/** Puts an unlisted run on the boards, with its numbers on the current labels, in one batch. */
export async function publishRun(db: Db, run: Run, submitter: string | null): Promise<void> {
  const benchmark = await findBenchmark(db, run.benchmark)
  if (!benchmark) throw new Error(`${run.benchmark}, which ${run.id} is of, is not there`)
  const read = await scoreStored(db, run, benchmark)
  if (read.status === 'refused') throw new Error(`${run.id} cannot be scored: ${read.message}`)
  const { scored, policies } = read
  const { definition, revision } = benchmark
  const { version } = kindOf(definition.kind)
  const report = scored.report(policies, { intervals: true })
  await db.batch([
    db
      .update(runs)
      .set({ unlisted: false, revision, version, coverage: scored.coverage })
      .where(eq(runs.id, run.id)),
    db.update(submissions).set({ key: null }).where(eq(submissions.id, run.id)),
    ...(await resultStatements(db, { ...run, unlisted: false }, { ...read, report, benchmark })),
    logEvent(db, {
      at: new Date().toISOString(),
      type: 'run_published',
      submitter,
      benchmark: run.benchmark,
      run: run.id,
      detail: { model: run.manifest.model.id, revision },
    }),
  ])
}
