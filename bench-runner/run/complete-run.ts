import { join } from 'node:path'
import { claimOf } from '#schema/claim.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { RunManifest } from '#schema/manifest.ts'
import { predictionReader } from '#schema/prediction.ts'
import type { StepScorer } from '../backends/step-scorer.ts'
import { type Report, reportOf, scoreBenchmark } from '../score-benchmark.ts'
import { writeFilesIndex, writeJson } from './files-index.ts'
import type { RunPlan } from './plan-run.ts'

export type Completing = Pick<RunPlan, 'benchmark' | 'items' | 'config'>

/** What is known of a run once its predictions are there. */
export interface Completed {
  /** Items without a prediction. */
  readonly failures: number
  readonly described: ReturnType<StepScorer['describe']>
  readonly cost: RunManifest['cost'] | undefined
  readonly probe?: RunManifest['probe'] | undefined
}

/** Writes `metrics.json`, `run.json` and last `files.json` beside a run's predictions. */
export async function completeRun(
  plan: Completing,
  {
    folder,
    lines,
    ...completed
  }: Completed & { folder: string; lines: ReadonlyMap<string, string> },
): Promise<{ readonly report: Report; readonly manifest: RunManifest }> {
  const report = measure(plan, lines)
  const manifest = manifestOf(plan, { ...completed, report })
  await writeJson(join(folder, 'metrics.json'), report)
  await writeJson(join(folder, 'run.json'), manifest)
  const subsets = [...new Set(plan.items.map(({ subset }) => subset))]
  await writeFilesIndex(folder, [
    'config.json',
    'metrics.json',
    'run.json',
    ...subsets.map((subset) => `predictions/${subset}.jsonl`),
  ])
  return { report, manifest }
}

/** The report of a run's lines; a sample is measured on its own items. */
function measure(
  { benchmark, items, config: { scoreKind } }: Completing,
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

function manifestOf(
  { benchmark, items, config }: Completing,
  { report, failures, described, cost, probe }: Completed & { report: Report },
): RunManifest {
  const sampled = items.length < benchmark.revision.items.length
  return RunManifest.parse({
    schema: 'stepmark.run/1',
    benchmark: benchmark.definition.id,
    revision: benchmark.revision.id,
    model: config.model,
    scoreKind: config.scoreKind,
    ...described,
    ...(config.limit !== undefined && { seed: config.seed }),
    ...(cost && { cost }),
    ...(probe && { probe }),
    partial: failures > 0 || sampled,
    ...(!sampled && { claim: claimOf(benchmark.definition.kind, report.results) }),
  })
}
