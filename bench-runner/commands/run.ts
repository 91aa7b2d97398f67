import { Command, Option } from '@commander-js/extra-typings'
import { MODEL_KINDS } from '#schema/manifest.ts'
import { DEVICES } from '../backends/engine-options.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { startProgress } from '../output/progress.ts'
import { reportTable } from '../output/report-table.ts'
import { checkModel } from '../run/check-model.ts'
import { type Executed, executeRun } from '../run/execute-run.ts'
import type { RunPlan } from '../run/plan-run.ts'
import { showDryRun } from './dry-run.ts'
import {
  apiOption,
  askedScoreKindOption,
  benchmarkOption,
  dataOption,
  imageOption,
  labelsOption,
} from './options.ts'
import { type Prepared, prepareRun } from './prepare-run.ts'
import { readCount, readNumber, readParams, readPositive } from './read-number.ts'
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
import { submit } from './submit.ts'

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
    .addOption(imageOption())
    .addOption(
      new Option(
        '--submit',
        'submit the finished run; its address is all that goes to stdout',
      ).conflicts(['limit', 'subset', 'shard']),
    )
    .addOption(apiOption())
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
      const prepared = await prepareRun(options, signal)
      if (prepared.status === 'ok') {
        const submitTo = options.submit ? options.api : undefined
        process.exitCode = await execute(prepared, { ...options, submitTo, signal })
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

interface ExecuteOptions {
  readonly quiet?: true | undefined
  readonly format: 'path' | 'json'
  /** Digest of the container image. */
  readonly image?: string | undefined
  /** Address of the service that the finished run goes to. */
  readonly submitTo?: string | undefined
  readonly signal: AbortSignal
}

/** Scores, shows how it goes and what came out, submits it where asked, and gives the exit code. */
export async function execute(
  { plan, claimed: { folder, resumed } }: Prepared,
  { quiet, format, image, submitTo, signal }: ExecuteOptions,
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
    image,
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
  if (!quiet) console.error(summary(plan, { executed, folder, isSent: submitTo !== undefined }))
  const code = executed.manifest.partial && executed.tally.failed > 0 ? EXIT.partial : EXIT.done
  if (submitTo !== undefined && code === EXIT.done) {
    const { data, labels } = plan.config.inputs
    return submit(folder, { api: submitTo, data, labels, quiet, format: 'url' })
  }
  if (submitTo !== undefined) console.error('Not submitted, since items failed')
  process.stdout.write(
    format === 'path'
      ? `${folder}\n`
      : `${JSON.stringify({ folder, ...executed.report }, null, 2)}\n`,
  )
  return code
}

function summary(
  { benchmark, items, config }: RunPlan,
  {
    executed,
    folder,
    isSent,
  }: { executed: Executed & { status: 'finished' }; folder: string; isSent: boolean },
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
    ...(manifest.partial || isSent ? [] : ['Publish it with:', `  npx stepmark submit ${folder}`]),
  ].join('\n')
}

function append(text: string, before: string[] = []): string[] {
  return [...before, text]
}
