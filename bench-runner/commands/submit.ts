import { Command, Option } from '@commander-js/extra-typings'
import type { Run } from '#schema/run.ts'
import type { Submission } from '#schema/submission.ts'
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
    .option('--unlisted', 'show the run to those alone who have its link, until it is published')
    .option('-q, --quiet', 'no progress')
    .addOption(
      new Option('--format <format>', 'what to write to stdout: the address of the run, or the run')
        .choices(['url', 'json'] as const)
        .default('url' as const),
    )
    .addHelpText(
      'after',
      [
        '\nThe token is read from STEPMARK_TOKEN. Without it, a GitHub Actions job that has',
        'the permission id-token: write submits as the owner of its repository.',
      ].join('\n'),
    )
    .action(async (folder, options) => {
      process.exitCode = await submit(folder, options)
    })
}

interface SubmitOptions {
  readonly api: string
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly unlisted?: true | undefined
  readonly quiet?: true | undefined
  readonly format: 'url' | 'json'
}

/** Checks and uploads one run, and writes its address to stdout. */
export async function submit(folder: string, options: SubmitOptions): Promise<ExitCode> {
  const { api, data, labels, unlisted, quiet, format } = options
  const service = openService(api, { variable: 'STEPMARK_TOKEN', environment: process.env })
  if (service.status === 'failed') return reportFailure(service)
  const checked = await checkRun(folder, { data, labels })
  if (checked.status === 'failed') return reportFailure(checked)
  if (checked.issues.length > 0) {
    return reportFailure(failed('invalid', `${folder} would be refused`, checked.issues))
  }
  const run = await readRunFolder(folder)
  if (run.status === 'failed') return reportFailure(run)

  const submitted = await submitRun(service, run, {
    unlisted,
    onOpen: ({ id, key }) => {
      // At once: a run that is cut off after it was stored has no other way to its link.
      if (key !== undefined) console.error(`Its link will be ${addressOf(api, id, key)}`)
    },
    onPart: (done, total) => {
      if (!quiet && total > 0) console.error(`Uploaded ${done} of ${total} parts`)
    },
  })
  if (submitted.status === 'failed') return reportFailure(submitted)
  const { id, state, reason } = submitted.run
  if (!quiet) console.error(told(submitted))
  if (state === 'held') console.error(`warning: held, and not ranked until cleared: ${reason}`)
  const address = addressOf(api, id, submitted.before.key)
  process.stdout.write(
    format === 'url' ? `${address}\n` : `${JSON.stringify(submitted.run, null, 2)}\n`,
  )
  if (state === 'listed' || state === 'held') return EXIT.done
  return reportFailure(failed('refused', `${id} was ${state} before, and stays so: ${reason}`))
}

function addressOf(api: string, id: string, key: string | undefined): string {
  return `${api}/runs/${id}${key === undefined ? '' : `?key=${key}`}`
}

function told({ run, before }: { readonly run: Run; readonly before: Submission }): string {
  const { id, unlisted } = run
  const isNew = before.state === 'draft'
  if (unlisted) return isNew ? `Recomputed as ${id}, unlisted` : `${id} was sent before, unlisted`
  return isNew ? `Listed as ${id}` : `${id} was listed before`
}
