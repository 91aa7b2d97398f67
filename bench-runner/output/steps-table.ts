import { percent } from '#schema/format-number.ts'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Report } from '../score-benchmark.ts'
import { coverageLine } from './coverage-line.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Policy' },
  { head: 'Class or group' },
  { head: 'PRMScore', align: 'right' },
  { head: 'F1', align: 'right' },
  { head: 'Negative F1', align: 'right' },
]

/** A step-labels report for people: a line a class, group and the whole. */
export function stepsTable(
  report: Report,
  definition: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const { groups = [], subsets } = definition
  const names = new Map([...subsets, ...groups].map(({ id, name }) => [id, name]))
  const rows = Map.groupBy(report.results, ({ policy, subset }) => `${policy} ${subset}`)
  let before = ''
  const lines = Array.from(rows.values(), (results) => {
    const [{ policy, subset } = { policy: '', subset: '' }] = results
    const shown = policy === before ? '' : policy
    before = policy
    const cells = (['prm_score', 'f1', 'negative_f1'] as const).map((metric) =>
      cell(results.find((result) => result.metric === metric)),
    )
    return [shown, names.get(subset) ?? subset, ...cells]
  })
  return [
    `${definition.name}, revision ${report.revision.slice(0, 12)}, ${report.variant ?? 'strict'}`,
    coverageLine(report),
    '',
    formatTable(COLUMNS, lines, stream),
    '',
    'PRMScore is the mean of both F1; a group’s the mean of its classes; overall pools all steps.',
    '',
  ].join('\n')
}

function cell(result: MetricResult | undefined): string {
  return result?.status === 'ok' ? percent(result.value) : '–'
}
