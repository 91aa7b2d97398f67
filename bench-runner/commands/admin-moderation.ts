import { Command } from '@commander-js/extra-typings'
import { Run } from '#schema/run.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { answer, openService } from '../service.ts'
import { apiOption } from './options.ts'

/** `admin clear` and `admin hold`, which differ in what they are called alone. */
export function moderationCommand(verb: 'clear' | 'hold', description: string) {
  return new Command(verb)
    .description(`${description}; the log tells of it`)
    .argument('<run>', 'run_…, as its page names it')
    .requiredOption('--reason <text>', 'why, in words for everyone')
    .addOption(apiOption())
    .action(async (run, { reason, api }) => {
      process.exitCode = await decide(verb, { run, reason, url: api })
    })
}

async function decide(
  verb: 'clear' | 'hold',
  { run: id, reason, url }: { readonly run: string; readonly reason: string; readonly url: string },
): Promise<ExitCode> {
  const service = openService(url, {
    variable: 'STEPMARK_OPERATOR_TOKEN',
    environment: process.env,
  })
  if (service.status === 'failed') return reportFailure(service)
  const call = service.api.admin.runs[':id'][verb].$post({ param: { id }, json: { reason } })
  const decided = await answer(url, call, Run)
  if (decided.status === 'failed') return reportFailure(decided)
  console.error(`${id} is ${decided.body.state}`)
  process.stdout.write(`${url}/runs/${id}\n`)
  return EXIT.done
}
