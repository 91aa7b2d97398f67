import { eq } from 'drizzle-orm'
import type { ErrorBody, Issue } from '#schema/error.ts'
import { defaultPolicies } from '#schema/judge.ts'
import type { ClaimedValue, RunManifest } from '#schema/manifest.ts'
import type { MetricResult } from '#schema/metric.ts'
import {
  countByOutcome,
  coverageOf,
  decideAll,
  firstErrorReport,
  type JudgedSubset,
} from '#schema/metrics/first-error-report.ts'
import { formatPolicy, type Policy, parsePolicy, rankingClass } from '#schema/policy.ts'
import { headline, type Standing } from '#schema/standing.ts'
import { metrics, runs, standings, submissions } from '#schema/tables.ts'
import type { PublishedBenchmark } from './queries/benchmarks.ts'
import { logEvent } from './queries/events.ts'
import { placesOf } from './queries/items.ts'
import { labelsOf } from './queries/labels.ts'
import { judgedSubsets } from './queries/predictions.ts'
import { refreshBoards } from './queries/standings.ts'
import type { StoredSubmission } from './queries/submissions.ts'
import type { Db } from './router.ts'

/** The largest difference between a claimed value and ours that is let pass. */
const CLAIM_TOLERANCE = 1e-9

export type Finalized =
  | { readonly status: 'listed' }
  | { readonly status: 'refused'; readonly body: ErrorBody }

/**
 * Recomputes a complete submission from its stored predictions, compares it with its claim, and
 * lists it as a run. Everything is written in one batch, or nothing is.
 */
export async function finalize(
  db: Db,
  submission: StoredSubmission,
  benchmark: PublishedBenchmark,
): Promise<Finalized> {
  const { definition, revision, itemSet } = benchmark
  const [places, labels] = await Promise.all([placesOf(db, itemSet), labelsOf(db, revision)])
  const { subsets } = definition
  const judged = await judgedSubsets(db, submission.id, { subsets, places, labels })
  const { manifest } = submission
  const predictions = judged.some(({ items }) => items.some((item) => 'votes' in item))
    ? 'verdicts'
    : 'scores'
  const policies = defaultPolicies(definition, { predictions, scoreKind: manifest.scoreKind })
  const reports = policies.map((policy) => ({ policy, results: firstErrorReport(policy, judged) }))

  const mismatches = checkClaim(manifest.claim?.values ?? [], reports, judged)
  if (mismatches.length > 0) {
    const message = 'The claimed values do not follow from the predictions. Both are named below'
    return { status: 'refused', body: { code: 'claim_mismatch', message, issues: mismatches } }
  }

  const at = new Date().toISOString()
  const common = {
    run: submission.id,
    model: manifest.model,
    trust: 'recomputed',
    submitter: submission.submitter,
    createdAt: at,
    coverage: coverageOf(judged),
  } as const
  await db.batch([
    db.insert(runs).values({
      ...common,
      id: submission.id,
      benchmark: definition.id,
      revision,
      model: manifest.model.id,
      predictions,
    }),
    ...reports.map(({ policy, results }) =>
      db
        .insert(metrics)
        .values({ run: submission.id, revision, policy: formatPolicy(policy), results }),
    ),
    ...reports.map(({ policy, results }) => {
      const outcomes = countByOutcome(decideAll(policy, judged))
      const row = { ...common, policy: formatPolicy(policy), results: [...results], outcomes }
      return db.insert(standings).values(toStanding(definition.id, policy, manifest, row))
    }),
    db.update(submissions).set({ state: 'listed' }).where(eq(submissions.id, submission.id)),
    logEvent(db, {
      at,
      type: 'run_listed',
      submitter: submission.submitter,
      benchmark: definition.id,
      run: submission.id,
      detail: { model: manifest.model.id, revision },
    }),
    ...refreshBoards(db, definition.id),
  ])
  return { status: 'listed' }
}

function toStanding(
  benchmark: string,
  policy: Policy,
  manifest: RunManifest,
  row: Omit<Standing, 'rank'>,
): typeof standings.$inferInsert {
  const ranked = rankingClass(policy) !== 'oracle' && manifest.model.kind !== 'baseline'
  return {
    benchmark,
    rankingClass: rankingClass(policy),
    run: row.run,
    value: headline(row),
    ranked,
    rank: null,
    kind: manifest.model.kind,
    trust: row.trust,
    row,
  }
}

/** Every claimed value that is not ours. Policies that are not reported by default are computed. */
function checkClaim(
  claimed: readonly ClaimedValue[],
  reports: readonly { policy: Policy; results: readonly MetricResult[] }[],
  judged: readonly JudgedSubset[],
): Issue[] {
  const known = new Map(reports.map(({ policy, results }) => [formatPolicy(policy), results]))
  return claimed.flatMap((claim, index) => {
    const policy = parsePolicy(claim.policy)
    const results = known.get(claim.policy) ?? (policy ? firstErrorReport(policy, judged) : [])
    known.set(claim.policy, results)
    const ours = results.find(
      ({ subset, metric }) => subset === claim.subset && metric === claim.metric,
    )
    const equal = ours?.status === 'ok' && Math.abs(ours.value - claim.value) <= CLAIM_TOLERANCE
    if (equal) return []
    const computed = ours?.status === 'ok' ? ours.value : (ours?.reason ?? 'no such value')
    const { policy: text, metric, subset } = claim
    const message = `${text} ${subset} ${metric}: claimed ${claim.value}, recomputed ${computed}`
    return [{ field: `manifest.claim.values.${index}`, message }]
  })
}
