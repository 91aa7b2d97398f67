import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { failed, reasonOf, reportFailure } from '../failure.ts'
import {
  type ExportedFile,
  type Relationship,
  RELATIONSHIPS,
} from '../interchange/export-format.ts'
import { EXPORT_FORMATS } from '../interchange/export-formats.ts'
import { exportedRun } from '../interchange/exported-run.ts'
import { isHubDataset } from '../interchange/hub-dataset.ts'
import { writeAtomically } from '../write-file.ts'
import { dataOption, labelsOption, policyOption } from './options.ts'

const FORMATS = EXPORT_FORMATS.map(({ id }) => id)
type FormatId = (typeof FORMATS)[number]

export function exportCommand() {
  return new Command('export')
    .description('Write a run in a form that others read')
    .argument('<run-dir>', 'the folder of a finished run')
    .addOption(
      new Option('--format <format>', 'the form: see docs/interchange.md')
        .choices(FORMATS)
        .makeOptionMandatory(),
    )
    .option(
      '-o, --output <dir>',
      'where the files of eee and lm-eval are written (default: "exports")',
    )
    .addOption(dataOption())
    .addOption(labelsOption())
    .addOption(policyOption())
    .option('--url <url>', 'where the run can be read, to be named as the source', readUrl)
    .option(
      '--dataset <owner/name>',
      'the benchmark on the Hugging Face hub, where it is not known here',
      readDataset,
    )
    .option('--organization <name>', 'who evaluated the model, which eee asks for')
    .addOption(
      new Option('--relationship <kind>', 'how they stand to the makers of the model, for eee')
        .choices(RELATIONSHIPS)
        .default('other' as const),
    )
    .addHelpText(
      'after',
      '\nYAML goes to stdout: commit it to the model’s repository yourself. Nothing is sent anywhere.',
    )
    .action(async (folder, options) => {
      process.exitCode = await exportRun(folder, options)
    })
}

interface ExportOptions {
  readonly format: FormatId
  readonly output?: string | undefined
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly policy?: readonly string[] | undefined
  readonly url?: string | undefined
  readonly dataset?: string | undefined
  readonly organization?: string | undefined
  readonly relationship: Relationship
}

async function exportRun(folder: string, options: ExportOptions): Promise<ExitCode> {
  const { output, data, labels, policy: policies, ...about } = options
  const format = EXPORT_FORMATS.find(({ id }) => id === options.format)
  if (format === undefined) throw new Error(`No format ${options.format}`)
  const run = await exportedRun(folder, { data, labels, policies })
  if (run.status === 'failed') return reportFailure(run)
  const exported = format.write(run, { ...about, now: new Date() })
  if (exported.status === 'failed') return reportFailure(exported)
  if (exported.status === 'document' && output !== undefined) {
    return reportFailure(
      failed('usage', `${format.id} is one text; it goes to stdout, leave --output out`),
    )
  }
  const warnings = [...run.warnings, ...(exported.status === 'files' ? exported.warnings : [])]
  for (const warning of warnings) console.error(`warning: ${warning}`)
  if (exported.status === 'files') return writeFiles(exported.files, output ?? 'exports')
  process.stdout.write(exported.text)
  return EXIT.done
}

/** Writes files into a folder, and their paths to stdout. */
async function writeFiles(files: readonly ExportedFile[], folder: string): Promise<ExitCode> {
  try {
    for (const { path, content } of files) {
      await writeAtomically(join(folder, path), content)
      process.stdout.write(`${join(folder, path)}\n`)
    }
  } catch (error) {
    return reportFailure(failed('unreadable', `Cannot write to ${folder}: ${reasonOf(error)}`))
  }
  return EXIT.done
}

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  throw new InvalidArgumentError('Write an http or https address.')
}

function readDataset(text: string): string {
  if (isHubDataset(text)) return text
  throw new InvalidArgumentError('Write owner/name.')
}
