import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { MODEL_KINDS } from '#schema/manifest.ts'
import type { ExitCode } from '../exit-code.ts'
import { failed, reportFailure } from '../failure.ts'
import { IMPORT_FORMATS } from '../interchange/import-formats.ts'
import { isStepRule } from '../interchange/step-rule.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { importFiles, type ImportFilesOptions } from './import-files.ts'
import { importSource, type ImportSourceOptions } from './import-source.ts'
import { apiOption, labelsOption, scoreKindOption } from './options.ts'
import { readNumber, readParams } from './read-number.ts'

/** Options that mean something for published scores only, and for files only. */
const FOR_SOURCE = ['data', 'trustFirstFetch'] as const
const FOR_FILES = [
  'benchmark',
  'labels',
  'kind',
  'modelRevision',
  'params',
  'base',
  'license',
  'scoreKind',
  'cut',
  'rule',
] as const

export function importCommand() {
  return new Command('import')
    .description(
      'Make runs of step scores that others have published, or of files in the forms of others',
    )
    .argument('[files...]', 'with --from: rows of one model, one JSON object a line; may be gzip')
    .option('--source <id>', 'who published them: see stepmark list sources')
    .addOption(
      new Option('--from <format>', 'the form of the files: see docs/interchange.md').choices(
        IMPORT_FORMATS.map(({ id }) => id),
      ),
    )
    .option(
      '-m, --model <name>',
      'of a source: import this model only; repeatable. With --from: owner/name of the model',
      append,
    )
    .option('--data <dir>', 'of a source: read the scores from this folder, download none of them')
    .option('--benchmark-data <dir>', 'read the benchmark from this folder, download nothing of it')
    .option(
      '--trust-first-fetch',
      'also import scores of which no digest is known here; what is fetched now is recorded, and demanded from then on',
    )
    .option('-b, --benchmark <id>', 'with --from: a built-in benchmark, or the path of a manifest')
    .addOption(labelsOption())
    .addOption(new Option('--kind <kind>', 'with --from: what the model is').choices(MODEL_KINDS))
    .option('--model-revision <text>', 'with --from: commit or version of its weights')
    .option('--params <number>', 'with --from: its parameters, such as 7.08e9 or 7.08B', readParams)
    .option('--base <text>', 'with --from: the model it was trained from')
    .option('--license <text>', 'with --from: licence of its weights')
    .addOption(scoreKindOption())
    .option('--cut <number>', 'threshold declared beforehand, to rank without labels', readNumber)
    .option(
      '--rule <policy>',
      'with --from prmbench: how its labels were made of its scores, as fixed:0.5 or delta>fixed:-0.05 (default: fixed at the cut of the scores)',
      readRule,
    )
    .option('-o, --output <dir>', 'where run folders are made', 'runs')
    .option('--submit', 'submit each run, with the token in STEPMARK_TOKEN')
    .addOption(apiOption())
    .option('-q, --quiet', 'no progress')
    .action(async (files, options, command) => {
      const signal = interruptSignal()
      const isGiven = (name: keyof typeof options) => command.getOptionValueSource(name) === 'cli'
      const code = await importEither(files, { ...options, isGiven }, signal)
      process.exitCode = signal.aborted ? interruptCode(signal) : code
    })
}

type ImportOptions = Omit<ImportSourceOptions, 'source'> &
  Omit<ImportFilesOptions, 'from' | 'model'> & {
    readonly source?: string | undefined
    readonly from?: ImportFilesOptions['from'] | undefined
    readonly isGiven: (name: (typeof FOR_SOURCE | typeof FOR_FILES)[number]) => boolean
  }

async function importEither(
  files: readonly string[],
  options: ImportOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { source, from, model = [] } = options
  if ((source === undefined) === (from === undefined)) {
    return reportFailure(failed('usage', 'Give either --source ID, or --from FORMAT and files'))
  }
  const astray = source === undefined ? FOR_SOURCE : FOR_FILES
  const given = astray.find(options.isGiven)
  if (given !== undefined || (source !== undefined && files.length > 0)) {
    const what = given === undefined ? 'Files are' : `--${dashed(given)} is`
    const message = `${what} for ${source === undefined ? '--source' : '--from'}; leave it out`
    return reportFailure(failed('usage', message))
  }
  if (source !== undefined) return importSource({ ...options, source }, signal)
  if (from === undefined || files.length === 0) {
    return reportFailure(failed('usage', 'Give the files to read'))
  }
  const [only, ...others] = model
  if (others.length > 0) return reportFailure(failed('usage', 'The files are of one --model'))
  return importFiles(files, { ...options, from, model: only }, signal)
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function append(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

function readRule(text: string): string {
  if (isStepRule(text)) return text
  throw new InvalidArgumentError('Write fixed:<t>, with a transform and > before it or none.')
}
