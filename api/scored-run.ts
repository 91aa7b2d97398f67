import type { Issue } from '#schema/error.ts'
import type { ScoredRun } from '#schema/kinds/kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { RunManifest } from '#schema/manifest.ts'
import type { MetricResult } from '#schema/metric.ts'
import { rankingClassOf } from '#schema/policy-text.ts'
import { type Protocol, protocolHash, protocolOf } from '#schema/protocol.ts'
import type { Run } from '#schema/run.ts'
import { isShown } from '#schema/run-state.ts'
import type { Standing, StandingResult, StoredStanding } from '#schema/standing.ts'
import { disclosureOf } from '#schema/disclosure.ts'
import type { ItemVerdict } from '#schema/item-verdict.ts'
import type { Predictions } from '#schema/prediction.ts'
import { metrics, protocols, scorings, standings } from '#schema/tables.ts'
import type { PublishedBenchmark } from './queries/benchmarks.ts'
import { markChanged } from './queries/boards.ts'
import { goldItems } from './queries/items.ts'
import { storedPredictions } from './queries/predictions.ts'
import type { Db } from './router.ts'

/** Who a run is of, what was said when it came in, and how far it can be believed. */
export type RunIdentity = Pick<
  Run,
  | 'id'
  | 'submitter'
  | 'createdAt'
  | 'state'
  | 'unlisted'
  | 'reason'
  | 'trust'
  | 'attested'
  | 'attempts'
> & { readonly manifest: RunManifest }

/** A submission's predictions beside the labels. */
export interface ScoredSubmission {
  readonly items: Awaited<ReturnType<typeof goldItems>>
  readonly predictions: Predictions
  readonly scored: ScoredRun
  readonly policies: readonly string[]
  /** What each policy that stands on a board made of the items, in their order. */
  readonly verdicts: ReadonlyMap<string, readonly ItemVerdict[]>
}

/** A run's stored predictions beside the labels of a benchmark, or why they cannot be ranked there. */
export async function scoreStored(
  db: Db,
  { id, manifest }: Pick<RunIdentity, 'id' | 'manifest'>,
  benchmark: PublishedBenchmark,
): Promise<
  | (ScoredSubmission & { readonly status: 'ok' })
  | { readonly status: 'refused'; readonly message: string; readonly issues: readonly Issue[] }
> {
  const { definition } = benchmark
  const kind = kindOf(definition.kind)
  const items = await goldItems(db, benchmark)
  const stored = await storedPredictions(db, id, { places: items, channels: kind.channels })
  if (stored === 'mixed') {
    const message = 'Some subsets hold scores and some hold verdicts; a run is one or the other'
    return refused('predictions', message)
  }
  if (!kind.predictions.includes(stored.kind)) {
    const message = `${definition.id} takes ${kind.predictions.join(' or ')}, not ${stored.kind}`
    return refused('predictions', message)
  }
  const { scoreKind } = manifest
  const scored = kind.score(definition, items, stored, { scoreKind })
  const policies = scored.usualPolicies()
  if (policies.length === 0) {
    return refused(
      'manifest.scoreKind.cut',
      `Without labels there is no cut for ${scoreKind.kind} scores. Declare one beforehand as scoreKind.cut`,
    )
  }
  const onBoards = policies.filter((policy) => kind.boardOf(policy) !== undefined)
  const verdicts = new Map(onBoards.map((policy) => [policy, scored.verdicts(policy)]))
  return { status: 'ok', items, predictions: stored, scored, policies, verdicts }
}

function refused(field: string, message: string) {
  return { status: 'refused', message, issues: [{ field, message }] } as const
}

