import { checkClaim } from '#schema/claim.ts'
import type { Issue } from '#schema/error.ts'
import { judge } from '#schema/judge.ts'
import { type BenchmarkChoice, openBenchmark } from '../benchmarks/open-benchmark.ts'
import type { Failed } from '../failure.ts'
import { checkSubsets } from './check-subsets.ts'
import { readRunFolder } from './read-run-folder.ts'

/**
 * Checks a run folder by the rules of the service: unchanged files, a manifest that can be read, the
 * benchmark's very revision, one prediction an item, and claimed values that recompute.
 */
export async function checkRun(
  folder: string,
  where: { readonly [name in keyof BenchmarkChoice]?: string | undefined },
): Promise<{ readonly status: 'checked'; readonly issues: readonly Issue[] } | Failed> {
  const run = await readRunFolder(folder)
  if (run.status === 'failed') return run
  const { manifest, config, predictions } = run
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
  if (config.limit !== undefined || config.subsets !== undefined) {
    const message = 'Only a sample of the items was scored; run all of them to publish'
    return { status: 'checked', issues: [...issues, { field: 'partial', message }] }
  }
  const checked = checkSubsets(predictions, revision.items, manifest.scoreKind)
  if (checked.status === 'refused') issues.push(...checked.issues)
  else {
    const judged = judge(definition, revision.items, checked.predictions)
    issues.push(...checkClaim(manifest.claim, judged, checked.predictions.kind))
  }
  return { status: 'checked', issues }
}
