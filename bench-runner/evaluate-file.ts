import { defaultPolicies, policyProblem } from '#schema/judge.ts'
import { formatPolicy, parsePolicy, type Policy } from '#schema/policy.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from './benchmarks/open-benchmark.ts'
import { evaluate, type Report } from './evaluate.ts'
import { type Failed, failed } from './failure.ts'
import { readPredictions } from './read-predictions.ts'

export interface EvaluateOptions extends BenchmarkChoice {
  readonly predictions: string
  /** As they are written; undefined for the usual ones. */
  readonly policies?: readonly string[] | undefined
  /** What is put before each of the usual ones. */
  readonly prefix?: string | undefined
  readonly scoreKind: ScoreKind
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
  const { scoreKind } = options
  const benchmark = await openBenchmark(options)
  if (benchmark.status === 'failed') return benchmark
  const { definition, revision } = benchmark
  const read = await readPredictions(options.predictions, revision.items, {
    scoreKind,
    allowMissing: true,
  })
  if (read.status === 'failed') return read
  const { kind, byItem } = read.predictions
  const usual = defaultPolicies(definition, { predictions: kind, scoreKind })
  const texts =
    options.policies ?? usual.map((policy) => `${options.prefix ?? ''}${formatPolicy(policy)}`)
  const policies: Policy[] = []
  for (const text of texts) {
    const policy = parsePolicy(text)
    if (!policy) {
      return failed(
        'usage',
        `Not a policy for ${definition.id}: "${text}". Available: fixed:<t>, tuned:<subset>, oracle, vote`,
      )
    }
    policies.push(policy)
    const problem = policyProblem(policy, { subsets: definition.subsets, predictions: kind })
    if (problem !== undefined) return failed('usage', problem)
  }
  const report = evaluate(benchmark, read.predictions, policies)
  return {
    status: 'ok',
    report,
    benchmark,
    warnings: [...benchmark.warnings, ...missingWarning(revision.items.length, byItem.size)],
  }
}

function missingWarning(expected: number, given: number): string[] {
  const missing = expected - given
  return missing === 0
    ? []
    : [`${missing} of ${expected} items have no prediction; each counts as wrong`]
}
