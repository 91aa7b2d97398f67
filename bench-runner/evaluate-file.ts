import { kindOf } from '#schema/kinds/kinds.ts'
import type { PrmVariant } from '#schema/metrics/step-counts.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from './benchmarks/open-benchmark.ts'
import { type Failed, failed } from './failure.ts'
import { readPredictions } from './read-predictions.ts'
import { type Report, reportOf, scoreBenchmark } from './score-benchmark.ts'

export interface EvaluateOptions extends BenchmarkChoice {
  readonly predictions: string
  /** As they are written; undefined for the usual ones. */
  readonly policies?: readonly string[] | undefined
  /** Transforms to put before each of the usual ones, as `delta>`. */
  readonly prefix?: string | undefined
  readonly scoreKind: ScoreKind
  readonly variant: PrmVariant
  readonly seed: number
  readonly diagnostics?: boolean | undefined
  /** Threshold-free metrics and calibration of what is scored, where not all is. */
  readonly allowPartial?: boolean | undefined
}

/** Evaluates a predictions file, which may lack items: those are wrong, and a warning says so. */
export async function evaluateFile(options: EvaluateOptions): Promise<
  | {
      readonly status: 'ok'
      readonly report: Report
      readonly benchmark: OpenedBenchmark
      readonly warnings: readonly string[]
    }
  | Failed
> {
  const { scoreKind, prefix = '', variant } = options
  const benchmark = await openBenchmark(options)
  if (benchmark.status === 'failed') return benchmark
  const { definition, revision } = benchmark
  const read = await readPredictions(
    options.predictions,
    [...revision.items, ...(benchmark.originals ?? [])].map(kindOf(definition.kind).expectedOf),
    { scoreKind, allowMissing: true },
  )
  if (read.status === 'failed') return read
  const scored = scoreBenchmark(benchmark, read.predictions, options)
  const policies = options.policies ?? scored.usualPolicies(prefix)
  if (policies.length === 0) {
    const message = `${scoreKind.kind} scores have no cut of their own; say where with --policy fixed:<t>`
    return failed('usage', message)
  }
  const problem = policies.map(scored.policyProblem).find((found) => found !== undefined)
  if (problem !== undefined) return failed('usage', problem)
  const answers = options.diagnostics
    ? policies.map((policy) => scored.diagnostics(policy, options))
    : []
  const diagnostics = answers.flatMap((answer) => (answer.status === 'ok' ? answer.value : []))
  const [refused] = answers.flatMap((answer) => (answer.status === 'refused' ? answer.message : []))
  if (refused !== undefined && diagnostics.length === 0) return failed('usage', refused)
  const report = {
    ...reportOf(benchmark, scored, policies),
    ...(options.diagnostics && { diagnostics }),
  }
  const missing = revision.items.filter(({ id }) => !read.predictions.byItem.has(id)).length
  const warning = `${missing} of ${revision.items.length} items have no prediction; each counts as wrong`
  return {
    status: 'ok',
    report: definition.kind === 'step_labels' ? { ...report, variant } : report,
    benchmark,
    warnings: [...benchmark.warnings, ...(missing === 0 ? [] : [warning])],
  }
}