/** Statements that store what came out of a run: its metrics, and its lines on the boards, where it is shown. */
export async function resultStatements(
  db: Db,
  run: RunIdentity,
  {
    scored,
    report,
    verdicts,
    benchmark,
  }: Pick<ScoredSubmission, 'scored' | 'verdicts'> & {
    readonly report: readonly MetricResult[]
    readonly benchmark: PublishedBenchmark
  },
) {
  const { definition, revision } = benchmark
  const { version } = kindOf(definition.kind)
  const results = Map.groupBy(report, ({ policy }) => policy)
  const listed = isShown(run)
    ? await standingsOf(run, { scored, verdicts, results, benchmark })
    : []
  const { coverage } = scored
  return [
    db
      .insert(scorings)
      .values({ run: run.id, revision, version, coverage })
      .onConflictDoUpdate({
        target: [scorings.run, scorings.revision],
        set: { version, coverage },
      }),
    ...Array.from(results, ([policy, values]) =>
      db
        .insert(metrics)
        .values({ run: run.id, revision, policy, version, results: values })
        .onConflictDoUpdate({
          target: [metrics.run, metrics.revision, metrics.policy],
          set: { version, results: values },
        }),
    ),
    ...listed.flatMap(({ standing, hash, protocol }) => [
      db.insert(protocols).values({ hash, protocol }).onConflictDoNothing(),
      db
        .insert(standings)
        .values(standing)
        .onConflictDoUpdate({
          target: [standings.benchmark, standings.revision, standings.board, standings.run],
          set: standing,
        }),
    ]),
    ...markChanged(
      db,
      { benchmark: definition.id, revision },
      listed.map(({ standing }) => standing.board),
    ),
  ]
}

interface Listed {
  readonly standing: typeof standings.$inferInsert
  readonly hash: string
  readonly protocol: Protocol
}

/** A line for each board the run stands on. A policy that belongs to no model stands beside the others. */
async function standingsOf(
  { id: run, submitter, createdAt, trust, attested, attempts, manifest, ...said }: RunIdentity,
  {
    scored,
    verdicts,
    results,
    benchmark,
  }: Pick<ScoredSubmission, 'scored' | 'verdicts'> & {
    readonly results: ReadonlyMap<string, readonly MetricResult[]>
    readonly benchmark: PublishedBenchmark
  },
): Promise<readonly Listed[]> {
  const { definition, revision, labelSet } = benchmark
  const { boardOf, headline } = kindOf(definition.kind)
  const { model } = manifest
  const held = said.state === 'held'
  const disclosure = disclosureOf(manifest)
  const everyones = [...results].flatMap(([policy, values]) => (boardOf(policy) ? [] : values))
  const listed = Array.from(results, async ([policy, own]): Promise<readonly Listed[]> => {
    const board = boardOf(policy)
    if (board === undefined) return []
    const { id: name, kind } = definition
    const protocol = protocolOf({ benchmark: name, kind, revision, labelSet }, board)
    const hash = await protocolHash(protocol)
    const best = headline(own)
    const value = best?.status === 'ok' ? best.value : null
    const interval = best?.interval ?? null
    const outcomes: Standing['outcomes'] = {}
    for (const { outcome } of verdicts.get(policy) ?? []) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    const row: StoredStanding = {
      value,
      interval,
      protocol: hash,
      run,
      model,
      policy,
      trust,
      attested,
      held,
      reason: held ? said.reason : null,
      disclosure,
      cost: manifest.cost,
      submitter,
      createdAt,
      coverage: scored.coverage,
      results: [...own, ...everyones].map((result) => shownOf(result, best)),
      outcomes,
    }
    const standing = {
      benchmark: name,
      revision,
      board,
      run,
      policy,
      value,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      ranked: isRanked(row),
      kind: model.kind,
      trust,
      attested,
      model: model.id,
      params: model.params ?? null,
      base: model.base ?? null,
      license: model.license ?? null,
      submitter,
      createdAt,
      disclosure,
      attempts,
      row,
    } as const
    return [{ standing, hash, protocol }]
  })
  return (await Promise.all(listed)).flat()
}

/** What a board shows of a result: all of the number the run ranks by; of its parts, little beyond values. */
function shownOf(result: MetricResult, best: MetricResult | undefined): StandingResult {
  const { interval, threshold, ...rest } = result
  const { counts: _, standard_error: _error, noInterval: _why, ...part } = rest
  return {
    ...(result === best ? rest : part),
    ...(result.metric === best?.metric && {
      ...(threshold !== undefined && { threshold }),
      ...(interval && { interval: { lower: interval.lower, upper: interval.upper } }),
    }),
  }
}

/** Whether a run takes a place: not under the labels it is scored on, no baseline, and none that is held. */
export function isRanked({
  policy,
  model,
  held,
}: Pick<StoredStanding, 'policy' | 'model' | 'held'>): boolean {
  return rankingClassOf(policy) !== 'oracle' && model.kind !== 'baseline' && !held
}
