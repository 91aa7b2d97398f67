import { Command } from '@commander-js/extra-typings'
import { kindOf } from '#schema/kinds/kinds.ts'
import { findBenchmark, openBenchmark } from '../benchmarks/open-benchmark.ts'
import { obtain } from '../benchmarks/pinned-file.ts'
import { cacheFolder } from '../cache-folder.js'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { reportFailure } from '../failure.ts'
import { labelsOption } from './options.ts'

export function fetchCommand() {
  return new Command('fetch')
    .description('Download a benchmark into the cache and verify it, or verify a local copy')
    .argument('<benchmark>', 'a built-in benchmark, or the path of a manifest')
    .option('--data <dir>', 'verify this folder instead of downloading')
    .addOption(labelsOption())
    .action(async (name, options) => {
      process.exitCode = await fetchBenchmark(name, options)
    })
}

async function fetchBenchmark(
  benchmark: string,
  { data, labels }: { readonly data?: string | undefined; readonly labels?: string | undefined },
): Promise<ExitCode> {
  const found = await findBenchmark(benchmark)
  if (found.status === 'failed') return reportFailure(found)
  const options = { cache: cacheFolder(process.env), fetch: globalThis.fetch }
  for (const file of data === undefined ? found.source.downloads : []) {
    const obtained = await obtain(file, options)
    if (obtained.status === 'failed') return reportFailure(obtained)
    process.stdout.write(`${obtained.path}\n`)
  }
  const opened = await openBenchmark({ benchmark, data, labels })
  if (opened.status === 'failed') return reportFailure(opened)
  for (const warning of opened.warnings) console.error(`warning: ${warning}`)
  const { definition, revision, labelSet } = opened
  const { items, steps, error, correct } = kindOf(definition.kind).count(revision.items)
  const solutions = `${error} wrong and ${correct} right solutions`
  console.error(`${definition.name}: ${items} items, ${solutions}, ${steps} steps`)
  console.error(`Revision ${revision.id}, label set ${labelSet}`)
  return EXIT.done
}
