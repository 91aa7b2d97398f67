import { eq } from 'drizzle-orm'
import { submitters } from '#schema/submission-tables.ts'
import type { Run } from '#schema/run.ts'
import { isAttested } from '#schema/trust/attested.ts'
import { fewValues } from '#schema/trust/few-values.ts'
import {
  decisionFingerprints,
  type Fingerprint,
  orderFingerprint,
  stepFingerprints,
} from '#schema/trust/fingerprint.ts'
import { goldEqual } from '#schema/trust/gold-equal.ts'
import type { Said } from '#schema/trust/likeness.ts'
import type { PublishedBenchmark } from '../queries/benchmarks.ts'
import type { StoredSubmission } from '../queries/submissions.ts'
import type { Db } from '../router.ts'
import type { ScoredSubmission } from '../scored-run.ts'
import { findCopied } from './copied.ts'
import { saidBySubset } from './stored-run.ts'

/** What a run's scores say of how far it can be believed. */
export interface Assessment extends Pick<Run, 'reason' | 'suspicions' | 'attested'> {
  readonly state: 'listed' | 'held'
  readonly said: readonly Said[]
  readonly fingerprints: readonly Fingerprint[]
}

/** Looks at a run for what an operator should see before it ranks: see docs/trust.md. */
export async function assess(
  db: Db,
  submission: Pick<StoredSubmission, 'id' | 'submitter' | 'manifest'>,
  { benchmark, ...read }: ScoredSubmission & { readonly benchmark: PublishedBenchmark },
): Promise<Assessment> {
  const { manifest, submitter } = submission
  const said = saidBySubset(benchmark, read)
  const fingerprints = await fingerprintsOf(benchmark, said)
  const [copied, [who]] = await Promise.all([
    findCopied(db, { ...submission, benchmark, said }, fingerprints),
    db.select({ issuer: submitters.issuer }).from(submitters).where(eq(submitters.id, submitter)),
  ])
  const suspicions = [
    fewValues(said, { modelKind: manifest.model.kind }),
    goldEqual({
      items: read.items,
      verdicts: read.verdicts,
      counts: benchmark.counts,
      steps: read.scored.labelledSteps?.(),
    }),
    copied,
  ].flatMap((one) => one ?? [])
  return {
    state: suspicions.length > 0 ? 'held' : 'listed',
    reason: suspicions.length > 0 ? suspicions.map(({ sentence }) => sentence).join(' ') : null,
    suspicions,
    attested: isAttested({ issuer: who?.issuer ?? null }, manifest),
    said,
    fingerprints,
  }
}

async function fingerprintsOf(
  { subsets }: PublishedBenchmark,
  said: readonly Said[],
): Promise<readonly Fingerprint[]> {
  const sets = new Map(subsets.map(({ id, items }) => [id, items]))
  const about = subsets.map(({ items }) => items).join()
  const order = await orderFingerprint(said, about)
  const steps = await stepFingerprints(said, (subset) => sets.get(subset) ?? '')
  const decisions = await decisionFingerprints(
    said.flatMap((one) => one.decisions),
    { about, areVotes: said.some(({ votes }) => votes.length > 0) },
  )
  return [...(order ? [order] : []), ...steps, ...decisions]
}
