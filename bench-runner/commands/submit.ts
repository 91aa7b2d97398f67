import { Command, Option } from '@commander-js/extra-typings'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { failed, reportFailure } from '../failure.ts'
import { checkRun } from '../run/check-run.ts'
import { readRunFolder } from '../run/read-run-folder.ts'
import { openService } from '../service.ts'
import { submitRun } from '../submit-run.ts'
import { apiOption, dataOption, labelsOption } from './options.ts'

export function submitCommand() {
  return new Command('submit')
    .description('Check a run here, upload it, and have the service recompute and list it')
    .argument('<run-dir>', 'the folder of a finished run')
    .addOption(apiOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .option('-q, --quiet', 'no progress')
    .addOption(
      new Option('--format <format>', 'what to write to stdout: the address of the run, or the run')
        .choices(['url', 'json'] as const)
        .default('url' as const),
    )
    .addHelpText('after', '\nThe token is read from STEPMARK_TOKEN.')
    .action(async (folder, options) => {
      process.exitCode = await submit(folder, options)
    })
}

interface SubmitOptions {
  readonly api: string
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly quiet?: true | undefined
  readonly format: 'url' | 'json'
}

/** Checks and uploads one run, and writes its address to stdout. */
export async function submit(folder: string, options: SubmitOptions): Promise<ExitCode> {
  const { api, data, labels, quiet, format } = options
  const service = openService(api, { variable: 'STEPMARK_TOKEN', environment: process.env })
  if (service.status === 'failed') return reportFailure(service)
  const checked = await checkRun(folder, { data, labels })
  if (checked.status === 'failed') return reportFailure(checked)
  if (checked.issues.length > 0) {
    return reportFailure(failed('invalid', `${folder} would be refused`, checked.issues))
  }
  const run = await readRunFolder(folder)
  if (run.status === 'failed') return reportFailure(run)

  const submitted = await submitRun(service, run, (done, total) => {
    if (!quiet && total > 0) console.error(`Uploaded ${done} of ${total} parts`)
  })
  if (submitted.status === 'failed') return reportFailure(submitted)
  const { id, state, reason } = submitted.run
  if (!quiet) console.error(submitted.listedBefore ? `${id} was listed before` : `Listed as ${id}`)
  if (state === 'held') console.error(`warning: held, and not ranked until cleared: ${reason}`)
  process.stdout.write(
    format === 'url' ? `${api}/runs/${id}\n` : `${JSON.stringify(submitted.run, null, 2)}\n`,
  )
  return EXIT.done
}
