import { eq } from 'drizzle-orm'
import { checkClaim } from '#schema/claim.ts'
import { type ErrorBody, MAX_ISSUES } from '#schema/error.ts'
import type { ScoredRun } from '#schema/kinds/kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { MetricResult } from '#schema/metric.ts'
import { rankingClassOf } from '#schema/policy-text.ts'
import type { Standing } from '#schema/standing.ts'
import { metrics, runs, standings, submissions } from '#schema/tables.ts'
import type { PublishedBenchmark } from './queries/benchmarks.ts'
import { logEvent } from './queries/events.ts'
import { goldItems } from './queries/items.ts'
import { storedPredictions } from './queries/predictions.ts'
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
  const { definition, revision } = benchmark
  const { manifest } = submission
  const kind = kindOf(definition.kind)
  const items = await goldItems(db, benchmark)
  const places = { places: items, channels: kind.channels }
  const predictions = await storedPredictions(db, submission.id, places)
  if (predictions === 'mixed') {
    return refused('Some subsets hold scores and some hold verdicts; a run is one or the other')
  }
  const scored = kind.score(definition, items, predictions, { scoreKind: manifest.scoreKind })
  if (!kind.predictions.includes(predictions.kind)) {
    return refused(
      `${definition.id} takes ${kind.predictions.join(' or ')}, not ${predictions.kind}`,
    )
  }
  const policies = scored.usualPolicies()
  if (policies.length === 0) {
    return refused(
      `Without labels there is no cut for ${manifest.scoreKind.kind} scores. Declare one beforehand as scoreKind.cut`,
    )
  }
  const issues = checkClaim(manifest.claim, definition.kind, scored).slice(0, MAX_ISSUES)
  if (issues.length > 0) {
    const message = 'The claimed values do not follow from the predictions. Both are named below'
    return { status: 'refused', body: { code: 'claim_mismatch', message, issues } }
  }

  const results = Map.groupBy(scored.report(policies), ({ policy }) => policy)
  const at = new Date().toISOString()
  const { id: run, submitter } = submission
  const listed = standingsOf(scored, results, { submission, benchmark, at })
  await db.batch([
    db.insert(runs).values({
      id: run,
      benchmark: definition.id,
      revision,
      model: manifest.model.id,
      submitter,
      trust: 'recomputed',
      predictions: predictions.kind,
      coverage: scored.coverage,
      createdAt: at,
    }),
    ...Array.from(results, ([policy, values]) =>
      db.insert(metrics).values({ run, revision, policy, results: values }),
    ),
    ...listed.map((standing) => db.insert(standings).values(standing)),
    db.update(submissions).set({ state: 'listed' }).where(eq(submissions.id, run)),
    logEvent(db, {
      at,
      type: 'run_listed',
      submitter,
      benchmark: definition.id,
      run,
      detail: { model: manifest.model.id, revision },
    }),
    ...refreshBoards(
      db,
      definition.id,
      listed.map(({ board }) => board),
    ),
  ])
  return { status: 'listed' }
}

function refused(message: string): Finalized {
  return { status: 'refused', body: { code: 'invalid_predictions', message } }
}

/** A line for each board the run stands on. One that belongs to no model stands beside its results. */
function standingsOf(
  scored: ScoredRun,
  results: ReadonlyMap<string, readonly MetricResult[]>,
  {
    submission: { id: run, submitter, manifest },
    benchmark: { definition },
    at,
  }: { submission: StoredSubmission; benchmark: PublishedBenchmark; at: string },
): (typeof standings.$inferInsert)[] {
  const { boardOf, headline } = kindOf(definition.kind)
  const { model } = manifest
  const everyones = [...results].flatMap(([policy, values]) => (boardOf(policy) ? [] : values))
  return [...results].flatMap(([policy, own]) => {
    const board = boardOf(policy)
    if (board === undefined) return []
    const best = headline(own)
    const value = best?.status === 'ok' ? best.value : null
    const outcomes: Standing['outcomes'] = {}
    for (const { outcome } of scored.verdicts(policy)) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    const row: Omit<Standing, 'rank'> = {
      value,
      run,
      model,
      policy,
      trust: 'recomputed',
      submitter,
      createdAt: at,
      coverage: scored.coverage,
      results: [...own, ...everyones],
      outcomes,
    }
    const ranked = rankingClassOf(policy) !== 'oracle' && model.kind !== 'baseline'
    const { trust } = row
    return {
      benchmark: definition.id,
      board,
      run,
      policy,
      value,
      ranked,
      rank: null,
      kind: model.kind,
      trust,
      row,
    }
  })
}
