import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { EXIT, EXIT_HELP, type ExitCode } from './exit-code.ts'
import { unknownName } from './failure.ts'

/** The commands, in the order the help shows them; each is loaded when it is needed. */
const COMMANDS = new Map<string, () => Promise<CommandUnknownOpts>>([
  ['run', async () => (await import('./commands/run.ts')).runCommand()],
  ['merge', async () => (await import('./commands/merge.ts')).mergeCommand()],
  ['evaluate', async () => (await import('./commands/evaluate.ts')).evaluateCommand()],
  ['compare', async () => (await import('./commands/compare.ts')).compareCommand()],
  ['validate', async () => (await import('./commands/validate.ts')).validateCommand()],
  ['submit', async () => (await import('./commands/submit.ts')).submitCommand()],
  ['status', async () => (await import('./commands/status.ts')).statusCommand()],
  ['withdraw', async () => (await import('./commands/withdraw.ts')).withdrawCommand()],
  ['supersede', async () => (await import('./commands/supersede.ts')).supersedeCommand()],
  ['import', async () => (await import('./commands/import.ts')).importCommand()],
  ['export', async () => (await import('./commands/export.ts')).exportCommand()],
  ['list', async () => (await import('./commands/list.ts')).listCommand()],
  ['fetch', async () => (await import('./commands/fetch.ts')).fetchCommand()],
  ['render', async () => (await import('./commands/render.ts')).renderCommand()],
  ['search', async () => (await import('./commands/search.ts')).searchCommand()],
  ['doctor', async () => (await import('./commands/doctor.ts')).doctorCommand()],
  ['admin', async () => (await import('./commands/admin.ts')).adminCommand()],
])

/** Runs one command line to its end. Commands set the exit code themselves. */
export async function main(argv: readonly string[]): Promise<void> {
  const named = COMMANDS.get(argv[2] ?? '')
  const loaded = await Promise.all((named ? [named] : [...COMMANDS.values()]).map((load) => load()))
  try {
    await program(loaded).parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = exitCodeOf(error)
  }
}

function program(commands: readonly CommandUnknownOpts[]) {
  const root = new Command('stepmark')
    .description('Score process reward models and compute their metrics')
    .helpCommand(false)
    .addHelpText('after', `\n${EXIT_HELP}`)
    .exitOverride()
  for (const command of commands) root.addCommand(settle(command, root, 'stepmark'))
  root.on('command:*', ([name = '']: string[]) => {
    root.error(`error: ${unknownName('command', name, [...COMMANDS.keys()])}`)
  })
  return root
}

/** Gives a command, and those under it, the ways of ending and of telling that all commands share. */
function settle(command: CommandUnknownOpts, parent: CommandUnknownOpts, path: string) {
  const name = `${path} ${command.name()}`
  command.copyInheritedSettings(parent)
  command.showHelpAfterError(`Run ${name} --help for what it takes.`)
  for (const child of command.commands) settle(child, command, name)
  return command.addHelpText('after', `\n${EXIT_HELP}`)
}

function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? EXIT.done : EXIT.usage
}
