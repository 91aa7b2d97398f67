import { Command, Option } from '@commander-js/extra-typings'
import { PRM_VARIANTS } from '#schema/metrics/step-counts.ts'
import { evaluateFile } from '../evaluate-file.ts'
import { EXIT } from '../exit-code.ts'
import { failed, reportFailure } from '../failure.ts'
import { formatOption } from '../output/format.ts'
import { printReport } from '../output/print-report.ts'
import {
  benchmarkOption,
  dataOption,
  labelsOption,
  policyOption,
  scoreKindOption,
  seedOption,
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
    .addOption(
      new Option(
        '--variant <variant>',
        'how step labels are counted: by our rules, or as PRMBench’s own evaluator does',
      )
        .choices(PRM_VARIANTS)
        .default('strict' as const),
    )
    .addOption(seedOption())
    .option(
      '--diagnostics',
      'also say what lies behind the metrics: threshold-free metrics, calibration, outcomes and slices; of the best_of policies of a pool, what would save computation; whole in json, the most telling in the table',
    )
    .option(
      '--allow-partial',
      'with --diagnostics: threshold-free metrics and calibration of the steps that have a score, where some have none',
    )
    .addOption(formatOption())
    .action(async ({ transform, policy, format, ...options }) => {
      if (options.diagnostics && format === 'csv') {
        const message = 'Diagnostics are no rows; write them with --format json or table'
        process.exitCode = reportFailure(failed('usage', message))
        return
      }
      const prefix = transform === undefined ? '' : `${transform}>`
      const policies = policy?.map((text) => (text.includes('>') ? text : `${prefix}${text}`))
      const evaluated = await evaluateFile({ ...options, policies, prefix })
      if (evaluated.status === 'failed') {
        process.exitCode = reportFailure(evaluated)
        return
      }
      for (const warning of evaluated.warnings) console.error(`warning: ${warning}`)
      printReport(evaluated.report, { definition: evaluated.benchmark.definition, format })
      process.exitCode = EXIT.done
    })
}
