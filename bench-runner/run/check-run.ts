import { checkClaim } from '#schema/claim.ts'
import type { Issue } from '#schema/error.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { type BenchmarkChoice, openBenchmark } from '../benchmarks/open-benchmark.ts'
import type { Failed } from '../failure.ts'
import { scoreBenchmark } from '../score-benchmark.ts'
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
  const { scoreKind } = manifest
  const { expectedOf } = kindOf(definition.kind)
  const items = revision.items.map((item) => ({ subset: item.subset, expected: expectedOf(item) }))
  const checked = checkSubsets(predictions, items, scoreKind)
  if (checked.status === 'refused') issues.push(...checked.issues)
  else {
    const scored = scoreBenchmark(benchmark, checked.predictions, { scoreKind })
    issues.push(...checkClaim(manifest.claim, definition.kind, scored))
    if (scored.usualPolicies().length === 0) {
      const message = `${scoreKind.kind} scores have no cut of their own here; declare one with --cut`
      issues.push({ field: 'scoreKind.cut', message })
    }
  }
  return { status: 'checked', issues }
}
