import { Command } from '@commander-js/extra-typings'
import { defaultPolicies, policyProblem } from '#schema/judge.ts'
import type { Policy } from '#schema/policy.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import { evaluate, type Report } from '../evaluate.ts'
import { EXIT } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { formatOption } from '../output/format.ts'
import { printReport } from '../output/print-report.ts'
import { readPredictions } from '../read-predictions.ts'
import {
  benchmarkOption,
  dataOption,
  labelsOption,
  policyOption,
  scoreKindOption,
} from './options.ts'

export function evaluateCommand() {
  return new Command('evaluate')
    .description('Compute the metrics of a predictions file')
    .addOption(benchmarkOption().makeOptionMandatory())
    .addOption(dataOption())
    .addOption(labelsOption())
    .requiredOption('--predictions <file>', 'one JSON line an item; may be gzip')
    .addOption(policyOption())
    .addOption(scoreKindOption())
    .addOption(formatOption())
    .action(async (options) => {
      const evaluated = await evaluateFile(options)
      if (evaluated.status === 'failed') {
        process.exitCode = reportFailure(evaluated)
        return
      }
      for (const warning of evaluated.warnings) console.error(`warning: ${warning}`)
      printReport(evaluated.report, options.format, evaluated.benchmark.definition)
      process.exitCode = EXIT.done
    })
}

interface EvaluateOptions extends BenchmarkChoice {
  readonly predictions: string
  readonly policy?: readonly Policy[] | undefined
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
  const policies = options.policy ?? defaultPolicies(definition, { predictions: kind, scoreKind })
  for (const policy of policies) {
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
