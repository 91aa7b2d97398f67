import { Command, Option } from '@commander-js/extra-typings'
import { PRM_VARIANTS } from '#schema/metrics/step-counts.ts'
import { evaluateFile } from '../evaluate-file.ts'
import { EXIT } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
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
    .addOption(formatOption())
    .action(async ({ transform, policy, format, ...options }) => {
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
