import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Command } from '@commander-js/extra-typings'
import { z } from 'zod'
import { Benchmark } from '#schema/benchmark.ts'
import { PublishedCatalog } from '#schema/published-catalog.ts'
import { subsetHashes } from '#schema/revision.ts'
import { Sha256 } from '#schema/sha256.ts'
import { type BenchmarkChoice, openBenchmark } from '../benchmarks/open-benchmark.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { answer, openOperator } from '../service.ts'
import { baselinesCommand } from './admin-baselines.ts'
import { moderationCommand } from './admin-moderation.ts'
import { revokeCommand, tokenCommand, tokensCommand } from './admin-tokens.ts'
import { apiOption, dataOption, labelsOption } from './options.ts'

export function adminCommand() {
  return new Command('admin')
    .helpCommand(false)
    .description(
      'What the operator of a service does: publish benchmarks, their baselines and the catalog, make, list and revoke tokens, hold and clear runs',
    )
    .addCommand(publishCommand())
    .addCommand(baselinesCommand())
    .addCommand(catalogCommand())
    .addCommand(tokenCommand())
    .addCommand(tokensCommand())
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

async function publish(options: BenchmarkChoice & { readonly api: string }): Promise<ExitCode> {
  const { api: url } = options
  const service = openOperator(url)
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
    json: {
      definition,
      labelSet,
      revision: revision.id,
      subsets: await subsetHashes(definition.kind, revision),
    },
  })
  const published = await answer(url, call, Benchmark)
  if (published.status === 'failed') return reportFailure(published)
  const { name, counts } = published.body
  console.error(`${name}: ${counts.items} items, label set ${labelSet}, revision ${revision.id}`)
  process.stdout.write(`${url}/boards/${definition.id}\n`)
  return EXIT.done
}

async function publishCatalog(url: string): Promise<ExitCode> {
  const service = openOperator(url)
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
