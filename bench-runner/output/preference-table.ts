import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { percent } from '#schema/format-number.ts'
import { type MetricResult, PREFERENCE_METRICS } from '#schema/metric.ts'
import type { Report } from '../score-benchmark.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Subset' },
  { head: 'MRR', align: 'right' },
  { head: 'Strict', align: 'right' },
  { head: 'Pairwise', align: 'right' },
  { head: 'Tasks', align: 'right' },
  { head: 'Items', align: 'right' },
  { head: 'Ties at first', align: 'right' },
]

/** A report on preferences for people: a line a subset and their mean. */
export function preferenceTable(
  { benchmark, revision, coverage: { items, steps }, results }: Report,
  { subsets }: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const names = new Map(subsets.map(({ id, name }) => [id, name]))
  const lines = Array.from(
    Map.groupBy(results, ({ subset }) => subset),
    ([subset, own]) => {
      const of = (metric: MetricResult['metric']) => own.find((result) => result.metric === metric)
      const strict = of('strict_accuracy')
      return [
        names.get(subset) ?? subset,
        ...PREFERENCE_METRICS.map((metric) => cell(of(metric))),
        `${strict?.n ?? 0}`,
        strict?.tie_share === undefined ? '–' : percent(strict.tie_share),
      ]
    },
  )
  const count = (share: typeof items) => `${share.scored} of ${share.expected}`
  return [
    `${benchmark}, revision ${revision.slice(0, 12)}`,
    `Scored ${count(items)} items and ${count(steps)} texts compared`,
    '',
    formatTable(COLUMNS, lines, stream),
    '',
    'A tie counts against the chosen one. Tasks: all items of a task strictly right.',
    '',
  ].join('\n')
}

function cell(result: MetricResult | undefined): string {
  return result?.status === 'ok' ? percent(result.value) : '–'
}
