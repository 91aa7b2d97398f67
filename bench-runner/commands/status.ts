import { Command, Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import { Benchmark } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { Run } from '#schema/run.ts'
import { isShown } from '#schema/run-state.ts'
import { Standing } from '#schema/standing.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, reportFailure } from '../failure.ts'
import { answer, openReader, type Service } from '../service.ts'
import { apiOption, runArgument } from './options.ts'

export function statusCommand() {
  return new Command('status')
    .description('Tell what became of a run: its state and why, its trust, its ranks')
    .addArgument(runArgument())
    .addOption(apiOption())
    .option('--key <key>', 'of an unlisted run’s link')
    .addOption(
      new Option('--format <format>', 'what to write to stdout')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .action(async (id, options) => {
      process.exitCode = await status(id, options)
    })
}

/** Where a run stands on one board. */
interface Place {
  readonly policy: string
  readonly rank: number | null
  readonly runs: number
  readonly value: number | null
}

async function status(
  id: string,
  { api: url, key, format }: { api: string; key?: string | undefined; format: 'text' | 'json' },
): Promise<ExitCode> {
  const service = openReader(url)
  const query = { ...(key !== undefined && { key }) }
  const read = await answer(url, service.api.runs[':id'].$get({ param: { id }, query }), Run)
  if (read.status === 'failed') return reportFailure(read)
  const run = read.body
  const param = { benchmark: run.benchmark }
  const found = await answer(url, service.api.benchmarks[':benchmark'].$get({ param }), Benchmark)
  if (found.status === 'failed') return reportFailure(found)
  const places = isShown(run) ? await placesOf(service, run, found.body) : []
  if ('status' in places) return reportFailure(places)
  const { state, reason, latest, unlisted, trust, attested, revision } = run
  const isCurrent = revision === found.body.revision
  if (format === 'json') {
    const told = {
      id,
      state,
      reason,
      latest,
      unlisted,
      trust,
      attested,
      revision,
      isCurrent,
      places,
    }
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
    return EXIT.done
  }
  const lines = [
    `${id}: ${run.manifest.model.id} on ${run.benchmark}`,
    `state     ${state}${unlisted ? ', unlisted' : ''}${reason === null ? '' : `: ${reason}`}`,
    ...(latest === null ? [] : [`successor ${latest}`]),
    `trust     ${trust}${attested ? ', attested' : ''}`,
    ...(isCurrent ? [] : ['labels    revised since; the run is to be computed anew']),
    ...places.map(
      ({ policy, rank, runs, value }) =>
        `rank      ${rank ?? 'none'} of ${runs} under ${policy}, ${value === null ? 'undefined' : percent(value)}`,
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return EXIT.done
}

/** The run's line on the board of each of its policies that has one. */
async function placesOf(
  { url, api }: Service,
  { id, benchmark, results }: Run,
  { kind }: Benchmark,
): Promise<readonly Place[] | Failed> {
  const policies = [...new Set(results.map(({ policy }) => policy))]
  const places: Place[] = []
  for (const policy of policies.filter((one) => kindOf(kind).boardOf(one) !== undefined)) {
    for (let cursor: string | undefined; ; ) {
      const query = { policy, limit: '100', ...(cursor !== undefined && { cursor }) }
      const call = api.leaderboards[':benchmark'].$get({ param: { benchmark }, query })
      const read = await answer(url, call, Board)
      if (read.status === 'failed') return read
      const { rows, next, facets } = read.body
      const own = rows.find(({ run }) => run === id)
      if (own) {
        const runs = Object.values(facets['kind'] ?? {}).reduce((sum, some) => sum + some, 0)
        places.push({ policy, rank: own.rank, runs, value: own.value })
      }
      if (own || next === null) break
      cursor = next
    }
  }
  return places
}

const Board = z.object({
  rows: z.array(Standing),
  next: z.string().nullable(),
  facets: z.record(z.string(), z.record(z.string(), z.int())),
})
