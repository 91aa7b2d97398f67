import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type { Issue } from '#schema/error.ts'
import { MODEL_KINDS } from '#schema/manifest.ts'
import { DEVICES } from '../backends/engine-options.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reasonOf, reportFailure } from '../failure.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { startProgress } from '../output/progress.ts'
import { reportTable } from '../output/report-table.ts'
import { checkModel } from '../run/check-model.ts'
import { type ClaimedFolder, claimFolder } from '../run/claim-folder.ts'
import { type Executed, executeRun } from '../run/execute-run.ts'
import { FOUND, planRun, requestOf, type RunPlan } from '../run/plan-run.ts'
import { readConfig } from '../run/read-run-folder.ts'
import type { RunConfig } from '../run/run-config.ts'
import { showDryRun } from './dry-run.ts'
import { engineOptions } from './fed-options.ts'
import { askedScoreKindOption, benchmarkOption, dataOption, labelsOption } from './options.ts'
import { readNumber, readParams } from './read-number.ts'
import { type RunOptions, runRequest } from './run-request.ts'
import {
  apiKeyEnvOption,
  baseUrlOption,
  patienceOption,
  referenceModelOption,
  referenceUrlOption,
  routeOption,
  servedModelOption,
  timeoutOption,
  tokensInFlightOption,
} from './server-options.ts'

