import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { PRM_VARIANTS, type PrmVariant } from '#schema/metrics/step-counts.ts'
import { BON_GSM8K } from '../benchmarks/best-of-n.ts'
import { PRMBENCH } from '../benchmarks/prmbench.ts'
import { type EvaluateOptions, evaluateFile } from '../evaluate-file.ts'
import { evaluatePool } from '../evaluate-pool.ts'
import { evaluateSteps } from '../evaluate-steps.ts'
import { EXIT } from '../exit-code.ts'
import { type Failed, reportFailure } from '../failure.ts'
import { formatOption } from '../output/format.ts'
import { poolTable } from '../output/pool-table.ts'
import { type Printable, printReport } from '../output/print-report.ts'
import {
  FIRST_ERROR_COLUMNS,
  POOL_COLUMNS,
  reportCsv,
  STEPS_COLUMNS,
} from '../output/report-csv.ts'
import { reportTable } from '../output/report-table.ts'
import { stepsTable } from '../output/steps-table.ts'
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
    .addOption(benchmarkOption(`, ${[...EVALUATORS.keys()].join(', ')}`).makeOptionMandatory())
    .addOption(dataOption())
    .addOption(labelsOption())
    .requiredOption('--predictions <file>', 'one JSON line an item; may be gzip')
    .addOption(policyOption())
    .addOption(transformOption())
    .addOption(scoreKindOption())
    .addOption(
      new Option(
        '--variant <variant>',
        'how PRMBench counts: by our rules, or as its own evaluator',
      )
        .choices(PRM_VARIANTS)
        .default('strict' as const),
    )
    .option('--seed <number>', 'seed of the subsets drawn from a pool', readSeed, 0)
    .addOption(formatOption())
    .action(async ({ transform, policy, format, ...options }) => {
      const prefix = transform === undefined ? '' : `${transform}>`
      const policies = policy?.map((text) => (text.includes('>') ? text : `${prefix}${text}`))
      const evaluateBenchmark = EVALUATORS.get(options.benchmark) ?? firstError
      const evaluated = await evaluateBenchmark({ ...options, policies, prefix })
      if (evaluated.status === 'failed') {
        process.exitCode = reportFailure(evaluated)
        return
      }
      for (const warning of evaluated.warnings) console.error(`warning: ${warning}`)
      printReport(evaluated, format)
      process.exitCode = EXIT.done
    })
}

interface Options extends EvaluateOptions {
  readonly seed: number
  readonly variant: PrmVariant
}

type Evaluation = Printable & { readonly status: 'ok'; readonly warnings: readonly string[] }

/** Benchmarks that are not of the kind first_error; `best-of-n` is any pool in a folder. */
const EVALUATORS: ReadonlyMap<string, (options: Options) => Promise<Evaluation | Failed>> = new Map(
  [
    ['best-of-n', pool],
    [BON_GSM8K.id, pool],
    [PRMBENCH.id, steps],
  ],
)

async function firstError(options: Options): Promise<Evaluation | Failed> {
  const evaluated = await evaluateFile(options)
  if (evaluated.status === 'failed') return evaluated
  const { report, benchmark, ...rest } = evaluated
  const csv = () => reportCsv(report, FIRST_ERROR_COLUMNS)
  const table = (stream: NodeJS.WriteStream) => reportTable(report, benchmark.definition, stream)
  return { ...rest, json: report, csv, table }
}

async function pool(options: Options): Promise<Evaluation | Failed> {
  const evaluated = await evaluatePool(options)
  if (evaluated.status === 'failed') return evaluated
  const { report, ...rest } = evaluated
  const csv = () => reportCsv(report, POOL_COLUMNS)
  return { ...rest, json: report, csv, table: (stream) => poolTable(report, stream) }
}

async function steps(options: Options): Promise<Evaluation | Failed> {
  const evaluated = await evaluateSteps(options)
  if (evaluated.status === 'failed') return evaluated
  const { report, ...rest } = evaluated
  const csv = () => reportCsv(report, STEPS_COLUMNS)
  return { ...rest, json: report, csv, table: (stream) => stepsTable(report, stream) }
}

function readSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new InvalidArgumentError('Write a whole number.')
}
