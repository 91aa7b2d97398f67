import { Command } from '@commander-js/extra-typings'
import { openBenchmark, type OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { cacheFolder } from '../cache-folder.js'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reasonOf, reportFailure } from '../failure.ts'
import { chosenModels, findSource } from '../imports/choose-models.ts'
import { importBackend } from '../imports/import-backend.ts'
import type { ImportedModel, ImportSource } from '../imports/import-source.ts'
import { obtainScores } from '../imports/obtain-scores.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { claimFolder } from '../run/claim-folder.ts'
import { executeRun } from '../run/execute-run.ts'
import { planOpened } from '../run/plan-run.ts'
import type { RunConfig } from '../run/run-config.ts'
import { openService } from '../service.ts'
import { apiOption } from './options.ts'
import { submit } from './submit.ts'

export function importCommand() {
  return new Command('import')
    .description('Make runs of step scores that others have published')
    .requiredOption('--source <id>', 'who published them: see stepmark list sources')
    .option('-m, --model <name>', 'import this model only; repeatable', append)
    .option('--data <dir>', 'read the scores from this folder, download none of them')
    .option('--benchmark-data <dir>', 'read the benchmark from this folder, download nothing of it')
    .option(
      '--trust-first-fetch',
      'also import scores of which no digest is known here; what is fetched now is recorded, and demanded from then on',
    )
    .option('-o, --output <dir>', 'where run folders are made', 'runs')
    .option('--submit', 'submit each run, with the token in STEPMARK_TOKEN')
    .addOption(apiOption())
    .option('-q, --quiet', 'no progress')
    .action(async (options) => {
      const signal = interruptSignal()
      const code = await importAll(options, signal)
      process.exitCode = signal.aborted ? interruptCode(signal) : code
    })
}

interface ImportOptions {
  readonly source: string
  readonly model?: readonly string[] | undefined
  readonly data?: string | undefined
  readonly benchmarkData?: string | undefined
  readonly trustFirstFetch?: true | undefined
  readonly output: string
  readonly submit?: true | undefined
  readonly api: string
  readonly quiet?: true | undefined
}

/** Imports one model after the other. The first that fails ends it; the runs before it are complete. */
async function importAll(options: ImportOptions, signal: AbortSignal): Promise<ExitCode> {
  const { submit: submits, api, quiet, data, output, benchmarkData } = options
  const found = findSource(options.source)
  if (found.status === 'failed') return reportFailure(found)
  const { source } = found
  const cache = cacheFolder(process.env)
  const chosen = await chosenModels(source, { ...options, cache })
  if (chosen.status === 'failed') return reportFailure(chosen)
  if (submits) {
    const service = openService(api, { variable: 'STEPMARK_TOKEN', environment: process.env })
    if (service.status === 'failed') return reportFailure(service)
  }
  const inputs = { benchmark: source.benchmark, data: benchmarkData }
  const benchmark = await openBenchmark(inputs, signal)
  if (benchmark.status === 'failed') return reportFailure(benchmark)
  for (const warning of benchmark.warnings) console.error(`warning: ${warning}`)

  let code: ExitCode = EXIT.done
  let absent = 0
  for (const [index, model] of chosen.models.entries()) {
    const asked = { data, benchmarkData, output, cache }
    const made = await importModel(source, model, { ...asked, benchmark, signal })
    if (made.status === 'failed') {
      const anyWillDo = data !== undefined && options.model === undefined
      if (!anyWillDo || made.code !== 'missing_file') return reportFailure(made)
      absent += 1
      if (absent < chosen.models.length) continue
      return reportFailure(failed('missing_file', `${data} holds no scores of ${source.id}`))
    }
    for (const warning of made.warnings) console.error(`warning: ${warning}`)
    const place = `${index + 1}/${chosen.models.length}`
    if (!quiet) console.error(`${place} ${model.model.id}, saved in ${made.folder}`)
    if (made.failures > 0) {
      console.error(`${made.failures} items have no scores; they count as wrong.`)
      code = EXIT.partial
    }
    if (!submits) process.stdout.write(`${made.folder}\n`)
    else {
      const sent = await submit(made.folder, { api, quiet, format: 'url' })
      if (sent !== EXIT.done) return sent
    }
  }
  if (absent > 0) console.error(`${absent} models of ${source.id} are not in ${data}`)
  return code
}

async function importModel(
  source: ImportSource,
  model: ImportedModel,
  options: {
    data: string | undefined
    benchmarkData: string | undefined
    output: string
    cache: string
    benchmark: OpenedBenchmark
    signal: AbortSignal
  },
): Promise<
  { status: 'ok'; folder: string; failures: number; warnings: readonly string[] } | Failed
> {
  const { benchmark, output, data, benchmarkData, cache, signal } = options
  const { items } = benchmark.revision
  const scores = await obtainScores(source, model, {
    items,
    data,
    cache,
    fetch: globalThis.fetch,
    signal,
  })
  if (scores.status === 'failed') return scores
  const backend = importBackend(source, model, scores)
  const request = {
    inputs: {
      benchmark: source.benchmark,
      ...(benchmarkData !== undefined && { data: benchmarkData }),
    },
    model: model.model,
    backend: backend.id,
    scoreKind: { kind: 'probability' } as const,
    seed: 0,
  }
  const plan = await planOpened(request, { backend, benchmark })
  if (plan.status === 'failed') return plan
  const claimed = await claim(plan.config, output)
  if (claimed.status === 'failed') return claimed
  const { folder, resumed } = claimed
  const executed = await executeRun(plan, { folder, resumed, signal, onProgress: () => {} })
  if (executed.status === 'interrupted') {
    return failed('interrupted', 'Interrupted. The same command again goes on')
  }
  return { status: 'ok', folder, failures: executed.tally.failed, warnings: scores.warnings }
}

async function claim(config: RunConfig, root: string) {
  try {
    return { status: 'ok', ...(await claimFolder(config, { root, now: new Date() })) } as const
  } catch (error) {
    return failed('unreadable', `Cannot write to ${root}: ${reasonOf(error)}`)
  }
}

function append(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}
