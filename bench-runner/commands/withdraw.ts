import { Command } from '@commander-js/extra-typings'
import { Run } from '#schema/run.ts'
import { EXIT } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { answer, openService } from '../service.ts'
import { apiOption, runArgument } from './options.ts'

export function withdrawCommand() {
  return new Command('withdraw')
    .description('Take a run off the boards for good; it stays readable, with the reason')
    .addArgument(runArgument())
    .addOption(apiOption())
    .requiredOption('--reason <text>', 'why, for everyone to read')
    .addHelpText(
      'after',
      '\nThe token of its submitter, or an operator’s, is read from STEPMARK_TOKEN.',
    )
    .action(async (id, { api: url, reason }) => {
      const service = openService(url, { variable: 'STEPMARK_TOKEN', environment: process.env })
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const call = service.api.runs[':id'].withdraw.$post({ param: { id }, json: { reason } })
      const moved = await answer(url, call, Run)
      if (moved.status === 'failed') {
        process.exitCode = reportFailure(moved)
        return
      }
      console.error(`${id} is withdrawn: ${moved.body.reason}`)
      process.stdout.write(`${url}/runs/${id}\n`)
      process.exitCode = EXIT.done
    })
}
