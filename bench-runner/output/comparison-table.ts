import { csvFormat } from 'd3-dsv'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { Difference } from '#schema/comparison.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { decimal, percent } from '#schema/format-number.ts'
import type { FileComparison } from '../compare-files.ts'
import { type Column, formatTable } from './table.ts'

const COLUMNS: readonly Column[] = [
  { head: 'Value' },
  { head: 'A', align: 'right' },
  { head: 'B', align: 'right' },
  { head: 'A − B', align: 'right' },
  { head: '95 % interval', align: 'right' },
  { head: 'p', align: 'right' },
]

/** Metrics that a table leaves out, where others say the same. */
const LEFT_OUT: readonly string[] = ['f1', 'negative_f1']

/** A comparison for people, in at most 80 columns: values ×100, then who is right where. */
export function comparisonTable(
  { benchmark, revision, policy, a, b, differences, decisions }: FileComparison,
  { kind, subsets, groups = [] }: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const names = new Map([...subsets, ...groups].map(({ id, name }) => [id, name]))
  const shown = differences.filter(
    ({ metric, subset }) =>
      kind !== 'step_labels' || !LEFT_OUT.includes(metric) || subset === 'overall',
  )
  const rows = shown.map((difference) => [
    nameOf(difference, names),
    valueOf(difference.a),
    valueOf(difference.b),
    valueOf(difference.difference),
    ...uncertaintyOf(difference),
  ])
  return [
    `${benchmark}, revision ${revision.slice(0, 12)}, ${policy}`,
    `A: ${a}`,
    `B: ${b}`,
    '',
    formatTable(COLUMNS, rows, stream),
    '',
    ...decisionLines(decisions),
    ...detectable(kindOf(kind).headline(differences)),
    'Intervals and p: paired bootstrap over problems; p is not adjusted over rows.',
    '',
  ].join('\n')
}

const METRIC_NAMES: Readonly<Record<string, string>> = {
  f1: 'F1',
  error_accuracy: 'error accuracy',
  correct_accuracy: 'correct accuracy',
  prm_score: 'PRMScore',
  negative_f1: 'negative F1',
  accuracy: 'accuracy',
  mrr: 'MRR',
  strict_accuracy: 'strict accuracy',
  pairwise_accuracy: 'pairwise accuracy',
  task_accuracy: 'task accuracy',
}

function nameOf(
  { subset, metric, candidates }: Difference,
  names: ReadonlyMap<string, string>,
): string {
  const of = candidates === undefined ? (names.get(subset) ?? subset) : `n = ${candidates}`
  return `${of}, ${METRIC_NAMES[metric] ?? metric}`
}

function valueOf(value: Difference['difference']): string {
  return value.status === 'ok' ? percent(value.value) : '–'
}

function uncertaintyOf({ uncertainty }: Difference): readonly [string, string] {
  if (uncertainty.status === 'undefined') return ['–', '–']
  const { interval, pValue } = uncertainty
  return [`${percent(interval.lower)} to ${percent(interval.upper)}`, pOf(pValue)]
}

function detectable(headline: Difference | undefined): readonly string[] {
  if (headline?.uncertainty.status !== 'ok') return []
  const points = percent(headline.uncertainty.smallestDetectable)
  return [`A true difference of ${points} would be found 4 times in 5.`]
}

function pOf(p: number): string {
  return p < 0.001 ? '< 0.001' : decimal(p, 3)
}

function decisionLines(decisions: FileComparison['decisions']): readonly string[] {
  if (decisions.status === 'undefined') return [`No count of items: ${decisions.reason}.`]
  const { both, onlyA, onlyB, neither, pValue } = decisions.all
  const tested = pValue === null ? '' : `; McNemar p ${pOf(pValue)}`
  return [
    `Items: ${both} both right, ${onlyA} only A, ${onlyB} only B, ${neither} neither${tested}`,
  ]
}

/** Every difference as a line, values as proportions in full precision. */
export function comparisonCsv({
  benchmark,
  revision,
  policy,
  differences,
}: FileComparison): string {
  const rows = differences.map(({ subset, metric, candidates, a, b, difference, uncertainty }) => {
    const known = uncertainty.status === 'ok' ? uncertainty : undefined
    return {
      benchmark,
      revision,
      policy,
      subset,
      metric,
      candidates,
      a: a.status === 'ok' ? a.value : '',
      b: b.status === 'ok' ? b.value : '',
      difference: difference.status === 'ok' ? difference.value : '',
      lower: known?.interval.lower,
      upper: known?.interval.upper,
      p: known?.pValue,
      swap_p: known?.swapPValue,
      smallest_detectable: known?.smallestDetectable,
    }
  })
  return `${csvFormat(rows)}\n`
}
