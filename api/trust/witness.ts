import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { RunManifest } from '#schema/manifest.ts'
import { agreement } from '#schema/trust/decision-text.ts'
import type { Said } from '#schema/trust/likeness.ts'
import { submissions } from '#schema/submission-tables.ts'
import { runs } from '#schema/tables.ts'
import { findBenchmark, type PublishedBenchmark } from '../queries/benchmarks.ts'
import { logEvent } from '../queries/events.ts'
import { markStandings } from '../queries/standing-marks.ts'
import type { Db } from '../router.ts'
import { readSaid } from './stored-run.ts'

/** The least share of items on which two runs decide the same, for one to reproduce the other. */
const AGREES_FROM = 0.99
/** Runs that are compared at once: each takes as long as reading and scoring it does. */
const MOST_COMPARED = 10

const PEER = {
  id: runs.id,
  submitter: runs.submitter,
  model: runs.model,
  benchmark: runs.benchmark,
  attested: runs.attested,
  witness: runs.witness,
  createdAt: runs.createdAt,
  manifest: submissions.manifest,
}

/** What is known of a run that may reproduce another, or be reproduced. */
export interface Peer {
  readonly id: string
  readonly submitter: string
  readonly model: string
  readonly benchmark: string
  readonly attested: boolean
  readonly witness: string | null
  readonly createdAt: string
  readonly manifest: RunManifest
}

/** Listed runs of the same model revision by others, earliest first; none where no revision is stated. */
function peersOf(
  db: Db,
  {
    submitter,
    model,
    benchmark,
    manifest,
  }: Pick<Peer, 'submitter' | 'model' | 'benchmark' | 'manifest'>,
) {
  return db
    .select(PEER)
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(
      and(
        eq(runs.benchmark, benchmark),
        eq(runs.model, model),
        eq(runs.state, 'listed'),
        eq(runs.unlisted, false),
        ne(runs.submitter, submitter),
        sql`${submissions.manifest} ->> '$.model.revision' = ${manifest.model.revision ?? null}`,
      ),
    )
    .orderBy(asc(runs.createdAt), asc(runs.id))
}

/**
 * Whether `other` may vouch for `run`: it is attested, and it came later, for what came earlier can be
 * copied. Where the run is attested too, each may vouch for the other.
 */
function mayVouch(other: Vouching, run: Vouching): boolean {
  const isLater = [other.createdAt, other.id].join() > [run.createdAt, run.id].join()
  return other.attested && (isLater || run.attested)
}
type Vouching = Pick<Peer, 'id' | 'createdAt' | 'attested'>

/** Equal decisions on nearly all items, and not the very same scores. */
function agrees(a: readonly Said[], b: readonly Said[]): number | undefined {
  const share = agreement(
    a.flatMap(({ decisions }) => decisions),
    b.flatMap(({ decisions }) => decisions),
  )
  return share >= AGREES_FROM && !isSame(a, b) ? share : undefined
}

function isSame(a: readonly Said[], b: readonly Said[]): boolean {
  return a.every(({ scores, votes }, index) => {
    const other = b[index]
    return (
      scores.length === other?.scores.length &&
      scores.every((score, step) => Object.is(score + 0, (other.scores[step] ?? 0) + 0)) &&
      votes.join('\n') === other.votes.join('\n')
    )
  })
}

/** A run beside one that agrees with it. */
interface Pair {
  readonly run: Peer
  readonly witness: string
  readonly share: number
}

/**
 * Who vouches for whom once a run is listed: it for others that none vouched for yet, and another for it.
 */
export async function vouchedPairs(
  db: Db,
  run: Peer & { readonly said: readonly Said[] },
  benchmark: PublishedBenchmark,
): Promise<readonly Pair[]> {
  const peers = await peersOf(db, run)
  const concerned = peers.filter(
    (peer) =>
      (peer.witness === null && mayVouch(run, peer)) ||
      (run.witness === null && mayVouch(peer, run)),
  )
  const pairs: Pair[] = []
  for (const peer of concerned.slice(0, MOST_COMPARED)) {
    const share = agrees(run.said, await readSaid(db, peer, benchmark))
    if (share === undefined) continue
    if (peer.witness === null && mayVouch(run, peer)) {
      pairs.push({ run: peer, witness: run.id, share })
    }
    const isVouchedFor = pairs.some((pair) => pair.run.id === run.id)
    if (run.witness === null && !isVouchedFor && mayVouch(peer, run)) {
      pairs.push({ run, witness: peer.id, share })
    }
  }
  return pairs
}

/** Statements that make a stored run reproduced. */
export async function reproducedStatements(db: Db, pair: Pair) {
  const { run, witness } = pair
  return [
    db.update(runs).set({ trust: 'reproduced', witness }).where(eq(runs.id, run.id)),
    ...(await markStandings(db, run.id, { trust: 'reproduced' })),
    reproducedEvent(db, pair),
  ]
}

/** The entry of the log alone. */
export function reproducedEvent(db: Db, { run, witness, share }: Pair) {
  return logEvent(db, {
    at: new Date().toISOString(),
    type: 'run_reproduced',
    submitter: null,
    benchmark: run.benchmark,
    run: run.id,
    detail: { model: run.model, witness, agreement: String(share) },
  })
}

/**
 * Statements for when a run is held, withdrawn or superseded: those that it vouched for get another
 * witness where there is one, and are recomputed again where there is none.
 */
export async function lostWitnessStatements(db: Db, witness: string) {
  const [gone] = await db
    .select({ benchmark: runs.benchmark, model: runs.model })
    .from(runs)
    .where(eq(runs.id, witness))
  const benchmark = gone && (await findBenchmark(db, gone.benchmark))
  if (!benchmark) return []
  const bereft = await db
    .select(PEER)
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.id))
    .where(
      and(
        eq(runs.benchmark, gone.benchmark),
        eq(runs.model, gone.model),
        eq(runs.witness, witness),
      ),
    )
  const changes = bereft.map(async (run) => {
    const others = await peersOf(db, run)
    const able = others.filter((peer) => peer.id !== witness && mayVouch(peer, run))
    const said = able.length > 0 ? await readSaid(db, run, benchmark) : []
    for (const peer of able.slice(0, MOST_COMPARED)) {
      const share = agrees(said, await readSaid(db, peer, benchmark))
      if (share !== undefined) return reproducedStatements(db, { run, witness: peer.id, share })
    }
    return [
      db.update(runs).set({ trust: 'recomputed', witness: null }).where(eq(runs.id, run.id)),
      ...(await markStandings(db, run.id, { trust: 'recomputed' })),
      logEvent(db, {
        at: new Date().toISOString(),
        type: 'run_trust_lowered',
        submitter: null,
        benchmark: run.benchmark,
        run: run.id,
        detail: { model: run.model, witness },
      }),
    ]
  })
  return (await Promise.all(changes)).flat()
}
