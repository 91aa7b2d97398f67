import { fingerprints } from '#schema/tables.ts'
import type { PublishedBenchmark } from '../queries/benchmarks.ts'
import { logEvent } from '../queries/events.ts'
import { insertRows } from '../queries/insert-rows.ts'
import type { Db } from '../router.ts'
import type { ScoredSubmission } from '../scored-run.ts'
import { assess } from './assess.ts'
import { type Peer, reproducedEvent, reproducedStatements, vouchedPairs } from './witness.ts'

/**
 * How far a run that comes in can be believed, and the statements that go with it: its fingerprints, the
 * runs that it reproduces, and the log's entries. Run them after the one that stores the run.
 */
export async function trustOf(
  db: Db,
  run: Pick<Peer, 'id' | 'benchmark' | 'model' | 'submitter' | 'createdAt' | 'manifest'> & {
    readonly unlisted: boolean
  },
  scored: ScoredSubmission & { readonly benchmark: PublishedBenchmark },
) {
  const { said, fingerprints: prints, ...assessed } = await assess(db, run, scored)
  const isHeld = assessed.state === 'held'
  const peer = { ...run, said, attested: assessed.attested, witness: null }
  // What nobody can look at vouches for nothing.
  const pairs = isHeld || run.unlisted ? [] : await vouchedPairs(db, peer, scored.benchmark)
  const own = pairs.find((pair) => pair.run.id === run.id)
  const others = pairs.filter((pair) => pair !== own)
  const lifted = await Promise.all(others.map((pair) => reproducedStatements(db, pair)))
  const { id, benchmark, model, createdAt } = run
  const { reason, suspicions } = assessed
  const statements = [
    ...insertRows(
      db,
      fingerprints,
      prints.map((print) => ({ ...print, run: id })),
    ),
    ...(isHeld
      ? [
          logEvent(db, {
            at: createdAt,
            type: 'run_held',
            submitter: null,
            benchmark,
            run: id,
            detail: { model, reason: reason ?? '', found: suspicions.map(({ tag }) => tag).join() },
          }),
        ]
      : []),
    ...(own ? [reproducedEvent(db, own)] : []),
    ...lifted.flat(),
  ]
  const trust = own ? ('reproduced' as const) : ('recomputed' as const)
  return { marks: { ...assessed, trust, witness: own?.witness ?? null }, statements }
}
