import { Command, Option } from '@commander-js/extra-typings'
import { ALL_OUTCOMES, type AnyOutcome } from '#schema/item-verdict.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Failed, failed, reportFailure } from '../failure.ts'
import { formatTable } from '../output/table.ts'
import { type OpenedRun, openRun } from '../run/open-run.ts'
import { itemText } from '../show/item-text.ts'
import { itemView } from '../show/item-view.ts'
import { benchmarkOption, dataOption, labelsOption } from './options.ts'

export function showCommand() {
  return new Command('show')
    .description('Show what a run said of its items, or of the steps of one')
    .argument('<run-dir>', 'the folder of a finished run')
    .option('-i, --item <id>', 'this item, with its problem, steps and scores')
    .option('-p, --policy <policy>', 'how scores become decisions (default: the one it ranks by)')
    .addOption(
      new Option('--outcome <outcome>', 'only items of this outcome').choices(ALL_OUTCOMES),
    )
    .addOption(benchmarkOption())
    .addOption(dataOption())
    .addOption(labelsOption())
    .addOption(
      new Option('--format <format>', 'how to write it to stdout')
        .choices(['table', 'json'] as const)
        .default('table' as const),
    )
    .action(async (folder, options) => {
      const shown = await show(folder, options)
      process.exitCode = shown.status === 'failed' ? reportFailure(shown) : print(shown, options)
    })
}

interface ShowOptions {
  readonly item?: string | undefined
  readonly policy?: string | undefined
  readonly outcome?: AnyOutcome | undefined
  readonly benchmark?: string | undefined
  readonly data?: string | undefined
  readonly labels?: string | undefined
}

type Run = Extract<OpenedRun, { readonly status: 'ok' }>
type Judged = Run & { readonly policy: string }

/** A run that can be shown, judged by a policy that fits it. */
async function show(folder: string, options: ShowOptions): Promise<Judged | Failed> {
  const opened = await openRun(folder, options)
  if (opened.status === 'failed') return opened
  if (opened.status === 'refused') {
    return failed('invalid', `${folder} cannot be shown`, opened.issues)
  }
  const { benchmark, scored } = opened
  const { boardOf, defaultBoard } = kindOf(benchmark.definition.kind)
  const usual = scored.usualPolicies()
  const policy =
    options.policy ?? usual.find((one) => boardOf(one) === defaultBoard) ?? usual[0] ?? ''
  const problem = scored.policyProblem(policy)
  if (problem !== undefined) return failed('usage', problem)
  const { item: id } = options
  if (id !== undefined && benchmark.revision.items.every((item) => item.id !== id)) {
    return failed('usage', `No item "${id}" here; stepmark show ${folder} lists them`)
  }
  return { ...opened, policy }
}

function print(
  run: Judged,
  { item: id, outcome, format }: ShowOptions & { readonly format: 'table' | 'json' },
): ExitCode {
  const { benchmark, predictions, scored, policy } = run
  const verdicts = scored.verdicts(policy)
  const judged = benchmark.revision.items.flatMap((item, index) => {
    const verdict = verdicts[index]
    return verdict === undefined ? [] : [{ item, verdict }]
  })
  const one = judged.find(({ item }) => item.id === id)
  if (one !== undefined) {
    const prediction = predictions.byItem.get(one.item.id)
    const view = itemView(one.item, { prediction, verdict: one.verdict, policy })
    write(format === 'json' ? toJson(view) : itemText(view, process.stdout))
    return EXIT.done
  }
  const rows = judged
    .filter(({ verdict }) => outcome === undefined || verdict.outcome === outcome)
    .map(({ item: { id, subset }, verdict }) => ({ id, subset, ...verdict }))
  write(format === 'json' ? toJson({ policy, items: rows }) : listOf(rows, policy))
  return EXIT.done
}

/** How often each outcome is, then the items, one a line. */
function listOf(
  rows: readonly { readonly id: string; readonly subset: string; readonly outcome: AnyOutcome }[],
  policy: string,
): string {
  const counts = Array.from(
    Map.groupBy(rows, ({ outcome }) => outcome),
    ([outcome, own]) => `${own.length} ${outcome}`,
  )
  const columns = [{ head: 'Item' }, { head: 'Subset' }, { head: 'Outcome' }]
  const cells = rows.map(({ id, subset, outcome }) => [id, subset, outcome])
  return [
    `${rows.length} items under ${policy}: ${counts.join(', ') || 'none'}`,
    '',
    formatTable(columns, cells, process.stdout),
    '',
  ].join('\n')
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function write(text: string): void {
  process.stdout.write(text)
}
