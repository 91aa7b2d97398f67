import { openBenchmark, type OpenedBenchmark } from '../benchmarks/open-benchmark.ts'
import { cacheFolder } from '../cache-folder.js'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { chosenModels, findSource } from '../imports/choose-models.ts'
import { importBackend } from '../imports/import-backend.ts'
import type { ImportedModel, ImportSource } from '../imports/import-source.ts'
import { obtainScores } from '../imports/obtain-scores.ts'
import { type MadeRun, makeRun } from '../run/make-run.ts'
import { openService } from '../service.ts'
import { submit } from './submit.ts'

export interface ImportSourceOptions {
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
export async function importSource(
  options: ImportSourceOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
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
): Promise<(MadeRun & { readonly warnings: readonly string[] }) | Failed> {
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
  const run = await makeRun(request, { backend, benchmark, output, signal })
  return run.status === 'failed' ? run : { ...run, warnings: scores.warnings }
}
