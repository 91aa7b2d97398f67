import { checkClaim } from '#schema/claim.ts'
import type { Issue } from '#schema/error.ts'
import type { BenchmarkChoice } from '../benchmarks/open-benchmark.ts'
import type { Failed } from '../failure.ts'
import { openRun } from './open-run.ts'

/**
 * Checks a run folder by the rules of the service: unchanged files, a manifest that can be read, the
 * benchmark's very revision, one prediction an item, and claimed values that recompute.
 */
export async function checkRun(
  folder: string,
  where: { readonly [name in keyof BenchmarkChoice]?: string | undefined },
): Promise<{ readonly status: 'checked'; readonly issues: readonly Issue[] } | Failed> {
  const opened = await openRun(folder, where)
  if (opened.status === 'failed') return opened
  if (opened.status === 'refused') return { status: 'checked', issues: opened.issues }
  const { run, benchmark, scored } = opened
  const { claim, scoreKind } = run.manifest
  const issues = [...opened.issues, ...checkClaim(claim, benchmark.definition.kind, scored)]
  if (scored.usualPolicies().length === 0) {
    const message = `${scoreKind.kind} scores have no cut of their own here; declare one with --cut`
    issues.push({ field: 'scoreKind.cut', message })
  }
  return { status: 'checked', issues }
}
