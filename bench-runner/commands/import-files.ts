import type { ModelKind } from '#schema/manifest.ts'
import { labelFreeCut, type ScoreKind } from '#schema/score-kind.ts'
import { openBenchmark } from '../benchmarks/open-benchmark.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { failed, reportFailure } from '../failure.ts'
import { IMPORT_FORMATS } from '../interchange/import-formats.ts'
import { importRows } from '../interchange/import-rows.ts'
import { rowsBackend } from '../interchange/rows-backend.ts'
import { makeRun } from '../run/make-run.ts'
import { openService } from '../service.ts'
import { runRequest } from './run-request.ts'
import { submit } from './submit.ts'

export interface ImportFilesOptions {
  readonly from: (typeof IMPORT_FORMATS)[number]['id']
  readonly benchmark?: string | undefined
  readonly benchmarkData?: string | undefined
  readonly labels?: string | undefined
  readonly model?: string | undefined
  readonly kind?: ModelKind | undefined
  readonly modelRevision?: string | undefined
  readonly params?: number | undefined
  readonly base?: string | undefined
  readonly license?: string | undefined
  readonly scoreKind: ScoreKind
  readonly cut?: number | undefined
  readonly rule?: string | undefined
  readonly output: string
  readonly submit?: true | undefined
  readonly api: string
  readonly quiet?: true | undefined
}

/** Makes a run folder of files that others wrote. Nothing is written when a row is refused. */
export async function importFiles(
  files: readonly string[],
  options: ImportFilesOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { from, benchmarkData, submit: submits, api, quiet, output } = options
  const format = IMPORT_FORMATS.find(({ id }) => id === from)
  if (format === undefined) throw new Error(`No format ${from}`)
  if (options.benchmark === undefined || options.model === undefined) {
    return reportFailure(failed('usage', '--from needs --benchmark, --model and --kind'))
  }
  const asked = await runRequest({ ...options, data: benchmarkData, backend: 'import', seed: 0 })
  if (asked.status === 'failed') return reportFailure(asked)
  const { request } = asked
  if (submits) {
    const service = openService(api, { variable: 'STEPMARK_TOKEN', environment: process.env })
    if (service.status === 'failed') return reportFailure(service)
  }
  const benchmark = await openBenchmark(request.inputs, signal)
  if (benchmark.status === 'failed') return reportFailure(benchmark)
  const { model, scoreKind } = request
  const cut = labelFreeCut(scoreKind)
  const rule = options.rule ?? (cut === undefined ? undefined : `fixed:${cut}`)
  const read = await importRows(format, files, { benchmark, model: model.id, scoreKind, rule })
  if (read.status === 'failed') return reportFailure(read)
  for (const warning of [...benchmark.warnings, ...read.warnings]) {
    console.error(`warning: ${warning}`)
  }
  const backend = rowsBackend(format, read)
  const run = await makeRun(request, { backend, benchmark, output, signal })
  if (run.status === 'failed') return reportFailure(run)
  const { folder, failures } = run
  if (!quiet) console.error(`${model.id}, saved in ${folder}`)
  if (failures > 0) console.error(`${failures} items have no scores; they count as wrong.`)
  if (submits) {
    const sent = await submit(folder, { api, quiet, format: 'url' })
    if (sent !== EXIT.done) return sent
  } else process.stdout.write(`${folder}\n`)
  return failures > 0 ? EXIT.partial : EXIT.done
}
