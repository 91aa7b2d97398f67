import { Command } from '@commander-js/extra-typings'
import { Run } from '#schema/run.ts'
import { EXIT } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { answer, openService } from '../service.ts'
import { apiOption, runArgument } from './options.ts'

export function supersedeCommand() {
  return new Command('supersede')
    .description('Put another run of yours in a run’s place on the boards; it stays readable')
    .addArgument(runArgument())
    .addOption(apiOption())
    .requiredOption('--by <run>', 'the run that takes its place, of the same benchmark')
    .requiredOption('--reason <text>', 'why, for everyone to read')
    .addHelpText(
      'after',
      '\nThe token of its submitter, or an operator’s, is read from STEPMARK_TOKEN.',
    )
    .action(async (id, { api: url, by, reason }) => {
      const service = openService(url, { variable: 'STEPMARK_TOKEN', environment: process.env })
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const call = service.api.runs[':id'].supersede.$post({ param: { id }, json: { by, reason } })
      const moved = await answer(url, call, Run)
      if (moved.status === 'failed') {
        process.exitCode = reportFailure(moved)
        return
      }
      console.error(`${id} is superseded by ${by}: ${moved.body.reason}`)
      process.stdout.write(`${url}/runs/${by}\n`)
      process.exitCode = EXIT.done
    })
}
