import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { claimOf } from '#schema/claim.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RunManifest } from '#schema/manifest.ts'
import { predictionReader } from '#schema/prediction.ts'
import { EngineStopped } from '../backends/engine-stopped.ts'
import { type Failed, failed } from '../failure.ts'
import { type Report, reportOf, scoreBenchmark } from '../score-benchmark.ts'
import { FILES_INDEX, writeFilesIndex, writeJson } from './files-index.ts'
import type { RunPlan } from './plan-run.ts'
import { openPredictionLog } from './prediction-log.ts'
import { scoreItems, type Tally } from './score-items.ts'
import { trajectoriesOf } from './trajectories.ts'

export type Executed =
  | { readonly status: 'interrupted'; readonly tally: Tally }
  /** The engine cannot go on; what it scored is kept. */
  | { readonly status: 'stopped'; readonly failure: Failed }
  | {
      readonly status: 'finished'
      readonly tally: Tally
      readonly report: Report
      readonly manifest: RunManifest
    }

/**
 * Scores what a folder lacks and completes it: predictions in canonical order, `metrics.json`,
 * `run.json`, and last `files.json`. Interrupted, it leaves a folder that can be taken up again.
 * A sample is measured on its own items, not on those it left out.
 */
export async function executeRun(
  plan: RunPlan,
  options: {
    folder: string
    resumed: boolean
    onProgress: (tally: Tally) => void
    signal: AbortSignal
    /** Milliseconds on a clock that never goes back; without one no cost is told. */
    clock?: () => number
    /** Digest of the container image that this runs in. */
    image?: string | undefined
  },
): Promise<Executed> {
  const { folder, resumed, onProgress, signal, clock, image } = options
  const { scorer, benchmark, config } = plan
  const { scoreKind } = config
  const { expectedOf } = kindOf(benchmark.definition.kind)
  const items = plan.items.map((item) => ({
    id: item.id,
    subset: item.subset,
    expected: expectedOf(item),
    trajectories: trajectoriesOf(item),
  }))
  await rm(join(folder, FILES_INDEX), { force: true })
  const log = openPredictionLog(folder, { items, scoreKind })
  const start = clock?.()
  const tally = await scoreItems(items, { scorer, log, scoreKind, onProgress, signal })
    .catch(stopped)
    .finally(async () => {
      log.close()
      await scorer.close?.()
    })
  if ('code' in tally) return { status: 'stopped', failure: tally }
  const seconds = clock && start !== undefined ? (clock() - start) / 1000 : undefined
  if (signal.aborted) return { status: 'interrupted', tally }

  const lines = await log.finish()
  const report = measure(plan, lines)
  const manifest = manifestOf(plan, {
    report,
    partial: tally.failed > 0 || items.length < benchmark.revision.items.length,
    ...(!resumed && seconds !== undefined && { cost: { seconds, ...tokensOf(scorer) } }),
    image,
  })
  await writeJson(join(folder, 'metrics.json'), report)
  await writeJson(join(folder, 'run.json'), manifest)
  const subsets = [...new Set(items.map(({ subset }) => subset))]
  await writeFilesIndex(folder, [
    'config.json',
    'metrics.json',
    'run.json',
    ...subsets.map((subset) => `predictions/${subset}.jsonl`),
  ])
  return { status: 'finished', tally, report, manifest }
}

function stopped(error: unknown): Failed {
  if (error instanceof EngineStopped) return failed(error.code, error.message)
  throw error
}

/** The report of a run's lines; a sample is measured on its own items. */
function measure(
  { benchmark, items, config: { scoreKind } }: RunPlan,
  lines: ReadonlyMap<string, string>,
): Report {
  const { definition, revision, labelSet } = benchmark
  const reader = predictionReader(items.map(kindOf(definition.kind).expectedOf), { scoreKind })
  for (const line of lines.values()) reader.line(line)
  const read = reader.finish()
  if (read.status === 'refused')
    throw new Error(`A checked line was refused: ${read.issues[0]?.message}`)
  const labelled = { definition, revision: { id: revision.id, items }, labelSet }
  const scored = scoreBenchmark(labelled, read.predictions, { scoreKind })
  return reportOf(labelled, scored, scored.usualPolicies())
}

function tokensOf(scorer: RunPlan['scorer']): { readonly tokens?: number } {
  return scorer.tokens ? { tokens: scorer.tokens() } : {}
}

function manifestOf(
  { benchmark, items, scorer, config }: RunPlan,
  {
    report,
    partial,
    cost,
    image,
  }: Pick<RunManifest, 'partial' | 'cost'> & {
    readonly report: Report
    readonly image: string | undefined
  },
): RunManifest {
  const sampled = items.length < benchmark.revision.items.length
  return RunManifest.parse({
    schema: 'stepmark.run/1',
    benchmark: benchmark.definition.id,
    revision: benchmark.revision.id,
    model: config.model,
    scoreKind: config.scoreKind,
    ...scorer.describe(),
    ...(config.limit !== undefined && { seed: config.seed }),
    ...(cost && { cost }),
    ...(image !== undefined && { image }),
    partial,
    ...(!sampled && { claim: claimOf(benchmark.definition.kind, report.results) }),
  })
}
