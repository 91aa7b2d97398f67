import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { z } from 'zod'
import { RunRow } from '#schema/run.ts'
import { BASELINES_SUBMITTER, CreatedToken } from '#schema/submitter.ts'
import { baseline } from '../backends/baseline.ts'
import { BASELINE_NAMES } from '../baselines/baselines.ts'
import {
  type BenchmarkChoice,
  openBenchmark,
  type OpenedBenchmark,
} from '../benchmarks/open-benchmark.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, reportFailure } from '../failure.ts'
import { interruptCode, interruptSignal } from '../interrupt-signal.ts'
import { makeRun } from '../run/make-run.ts'
import { readRunFolder } from '../run/read-run-folder.ts'
import { answer, openOperator, openService, type Service } from '../service.ts'
import { submitRun } from '../submit-run.ts'
import { apiOption, dataOption, labelsOption } from './options.ts'

export function baselinesCommand() {
  return new Command('baselines')
    .description(
      'Score a published benchmark with every baseline and list the runs, which boards pin; again adds those that are missing',
    )
    .argument('<benchmark>', 'a built-in benchmark, or the path of a manifest')
    .addOption(apiOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .action(async (benchmark, options) => {
      const signal = interruptSignal()
      const code = await listBaselines({ ...options, benchmark }, signal)
      process.exitCode = signal.aborted ? interruptCode(signal) : code
    })
}

type BaselinesChoice = BenchmarkChoice & { readonly api: string }

async function listBaselines(options: BaselinesChoice, signal: AbortSignal): Promise<ExitCode> {
  const { api: url } = options
  const operator = openOperator(url)
  if (operator.status === 'failed') return reportFailure(operator)
  const benchmark = await openBenchmark(options, signal)
  if (benchmark.status === 'failed') return reportFailure(benchmark)
  const listed = await listedModels(operator, benchmark.definition.id)
  if (listed.status === 'failed') return reportFailure(listed)
  const missing = BASELINE_NAMES.map((name) => `baseline/${name}`).filter(
    (model) => !listed.models.has(model),
  )
  if (missing.length === 0) return EXIT.done

  const json = { submitter: BASELINES_SUBMITTER, scopes: ['submit' as const] }
  const made = await answer(url, operator.api.admin.tokens.$post({ json }), CreatedToken)
  if (made.status === 'failed') return reportFailure(made)
  const service = openService(url, {
    variable: 'STEPMARK_TOKEN',
    environment: { STEPMARK_TOKEN: made.body.token },
  })
  if (service.status === 'failed') return reportFailure(service)
  const output = await mkdtemp(join(tmpdir(), 'stepmark-baselines-'))
  try {
    for (const model of missing) {
      const run = await submitBaseline(service, model, { options, benchmark, output, signal })
      if (run.status === 'failed') return reportFailure(run)
      console.error(`${model} on ${benchmark.definition.id}`)
      process.stdout.write(`${url}/runs/${run.id}\n`)
    }
    return EXIT.done
  } finally {
    const token = { param: { id: made.body.id } }
    await answer(url, operator.api.admin.tokens[':id'].$delete(token), z.object({ id: z.string() }))
    await rm(output, { recursive: true })
  }
}

/** Whose runs of the baselines the service lists of a benchmark already. */
async function listedModels({ url, api }: Service, benchmark: string) {
  const query = {
    benchmark,
    submitter: BASELINES_SUBMITTER,
    state: 'listed',
    limit: '100',
  } as const
  const page = await answer(url, api.runs.$get({ query }), z.object({ rows: z.array(RunRow) }))
  if (page.status === 'failed') return page
  const models = new Set(page.body.rows.map(({ model }) => model))
  return { status: 'ok', models } as const
}

async function submitBaseline(
  service: Service,
  id: string,
  {
    options: { benchmark: name, data, labels },
    benchmark,
    output,
    signal,
  }: {
    readonly options: BaselinesChoice
    readonly benchmark: OpenedBenchmark
    readonly output: string
    readonly signal: AbortSignal
  },
): Promise<{ readonly status: 'ok'; readonly id: string } | Failed> {
  const request = {
    inputs: {
      benchmark: name,
      ...(data !== undefined && { data }),
      ...(labels !== undefined && { labels }),
    },
    model: { id, kind: 'baseline' },
    backend: baseline.id,
    scoreKind: { kind: 'probability' },
    seed: 0,
  } as const
  const made = await makeRun(request, { backend: baseline, benchmark, output, signal })
  if (made.status === 'failed') return made
  const folder = await readRunFolder(made.folder)
  if (folder.status === 'failed') return folder
  const submitted = await submitRun(service, folder, { onPart: () => {} })
  return submitted.status === 'failed' ? submitted : { status: 'ok', id: submitted.run.id }
}
