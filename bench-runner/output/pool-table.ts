import type { SelectionResult } from '#schema/selection-result.ts'
import type { PoolReport } from '../evaluate-pool.ts'
import { percent } from '#schema/format-number.ts'
import { coverageLine } from './report-table.ts'
import { formatTable } from './table.ts'

/** A pool's report for people: a line a policy, a column for each number of candidates. */
export function poolTable(report: PoolReport, stream: NodeJS.WriteStream): string {
  const sizes = [...new Set(report.results.map(({ candidates }) => candidates))]
  const columns = [
    { head: 'Accuracy' },
    ...sizes.map((n) => ({ head: `n = ${n}`, align: 'right' as const })),
    { head: 'Ties', align: 'right' as const },
  ]
  const byPolicy = Map.groupBy(report.results, ({ policy }) => policy)
  const lines = Array.from(byPolicy, ([policy, results]) => [
    policy,
    ...results.map(cell),
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

function cell(result: SelectionResult): string {
  return result.status === 'ok' ? percent(result.value) : '–'
}

function tieShare(result: SelectionResult | undefined): string {
  return result?.tie_share === undefined ? '' : percent(result.tie_share)
}
