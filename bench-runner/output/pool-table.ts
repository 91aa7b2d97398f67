import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Report } from '../score-benchmark.ts'
import { coverageLine } from './coverage-line.ts'
import { formatTable } from './table.ts'

/** A pool's report for people: a line a policy, a column for each number of candidates. */
export function poolTable(
  report: Report,
  { subsets }: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const sizes = [...new Set(report.results.map(({ candidates }) => candidates))]
  const columns = [
    { head: 'Accuracy' },
    ...sizes.map((n) => ({ head: `n = ${n}`, align: 'right' as const })),
    { head: 'Ties', align: 'right' as const },
  ]
  const isOne = subsets.length === 1
  const rows = Map.groupBy(report.results, ({ policy, subset }) =>
    isOne ? policy : `${policy} ${subset}`,
  )
  const lines = Array.from(rows, ([name, results]) => [
    name,
    ...sizes.map((n) => cell(results.find(({ candidates }) => candidates === n))),
    tieShare(results.at(-1)),
  ])
  const reasons = report.results.flatMap((result) =>
    result.status === 'undefined' ? [`– ${result.policy}: ${result.reason}`] : [],
  )
  return [
    `${report.benchmark}, revision ${report.revision.slice(0, 12)}`,
    coverageLine(report),
    '',
    formatTable(columns, lines, stream),
    '',
    'Ties: share of problems, at the last n, where several share the top; the first is taken.',
    ...reasons,
    '',
  ].join('\n')
}

function cell(result: MetricResult | undefined): string {
  return result?.status === 'ok' ? percent(result.value) : '–'
}

function tieShare(result: MetricResult | undefined): string {
  return result?.tie_share === undefined ? '' : percent(result.tie_share)
}
