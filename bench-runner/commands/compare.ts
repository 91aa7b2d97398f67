import { Command } from '@commander-js/extra-typings'
import { compareFiles } from '../compare-files.ts'
import { EXIT } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { comparisonCsv, comparisonTable } from '../output/comparison-table.ts'
import { formatOption } from '../output/format.ts'
import {
  benchmarkOption,
  dataOption,
  labelsOption,
  policyOption,
  scoreKindOption,
  seedOption,
} from './options.ts'

export function compareCommand() {
  return new Command('compare')
    .description('Say whether one model really beats another: differences, p-values, flips')
    .argument('<a>', 'predictions of one model; may be gzip')
    .argument('<b>', 'predictions of the other')
    .addOption(benchmarkOption().makeOptionMandatory())
    .addOption(dataOption())
    .addOption(labelsOption())
    .addOption(policyOption())
    .addOption(scoreKindOption())
    .addOption(seedOption())
    .addOption(formatOption())
    .action(async (a, b, { policy, format, ...options }) => {
      if ((policy?.length ?? 1) > 1) {
        console.error('error: Give one policy; each is a comparison of its own')
        process.exitCode = EXIT.usage
        return
      }
      const compared = await compareFiles({ ...options, files: [a, b], policy: policy?.[0] })
      if (compared.status === 'failed') {
        process.exitCode = reportFailure(compared)
        return
      }
      const { comparison, benchmark } = compared
      for (const warning of benchmark.warnings) console.error(`warning: ${warning}`)
      switch (format) {
        case 'json':
          process.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`)
          break
        case 'csv':
          process.stdout.write(comparisonCsv(comparison))
          break
        case 'table':
          process.stdout.write(comparisonTable(comparison, benchmark.definition, process.stdout))
      }
      process.exitCode = EXIT.done
    })
}
