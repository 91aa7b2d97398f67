import type { Issue } from '#schema/error.ts'
import type { ScoredRun } from '#schema/kinds/kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { Predictions } from '#schema/prediction.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import type { Failed } from '../failure.ts'
import { scoreBenchmark } from '../score-benchmark.ts'
import { checkSubsets } from './check-subsets.ts'
import { readRunFolder, type RunFolder } from './read-run-folder.ts'

export type OpenedRun =
  | {
      readonly status: 'ok'
      readonly run: RunFolder
      readonly benchmark: OpenedBenchmark
      readonly predictions: Predictions
      readonly scored: ScoredRun
      /** Whether it is of another benchmark or revision than this one. */
      readonly issues: readonly Issue[]
    }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] }
  | Failed

/**
 * Puts a run folder beside its benchmark: unchanged files, a manifest that can be read, and one
 * prediction an item.
 */
export async function openRun(
  folder: string,
  where: { readonly [name in keyof BenchmarkChoice]?: string | undefined },
): Promise<OpenedRun> {
  const run = await readRunFolder(folder)
  if (run.status === 'failed') return run
  const { manifest, config } = run
  const benchmark = await openBenchmark({
    benchmark: where.benchmark ?? config.inputs.benchmark,
    data: where.data ?? config.inputs.data,
    labels: where.labels ?? config.inputs.labels,
  })
  if (benchmark.status === 'failed') return benchmark
  const { definition, revision } = benchmark
  const issues: Issue[] = []
  if (manifest.benchmark !== definition.id) {
    issues.push({ field: 'benchmark', message: `${manifest.benchmark}, not ${definition.id}` })
  }
  if (manifest.revision !== revision.id) {
    const message = `Scored on ${manifest.revision}; this benchmark is ${revision.id}`
    issues.push({ field: 'revision', message })
  }
  if (config.shard) {
    const { index, count } = config.shard
    const message = `Only shard ${index}/${count} was scored; put all ${count} together with stepmark merge`
    return { status: 'refused', issues: [...issues, { field: 'partial', message }] }
  }
  if (config.limit !== undefined || config.subsets !== undefined) {
    const message = 'Only a sample of the items was scored; run all of them to publish'
    return { status: 'refused', issues: [...issues, { field: 'partial', message }] }
  }
  const { scoreKind } = manifest
  const { expectedOf } = kindOf(definition.kind)
  const items = revision.items.map((item) => ({ subset: item.subset, expected: expectedOf(item) }))
  const checked = checkSubsets(run.predictions, items, scoreKind)
  if (checked.status === 'refused') return { ...checked, issues: [...issues, ...checked.issues] }
  const { predictions } = checked
  const scored = scoreBenchmark(benchmark, predictions, { scoreKind })
  return { status: 'ok', run, benchmark, predictions, scored, issues }
}
