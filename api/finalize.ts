import { eq } from 'drizzle-orm'
import { checkClaim } from '#schema/claim.ts'
import { type ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import { defaultPolicies } from '#schema/judge.ts'
import type { RunManifest } from '#schema/manifest.ts'
import {
  countByOutcome,
  coverageOf,
  decideAll,
  firstErrorReport,
} from '#schema/metrics/first-error-report.ts'
import { formatPolicy, type Policy, rankingClass } from '#schema/policy.ts'
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
  const kinds = new Set(
    judged.flatMap(({ items }) => items.map((item) => ('votes' in item ? 'verdicts' : 'scores'))),
  )
  if (kinds.size > 1) {
    const message = 'Some subsets hold scores and some hold verdicts; a run is one or the other'
    return { status: 'refused', body: { code: 'invalid_predictions', message } }
  }
  const predictions = kinds.has('verdicts') ? 'verdicts' : 'scores'
  const policies = defaultPolicies(definition, { predictions, scoreKind: manifest.scoreKind })
  const reports = policies.map((policy) => ({ policy, results: firstErrorReport(policy, judged) }))

  const mismatches = checkClaim(manifest.claim, judged, predictions)
  if (mismatches.length > 0) {
    const message = 'The claimed values do not follow from the predictions. Both are named below'
    const issues = mismatches.slice(0, MAX_ISSUES)
    return { status: 'refused', body: { code: 'claim_mismatch', message, issues } }
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
