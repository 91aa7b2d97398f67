import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { defaultPolicies, policyProblem } from '#schema/judge.ts'
import { formatPolicy, parsePolicy, type Policy } from '#schema/policy.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import { BON_GSM8K } from '../benchmarks/best-of-n.ts'
import { evaluate, type Report } from '../evaluate.ts'
import { evaluatePool, type PoolOptions } from '../evaluate-pool.ts'
import { EXIT } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { type Format, formatOption } from '../output/format.ts'
import { printPoolReport, printReport } from '../output/print-report.ts'
import { readPredictions } from '../read-predictions.ts'
import {
  benchmarkOption,
  dataOption,
  labelsOption,
  policyOption,
  scoreKindOption,
  transformOption,
} from './options.ts'

export function evaluateCommand() {
  return new Command('evaluate')
    .description('Compute the metrics of a predictions file')
    .addOption(benchmarkOption().makeOptionMandatory())
    .addOption(dataOption())
    .addOption(labelsOption())
    .requiredOption('--predictions <file>', 'one JSON line an item; may be gzip')
    .addOption(policyOption())
    .addOption(transformOption())
    .addOption(scoreKindOption())
    .option('--seed <number>', 'seed of the subsets drawn from a pool', readSeed, 0)
    .addOption(formatOption())
    .action(async ({ transform, ...options }) => {
      const prefix = transform === undefined ? '' : `${transform}>`
      const policies = options.policy?.map((text) =>
        text.includes('>') ? text : `${prefix}${text}`,
      )
      if (POOLS.includes(options.benchmark)) {
        await evaluatePoolFile({ ...options, policies, prefix })
        return
      }
      const evaluated = await evaluateFile({ ...options, policies, prefix })
      if (evaluated.status === 'failed') {
        process.exitCode = reportFailure(evaluated)
        return
      }
      for (const warning of evaluated.warnings) console.error(`warning: ${warning}`)
      printReport(evaluated.report, options.format, evaluated.benchmark.definition)
      process.exitCode = EXIT.done
    })
}

/** Names of Best-of-N pools: any in a folder, and the built-in one. */
const POOLS: readonly string[] = ['best-of-n', BON_GSM8K.id]

async function evaluatePoolFile({
  format,
  ...options
}: Omit<PoolOptions, 'policies'> &
  Pick<EvaluateOptions, 'policies' | 'prefix'> & { readonly format: Format }): Promise<void> {
  const evaluated = await evaluatePool(options)
  if (evaluated.status === 'failed') {
    process.exitCode = reportFailure(evaluated)
    return
  }
  for (const warning of evaluated.warnings) console.error(`warning: ${warning}`)
  printPoolReport(evaluated.report, format)
  process.exitCode = EXIT.done
}

interface EvaluateOptions extends BenchmarkChoice {
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

function readSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new InvalidArgumentError('Write a whole number.')
}
