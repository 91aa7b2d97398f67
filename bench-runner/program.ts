import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { adminCommand } from './commands/admin.ts'
import { compareCommand } from './commands/compare.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { fetchCommand } from './commands/fetch.ts'
import { importCommand } from './commands/import.ts'
import { listCommand } from './commands/list.ts'
import { runCommand } from './commands/run.ts'
import { submitCommand } from './commands/submit.ts'
import { validateCommand } from './commands/validate.ts'
import { EXIT, EXIT_HELP, type ExitCode } from './exit-code.ts'
import { unknownName } from './failure.ts'

/** The commands, in the order the help shows them. */
const COMMANDS: readonly (() => CommandUnknownOpts)[] = [
  runCommand,
  evaluateCommand,
  compareCommand,
  validateCommand,
  submitCommand,
  importCommand,
  exportCommand,
  listCommand,
  fetchCommand,
  adminCommand,
]

/** Runs one command line to its end. Commands set the exit code themselves. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = exitCodeOf(error)
  }
}

function program() {
  const root = new Command('stepmark')
    .description('Score process reward models and compute their metrics')
    .helpCommand(false)
    .addHelpText('after', `\n${EXIT_HELP}`)
    .exitOverride()
  for (const command of COMMANDS) root.addCommand(settle(command(), root, 'stepmark'))
  const names = root.commands.map((command) => command.name())
  root.on('command:*', ([name = '']: string[]) => {
    root.error(`error: ${unknownName('command', name, names)}`)
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
