import { Command } from '@commander-js/extra-typings'
import { compile, type Compiled, fitAdapter, type Refused } from '../adapters/compile.ts'
import { readAdapter } from '../adapters/read-adapter.ts'
import { openTokenizer } from '../adapters/tokenizer.ts'
import { openBenchmark } from '../benchmarks/open-benchmark.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { trajectoriesOf } from '../run/trajectories.ts'
import { benchmarkOption, dataOption, labelsOption } from './options.ts'

export function renderCommand() {
  return new Command('render')
    .description(
      'Show what a model is fed of an item: the text, the tokens, and where it is scored',
    )
    .requiredOption(
      '-a, --adapter <id>',
      'an adapter, id or id:variant, or the path of a .yaml file',
    )
    .requiredOption('-t, --tokenizer <dir>', 'the folder of the model’s tokenizer.json')
    .addOption(benchmarkOption().makeOptionMandatory())
    .requiredOption('-i, --item <id>', 'an item; of a pool, a candidate of it as <item>/<index>')
    .addOption(dataOption())
    .addOption(labelsOption())
    .option('--json', 'print JSON, with all token ids', false)
    .action(async (options) => {
      process.exitCode = await render(options)
    })
}

interface RenderOptions {
  readonly adapter: string
  readonly tokenizer: string
  readonly benchmark: string
  readonly item: string
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly json: boolean
}

async function render(options: RenderOptions): Promise<ExitCode> {
  const chosen = await readAdapter(options.adapter)
  if (chosen.status === 'failed') return reportFailure(chosen)
  const opened = await openTokenizer(options.tokenizer)
  if (opened.status === 'failed') return reportFailure(opened)
  const fitted = fitAdapter(chosen.adapter, opened.tokenizer)
  if (fitted.status === 'refused') return reportFailure(failedBy(fitted))
  const benchmark = await openBenchmark(options)
  if (benchmark.status === 'failed') return reportFailure(benchmark)
  const [id = ''] = options.item.split('/')
  const item = benchmark.revision.items.find((each) => each.id === id)
  const all = item ? trajectoriesOf(item) : []
  const trajectory = all.find((each) => each.id === options.item) ?? all[0]
  if (trajectory === undefined || (options.item !== id && trajectory.id !== options.item)) {
    return reportFailure(failed('usage', `${options.benchmark} has no item "${options.item}"`))
  }
  const compiled = compile(fitted, trajectory)
  if (compiled.status === 'refused') return reportFailure(failedBy(compiled))
  const { text, ids, positions } = compiled
  const adapter = chosen.named
  const output = options.json
    ? JSON.stringify({ adapter, item: trajectory.id, text, ids, positions })
    : readable(compiled, (id) => opened.tokenizer.decode([id]))
  process.stdout.write(`${output}\n`)
  console.error(`${ids.length} tokens, ${positions.length} steps; ${adapter.id} ${adapter.hash}`)
  return EXIT.done
}

/** The text, then of every scored token its step, its place and what it stands for. */
function readable({ text, ids, positions }: Compiled, decode: (id: number) => string): string {
  const lines = positions.map((position, index) => {
    const id = ids[position] ?? 0
    return `step ${index + 1}: token ${position}, id ${id} ${JSON.stringify(decode(id))}`
  })
  return [text, '', ids.join(' '), '', ...lines].join('\n')
}

function failedBy({ code, message }: Refused): Failed {
  return failed('refused', `${code}: ${message}`)
}
