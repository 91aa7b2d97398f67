import { Command } from '@commander-js/extra-typings'
import type { Trajectory } from '#schema/item.ts'
import type { CompleteAdapter, TextAdapter } from '../adapters/adapter.ts'
import { type Compiled, compilePasses, fitAdapter } from '../adapters/compile.ts'
import type { Refused } from '../adapters/refusal.ts'
import { type ChosenAdapter, readAdapter } from '../adapters/read-adapter.ts'
import { renderPrompt } from '../adapters/render-prompt.ts'
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
    .option('-t, --tokenizer <dir>', 'the folder of the model’s tokenizer.json')
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
  readonly tokenizer?: string | undefined
  readonly benchmark: string
  readonly item: string
  readonly data?: string | undefined
  readonly labels?: string | undefined
  readonly json: boolean
}

async function render(options: RenderOptions): Promise<ExitCode> {
  const chosen = await readAdapter(options.adapter)
  if (chosen.status === 'failed') return reportFailure(chosen)
  const benchmark = await openBenchmark(options)
  if (benchmark.status === 'failed') return reportFailure(benchmark)
  const [id = ''] = options.item.split('/')
  const item = benchmark.revision.items.find((each) => each.id === id)
  const all = item ? trajectoriesOf(item) : []
  const trajectory = all.find((each) => each.id === options.item) ?? all[0]
  if (trajectory === undefined || (options.item !== id && trajectory.id !== options.item)) {
    return reportFailure(failed('usage', `${options.benchmark} has no item "${options.item}"`))
  }
  const { adapter, named } = chosen
  if (adapter.needs === 'generate') return printPrompt(adapter, { named, trajectory, options })
  return printPasses(adapter, { named, trajectory, options })
}

interface Printing {
  readonly named: ChosenAdapter['named']
  readonly trajectory: Trajectory
  readonly options: RenderOptions
}

/** The messages that a model is asked with. */
function printPrompt(
  adapter: TextAdapter,
  { named, trajectory, options: { json } }: Printing,
): ExitCode {
  const messages = renderPrompt(adapter, trajectory)
  const texts = messages.map(({ role, content }) => `[${role}]\n${content}\n`)
  const whole = JSON.stringify({ adapter: named, item: trajectory.id, messages })
  process.stdout.write(`${json ? whole : texts.join('\n')}\n`)
  console.error(`${messages.length} messages; ${named.id} ${named.hash}`)
  return EXIT.done
}

/** The tokens that a model is fed; of several passes the last, which holds every step. */
async function printPasses(
  adapter: CompleteAdapter,
  { named, trajectory, options: { tokenizer, json } }: Printing,
): Promise<ExitCode> {
  if (tokenizer === undefined) return reportFailure(failed('usage', 'Give --tokenizer DIR'))
  const opened = await openTokenizer(tokenizer)
  if (opened.status === 'failed') return reportFailure(opened)
  const fitted = fitAdapter(adapter, opened.tokenizer)
  if (fitted.status === 'refused') return reportFailure(failedBy(fitted))
  const compiled = compilePasses(fitted, trajectory)
  if (compiled.status === 'refused') return reportFailure(failedBy(compiled))
  const last = compiled.passes.at(-1)
  if (last === undefined) return reportFailure(failed('invalid', 'There are no steps'))
  const { text, ids, positions } = last
  const output = json
    ? JSON.stringify({ adapter: named, item: trajectory.id, text, ids, positions })
    : readable(last, trajectory.steps.length, (id) => opened.tokenizer.decode([id]))
  process.stdout.write(`${output}\n`)
  console.error(`${ids.length} tokens, ${trajectory.steps.length} steps; ${named.id} ${named.hash}`)
  return EXIT.done
}

/** The text, then of every scored token its step, its place and what it stands for. */
function readable(
  { text, ids, positions }: Compiled,
  steps: number,
  decode: (id: number) => string,
): string {
  const lines = positions.map((position, index) => {
    const id = ids[position] ?? 0
    const step = steps - positions.length + index + 1
    return `step ${step}: token ${position}, id ${id} ${JSON.stringify(decode(id))}`
  })
  return [text, '', ids.join(' '), '', ...lines].join('\n')
}

function failedBy({ code, message }: Refused): Failed {
  return failed('refused', `${code}: ${message}`)
}
