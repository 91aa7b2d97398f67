import { Command, Option } from '@commander-js/extra-typings'
import type { Issue } from '#schema/error.ts'
import type { ScoreKind } from '#schema/score-kind.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { openBenchmark } from '../benchmarks/open-benchmark.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { readPredictions } from '../read-predictions.ts'
import { checkRun } from '../run/check-run.ts'
import { benchmarkOption, dataOption, labelsOption, scoreKindOption } from './options.ts'

export function validateCommand() {
  return new Command('validate')
    .description('Check a run, or a predictions file, by the rules of the service')
    .argument('[run-dir]', 'the folder of a finished run')
    .addOption(benchmarkOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .option('--predictions <file>', 'check this file instead of a run folder')
    .addOption(scoreKindOption())
    .addOption(
      new Option('--format <format>', 'json writes {valid, issues} to stdout')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .action(async (folder, options) => {
      const checked = await check(folder, options)
      process.exitCode = options.format === 'json' ? printJson(checked) : printText(checked)
    })
}

interface ValidateOptions {
  readonly benchmark?: string | undefined
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly predictions?: string | undefined
  readonly scoreKind: ScoreKind
}

type Checked = { readonly status: 'valid'; readonly subject: string } | Failed

async function check(folder: string | undefined, options: ValidateOptions): Promise<Checked> {
  const { benchmark, predictions } = options
  if ((folder === undefined) === (predictions === undefined)) {
    return failed('usage', 'Give either a run folder or --predictions FILE')
  }
  if (folder !== undefined) {
    const run = await checkRun(folder, options)
    if (run.status === 'failed') return run
    return conclude(folder, run.issues)
  }
  if (benchmark === undefined || predictions === undefined) {
    return failed('usage', '--predictions needs --benchmark, to be checked against')
  }
  return checkFile(predictions, { ...options, benchmark })
}

async function checkFile(
  path: string,
  options: ValidateOptions & { readonly benchmark: string },
): Promise<Checked> {
  const opened = await openBenchmark(options)
  if (opened.status === 'failed') return opened
  for (const warning of opened.warnings) console.error(`warning: ${warning}`)
  const { scoreKind } = options
  const items = opened.revision.items.map(kindOf(opened.definition.kind).expectedOf)
  const read = await readPredictions(path, items, {
    scoreKind,
    allowMissing: false,
  })
  return read.status === 'failed' ? read : { status: 'valid', subject: path }
}

function conclude(subject: string, issues: readonly Issue[]): Checked {
  if (issues.length === 0) return { status: 'valid', subject }
  return failed('invalid', `${subject} would be refused`, issues)
}

function printText(checked: Checked): ExitCode {
  if (checked.status === 'failed') return reportFailure(checked)
  process.stdout.write(`${checked.subject} is valid\n`)
  return EXIT.done
}

/** Problems with what was checked go to stdout; that it could not be checked at all, to stderr. */
function printJson(checked: Checked): ExitCode {
  if (checked.status === 'failed' && checked.code !== 'invalid') return reportFailure(checked)
  const valid = checked.status === 'valid'
  const issues = valid ? [] : (checked.issues ?? [{ field: '', message: checked.message }])
  process.stdout.write(`${JSON.stringify({ valid, issues }, null, 2)}\n`)
  return valid ? EXIT.done : EXIT.failed
}