export function runCommand() {
  return new Command('run')
    .description('Score a benchmark with a model and keep its step scores')
    .addOption(benchmarkOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .option('--backend <id>', 'the engine that scores: see stepmark list backends')
    .option('-m, --model <id>', 'owner/name of the model, or the name of a baseline')
    .option('--model-revision <text>', 'commit or version of its weights')
    .addOption(new Option('--kind <kind>', 'what the model is').choices(MODEL_KINDS))
    .option('--params <number>', 'its parameters, such as 7.08e9 or 7.08B', readParams)
    .option('--base <text>', 'the model it was trained from')
    .option('--license <text>', 'licence of its weights')
    .option('--predictions <file>', 'predictions to replay; may be gzip')
    .option(
      '-a, --adapter <id>',
      'how the model is fed: id, id:variant or the path of a .yaml file',
    )
    .option('--model-dir <dir>', 'folder of the exported model, of --backend onnx')
    .option('--reference-dir <dir>', 'folder of the model that an implicit PRM is compared with')
    .option('-t, --tokenizer <dir>', 'folder of tokenizer.json (default: that of the model)')
    .addOption(new Option('--device <name>', 'what computes').choices(DEVICES))
    .option('--threads <number>', 'threads of the CPU (default: all)', readPositive)
    .addOption(baseUrlOption())
    .addOption(servedModelOption())
    .addOption(referenceUrlOption())
    .addOption(referenceModelOption())
    .addOption(routeOption())
    .addOption(tokensInFlightOption())
    .addOption(timeoutOption())
    .addOption(patienceOption())
    .addOption(apiKeyEnvOption())
    .addOption(askedScoreKindOption())
    .option(
      '--cut <number>',
      'threshold declared beforehand, to rank without labels (default: the adapter’s)',
      readNumber,
    )
    .option('--seed <number>', 'seed of the random baseline and of --limit', readCount, 0)
    .option('--subset <id>', 'score this subset only; repeatable; marks the run partial', append)
    .option('--limit <items>', 'score a seeded sample; marks the run partial', readPositive)
    .option(
      '--probe <number>',
      'score so many again, alone and shuffled, to see drift',
      readPositive,
    )
    .option('--shard <i/n>', 'score this part of the problems only; auto: as the scheduler says')
    .option('--shards <number>', 'of how many, where the scheduler does not say', readPositive)
    .option('-o, --output <dir>', 'where run folders are made', 'runs')
    .addOption(
      new Option('--resume <dir>', 'go on with a run; all else is read from its folder').conflicts(
        EXCLUDED_BY_RESUME,
      ),
    )
    .option('--dry-run', 'count what would be asked, and ask nothing')
    .option('-q, --quiet', 'no progress and no table')
    .addOption(
      new Option('--format <format>', 'what to write to stdout: the folder, or a report')
        .choices(['path', 'json'] as const)
        .default('path' as const),
    )
    .action(async (options) => {
      const signal = interruptSignal()
      if (options.dryRun) {
        process.exitCode = await showDryRun(options, signal)
        return
      }
      const prepared = await prepare(options, signal)
      if (prepared.status === 'ok') {
        process.exitCode = await execute(prepared, { ...options, signal })
        return
      }
      const code = reportFailure(prepared)
      process.exitCode = prepared.code === 'interrupted' ? interruptCode(signal) : code
    })
}

const EXCLUDED_BY_RESUME = [
  'benchmark',
  'data',
  'labels',
  'backend',
  'model',
  'modelRevision',
  'kind',
  'params',
  'base',
  'license',
  'predictions',
  'adapter',
  'modelDir',
  'referenceDir',
  'tokenizer',
  'device',
  'threads',
  'scoreKind',
  'cut',
  'seed',
  'subset',
  'limit',
  'probe',
  'dryRun',
  'shard',
  'shards',
  'output',
]

export interface Prepared {
  readonly status: 'ok'
  readonly plan: RunPlan
  readonly claimed: ClaimedFolder
}

async function prepare(
  options: RunOptions & { readonly resume?: string | undefined; readonly output: string },
  signal: AbortSignal,
): Promise<Prepared | Failed> {
  if (options.resume !== undefined) return prepareResumed(options.resume, options, signal)
  const asked = await runRequest(options)
  if (asked.status === 'failed') return asked
  const plan = await planRun(asked.request, signal)
  if (plan.status === 'failed') return plan
  try {
    const claimed = await claimFolder(plan.config, { root: options.output, now: new Date() })
    return { status: 'ok', plan, claimed }
  } catch (error) {
    return failed('unreadable', `Cannot write to ${options.output}: ${reasonOf(error)}`)
  }
}

/** Takes a run up again, on other servers where they are given: those that it began on may be gone. */
async function prepareResumed(
  folder: string,
  options: RunOptions,
  signal: AbortSignal,
): Promise<Prepared | Failed> {
  const config = await readConfig(folder)
  if (config.status === 'failed') {
    if (config.code !== 'missing_file') return config
    return failed('missing_file', `${folder} is no run folder: it has no config.json`)
  }
  const begun = requestOf(config.value)
  const engine = engineOptions(options)
  const request = engine ? { ...begun, engine: { ...begun.engine, ...engine } } : begun
  const plan = await planRun(request, signal)
  if (plan.status === 'failed') return plan
  const issues = changes(config.value, plan.config)
  if (issues.length === 0) return { status: 'ok', plan, claimed: { folder, resumed: true } }
  await plan.scorer.close?.()
  const message = `${folder} was begun with another configuration; start a new run`
  return failed('invalid', message, issues)
}

/** What is not as it was when the run began, of that which options do not say. */
function changes(begun: RunConfig, now: RunConfig): readonly Issue[] {
  return FOUND.filter((field) => begun[field] !== now[field]).map((field) => ({
    field,
    message: `begun with ${begun[field]}; it is ${now[field]} now`,
  }))
}

/** Scores, shows how it goes and what came out, and gives the exit code. */
export async function execute(
  { plan, claimed: { folder, resumed } }: Prepared,
  {
    quiet,
    format,
    signal,
  }: { quiet?: true | undefined; format: 'path' | 'json'; signal: AbortSignal },
): Promise<ExitCode> {
  for (const warning of plan.benchmark.warnings) console.error(`warning: ${warning}`)
  if (resumed) console.error(`Resuming ${folder}`)
  if (plan.config.adapter !== undefined && plan.scorer.predictions === 'scores') {
    const checked = await checkModel(plan.scorer, plan.config.scoreKind, signal)
    if (checked.status === 'failed') {
      await plan.scorer.close?.()
      return checked.code === 'interrupted' ? interruptCode(signal) : reportFailure(checked)
    }
    for (const warning of quiet ? [] : checked.warnings) console.error(`warning: ${warning}`)
  }
  const progress = startProgress({ quiet: quiet === true })
  const executed = await executeRun(plan, {
    folder,
    resumed,
    signal,
    onProgress: progress.show,
    clock: () => performance.now(),
  }).finally(progress.stop)
  const goOn = `  npx stepmark run --resume ${folder}`
  if (executed.status === 'interrupted') {
    const { done, total } = executed.tally
    console.error(`Interrupted after ${done} of ${total} items. Go on with:\n${goOn}`)
    return interruptCode(signal)
  }
  if (executed.status === 'stopped') {
    const code = reportFailure(executed.failure)
    console.error(`What was scored is kept. Go on with:\n${goOn}`)
    return code
  }
  if (!quiet) console.error(summary(plan, { executed, folder }))
  process.stdout.write(
    format === 'path'
      ? `${folder}\n`
      : `${JSON.stringify({ folder, ...executed.report }, null, 2)}\n`,
  )
  return executed.manifest.partial && executed.tally.failed > 0 ? EXIT.partial : EXIT.done
}

function summary(
  { benchmark, items, config }: RunPlan,
  { executed, folder }: { executed: Executed & { status: 'finished' }; folder: string },
): string {
  const { tally, report, manifest } = executed
  const all = benchmark.revision.items.length
  const { shard } = config
  const { probe } = manifest
  const probed = probe
    ? [
        `Scored ${probe.items} again: scores moved by ${probe.maxDrift.toPrecision(2)} at most, ${probe.flips} decisions flipped.`,
      ]
    : []
  const failures = tally.failed === 0 ? [] : [`${tally.failed} items failed and count as wrong.`]
  const sample =
    items.length === all
      ? []
      : shard
        ? [
            `Shard ${shard.index}/${shard.count}: ${items.length} of ${all} items. Then: stepmark merge`,
          ]
        : [`A sample of ${items.length} of ${all} items; it cannot be ranked.`]
  return [
    '',
    reportTable(report, benchmark.definition, process.stderr),
    ...failures,
    ...probed,
    ...sample,
    `Saved in ${folder}`,
    ...(manifest.partial ? [] : ['Publish it with:', `  npx stepmark submit ${folder}`]),
  ].join('\n')
}

function append(text: string, before: string[] = []): string[] {
  return [...before, text]
}

function readCount(text: string): number {
  const value = readNumber(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidArgumentError('Write a whole number.')
}

function readPositive(text: string): number {
  const value = readCount(text)
  if (value > 0) return value
  throw new InvalidArgumentError('Write a whole number above 0.')
}
