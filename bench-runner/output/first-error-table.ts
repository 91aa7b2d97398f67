import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Report } from '../score-benchmark.ts'
import { coverageLine } from './coverage-line.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Policy' },
  { head: 'Subset' },
  { head: 'F1', align: 'right' },
  { head: 'Error found', align: 'right' },
  { head: 'Correct passed', align: 'right' },
  { head: 'Cut', align: 'right' },
]
const MAX_NAME = 14

/** A report for people, in at most 80 columns: one line a policy and subset, then its notes. */
export function firstErrorTable(
  report: Report,
  definition: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const names = new Map(definition.subsets.map(({ id, name }) => [id, name]))
  const rows = rowsOf(report.results)
  const lines = rows.map(({ policy, subset, f1, error_accuracy, correct_accuracy }, index) => [
    rows[index - 1]?.policy === policy ? '' : policy,
    shorten(subset === 'average' ? 'Average' : (names.get(subset) ?? subset)),
    `${f1?.status === 'ok' ? percent(f1.value) : '–'}${f1?.inSample ? '*' : ' '}`,
    share(error_accuracy),
    share(correct_accuracy),
    f1?.threshold === undefined ? '' : formatCut(f1.threshold),
  ])
  return [
    `${definition.name}, revision ${report.revision.slice(0, 12)}, label set ${report.labelSet}`,
    coverageLine(report),
    '',
    formatTable(COLUMNS, lines, stream),
    ...notesOf(rows),
    '',
  ].join('\n')
}

type Row = { readonly policy: string; readonly subset: string } & {
  readonly [metric in MetricResult['metric']]?: MetricResult
}

function rowsOf(results: readonly MetricResult[]): Row[] {
  const groups = Map.groupBy(results, ({ policy, subset }) => `${policy} ${subset}`)
  return Array.from(groups.values(), (group) => ({
    policy: group[0]?.policy ?? '',
    subset: group[0]?.subset ?? '',
    ...Object.fromEntries(group.map((result) => [result.metric, result])),
  }))
}

function share(result: MetricResult | undefined): string {
  if (result?.status !== 'ok') return '–'
  const { value, k, counts, metric } = result
  if (k === undefined || !counts || !('error_n' in counts)) return percent(value)
  const n = metric === 'error_accuracy' ? counts.error_n : counts.correct_n
  return `${k}/${n} ${percent(value).padStart(5)}`
}

function notesOf(rows: readonly Row[]): string[] {
  const undefinedRows = rows.flatMap(({ policy, subset, f1 }) =>
    f1?.status === 'undefined' ? [`– ${policy}, ${subset}: ${f1.reason}`] : [],
  )
  const inSample = rows.some(({ f1 }) => f1?.inSample)
    ? ['* The cut was chosen on the labels it is measured on (in-sample).']
    : []
  const notes = [...inSample, ...undefinedRows]
  return notes.length === 0 ? [] : ['', ...notes]
}

function shorten(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name
}

function formatCut(threshold: number): string {
  return String(Number(threshold.toPrecision(5)))
}
