import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { formatTable } from '../output/table.ts'
import { type DryRun, dryRun } from '../run/dry-run.ts'
import { type RunOptions, runRequest } from './run-request.ts'

/** Tells what a run would ask of a model, and asks nothing. */
export async function showDryRun(
  options: RunOptions & { readonly format: 'path' | 'json' },
  signal: AbortSignal,
): Promise<ExitCode> {
  const asked = await runRequest(options)
  if (asked.status === 'failed') return reportFailure(asked)
  const dry = await dryRun(asked.request, signal)
  if (dry.status === 'failed') return reportFailure(dry)
  const { found } = dry
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : `${tableOf(found)}\n`,
  )
  return EXIT.done
}

function tableOf({ refused, refusedItems, ...found }: DryRun): string {
  const rows = Object.entries(found).filter(([, value]) => value !== null)
  const refusals = Object.entries(refused).map(([code, count]) => [`refused: ${code}`, count])
  const named = refusedItems.length === 0 ? [] : [['such as', refusedItems.slice(0, 5).join(' ')]]
  const cells = [...rows, ...refusals, ...named].map((row) => row.map(String))
  return formatTable([{ head: 'what' }, { head: 'found' }], cells, process.stdout)
}
