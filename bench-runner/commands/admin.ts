import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Command, Option } from '@commander-js/extra-typings'
import { z } from 'zod'
import { Benchmark } from '#schema/benchmark.ts'
import { PublishedCatalog } from '#schema/published-catalog.ts'
import { Sha256 } from '#schema/sha256.ts'
import { CreatedToken, SCOPES } from '#schema/submitter.ts'
import { type BenchmarkChoice, openBenchmark } from '../benchmarks/open-benchmark.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { answer, openService } from '../service.ts'
import { moderationCommand } from './admin-moderation.ts'
import { apiOption, dataOption, labelsOption } from './options.ts'

export function adminCommand() {
  return new Command('admin')
    .helpCommand(false)
    .description(
      'What the operator of a service does: publish benchmarks and the catalog, make and revoke tokens, hold and clear runs',
    )
    .addCommand(publishCommand())
    .addCommand(catalogCommand())
    .addCommand(tokenCommand())
    .addCommand(revokeCommand())
    .addCommand(moderationCommand('clear', 'List a held run, so that it ranks'))
    .addCommand(moderationCommand('hold', 'Take a run out of the ranking until it is cleared'))
    .addHelpText('after', '\nThe operator’s token is read from STEPMARK_OPERATOR_TOKEN.')
}

function publishCommand() {
  return new Command('publish')
    .description('Publish a benchmark, the only way one enters a service; again changes nothing')
    .argument('<benchmark>', 'a built-in benchmark, or the path of a manifest')
    .addOption(apiOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .action(async (benchmark, options) => {
      process.exitCode = await publish({ ...options, benchmark })
    })
}

function catalogCommand() {
  return new Command('catalog')
    .description('Publish what papers report of models; the same again changes nothing')
    .addOption(apiOption())
    .action(async ({ api: url }) => {
      process.exitCode = await publishCatalog(url)
    })
}

function tokenCommand() {
  return new Command('token')
    .description('Make a token and write it to stdout; it is shown this once')
    .argument('<submitter>', 'who may use it: lower-case letters, digits, _ and -')
    .addOption(apiOption())
    .addOption(
      new Option('--scope <scope...>', 'what it may do')
        .choices(SCOPES)
        .default(['submit' as const]),
    )
    .option('--expires <time>', 'ISO time, such as 2027-01-01T00:00:00Z')
    .action(async (submitter, { api: url, scope, expires }) => {
      const service = operator(url)
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const json = { submitter, scopes: [...scope], ...(expires && { expiresAt: expires }) }
      const made = await answer(url, service.api.admin.tokens.$post({ json }), CreatedToken)
      if (made.status === 'failed') {
        process.exitCode = reportFailure(made)
        return
      }
      console.error(`Made ${made.body.id} for ${submitter}: ${scope.join(', ')}`)
      process.stdout.write(`${made.body.token}\n`)
    })
}

function revokeCommand() {
  return new Command('revoke')
    .description('Revoke a token')
    .argument('<token-id>', 'tok_…, as it was shown when the token was made')
    .addOption(apiOption())
    .action(async (id, { api: url }) => {
      const service = operator(url)
      if (service.status === 'failed') {
        process.exitCode = reportFailure(service)
        return
      }
      const call = service.api.admin.tokens[':id'].$delete({ param: { id } })
      const revoked = await answer(url, call, z.object({ id: z.string() }))
      process.exitCode = revoked.status === 'failed' ? reportFailure(revoked) : EXIT.done
    })
}

async function publish(options: BenchmarkChoice & { readonly api: string }): Promise<ExitCode> {
  const { api: url } = options
  const service = operator(url)
  if (service.status === 'failed') return reportFailure(service)
  const opened = await openBenchmark(options)
  if (opened.status === 'failed') return reportFailure(opened)
  for (const warning of opened.warnings) console.error(`warning: ${warning}`)

  const { definition, labelSet, revision } = opened
  const bySubset = Map.groupBy(revision.items, ({ subset }) => subset)
  for (const { id: subset } of definition.subsets) {
    const lines = (bySubset.get(subset) ?? []).map((item) => JSON.stringify(item))
    const call = service.api.admin.items[':kind'][':subset'].$put(
      { param: { kind: definition.kind, subset } },
      {
        headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
        init: { body: await promisify(gzip)(lines.join('\n')) },
      },
    )
    const stored = await answer(url, call, z.object({ labels: Sha256 }))
    if (stored.status === 'failed') return reportFailure(stored)
  }
  const call = service.api.admin.benchmarks[':benchmark'].$put({
    param: { benchmark: definition.id },
    json: { definition, labelSet, revision: revision.id, subsets: [...revision.subsets] },
  })
  const published = await answer(url, call, Benchmark)
  if (published.status === 'failed') return reportFailure(published)
  const { name, counts } = published.body
  console.error(`${name}: ${counts.items} items, label set ${labelSet}, revision ${revision.id}`)
  process.stdout.write(`${url}/boards/${definition.id}\n`)
  return EXIT.done
}

async function publishCatalog(url: string): Promise<ExitCode> {
  const service = operator(url)
  if (service.status === 'failed') return reportFailure(service)
  const read = await readCatalog()
  if (read.status === 'failed') return reportFailure(read)
  const call = service.api.admin.catalog.$put({ json: read.catalog })
  const published = await answer(url, call, PublishedCatalog)
  if (published.status === 'failed') return reportFailure(published)
  const { papers, models, results } = published.body
  console.error(`Catalog: ${papers} papers, ${models} models, ${results} results`)
  return EXIT.done
}

function operator(url: string) {
  return openService(url, { variable: 'STEPMARK_OPERATOR_TOKEN', environment: process.env })
}
