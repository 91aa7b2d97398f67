import { Argument, Command, Option } from '@commander-js/extra-typings'
import { EXIT } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { interruptSignal } from '../interrupt-signal.ts'
import { reportTable } from '../output/report-table.ts'
import { mergeShards } from '../run/merge-shards.ts'

export function mergeCommand() {
  return new Command('merge')
    .description('Put the runs of all shards together as one run')
    .addArgument(new Argument('<folders...>', 'the run folders of the shards, in any order'))
    .option('-o, --output <dir>', 'where run folders are made', 'runs')
    .option('-q, --quiet', 'no table')
    .addOption(
      new Option('--format <format>', 'what to write to stdout: the folder, or a report')
        .choices(['path', 'json'] as const)
        .default('path' as const),
    )
    .action(async (folders, { output, quiet, format }) => {
      const options = { root: output, now: new Date(), signal: interruptSignal() }
      const merged = await mergeShards(folders, options)
      if (merged.status === 'failed') {
        process.exitCode = reportFailure(merged)
        return
      }
      const { folder, plan, report, manifest, failures } = merged
      if (!quiet) {
        console.error(reportTable(report, plan.benchmark.definition, process.stderr))
        if (failures > 0) console.error(`${failures} items failed and count as wrong.`)
        console.error(`Saved in ${folder}`)
        if (!manifest.partial) console.error(`Publish it with:\n  npx stepmark submit ${folder}`)
      }
      process.stdout.write(
        format === 'path' ? `${folder}\n` : `${JSON.stringify({ folder, ...report }, null, 2)}\n`,
      )
      process.exitCode = failures > 0 ? EXIT.partial : EXIT.done
    })
}
