import { eq } from 'drizzle-orm'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import { findBenchmark } from '../queries/benchmarks.ts'
import { logEvent } from '../queries/events.ts'
import { findRun } from '../queries/runs.ts'
import { markStandings } from '../queries/standing-marks.ts'
import type { Db } from '../router.ts'
import { readSaid } from './stored-run.ts'
import {
  lostWitnessStatements,
  reproducedEvent,
  reproducedStatements,
  vouchedPairs,
} from './witness.ts'

/** What an operator decides of a run. */
export type Decided =
  | { readonly status: 'done'; readonly benchmark: string }
  | { readonly status: 'unknown' }
  | { readonly status: 'conflict'; readonly message: string }

/** Takes a listed run out of the ranking until it is cleared; it vouches for no other meanwhile. */
export async function holdRun(db: Db, id: string, reason: string): Promise<Decided> {
  const run = await findRun(db, id)
  if (!run) return { status: 'unknown' }
  if (run.state !== 'listed') return conflict(id, run.state, 'hold')
  await db.batch([
    db.update(runs).set({ state: 'held', reason }).where(eq(runs.id, id)),
    db.update(submissions).set({ state: 'held' }).where(eq(submissions.id, id)),
    ...(await markStandings(db, id, { held: true, reason })),
    ...(await lostWitnessStatements(db, id)),
    logEvent(db, {
      at: new Date().toISOString(),
      type: 'run_held',
      submitter: null,
      benchmark: run.benchmark,
      run: id,
      detail: { model: run.manifest.model.id, reason },
    }),
  ])
  return { status: 'done', benchmark: run.benchmark }
}

/** Lists a held run; from then on it ranks, and may vouch for others. */
export async function clearRun(db: Db, id: string, reason: string): Promise<Decided> {
  const run = await findRun(db, id)
  const benchmark = run && (await findBenchmark(db, run.benchmark))
  if (!benchmark) return { status: 'unknown' }
  if (run.state !== 'held') return conflict(id, run.state, 'clear')
  const { manifest } = run
  const said = await readSaid(db, run, benchmark)
  const pairs = await vouchedPairs(db, { ...run, model: manifest.model.id, said }, benchmark)
  const own = pairs.find((pair) => pair.run.id === id)
  const { trust, witness } = own ? { ...own, trust: 'reproduced' as const } : run
  const others = pairs.filter((pair) => pair !== own)
  const marks = await Promise.all(others.map((pair) => reproducedStatements(db, pair)))
  await db.batch([
    db.update(runs).set({ state: 'listed', reason, trust, witness }).where(eq(runs.id, id)),
    db.update(submissions).set({ state: 'listed' }).where(eq(submissions.id, id)),
    ...(await markStandings(db, id, { held: false, reason: null, trust })),
    logEvent(db, {
      at: new Date().toISOString(),
      type: 'run_cleared',
      submitter: null,
      benchmark: run.benchmark,
      run: id,
      detail: { model: manifest.model.id, reason },
    }),
    ...(own ? [reproducedEvent(db, own)] : []),
    ...marks.flat(),
  ])
  return { status: 'done', benchmark: run.benchmark }
}

function conflict(id: string, state: string, verb: 'hold' | 'clear') {
  const wanted = verb === 'hold' ? 'listed' : 'held'
  return {
    status: 'conflict',
    message: `${id} is ${state}. Only a run that is ${wanted} can be ${verb === 'hold' ? 'held' : 'cleared'}`,
  } as const
}
