import { csvFormat } from 'd3-dsv'
import type { BenchmarkKind } from '#schema/benchmark.ts'
import type { Report } from '../score-benchmark.ts'

const FIRST = ['benchmark', 'revision', 'policy', 'subset', 'metric'] as const
const VALUE = ['status', 'value', 'reason', 'k', 'n'] as const

const COLUMNS = {
  first_error: [
    ...FIRST,
    ...VALUE,
    'error_k',
    'error_n',
    'correct_k',
    'correct_n',
    'threshold',
    'in_sample',
  ],
  step_labels: [...FIRST, ...VALUE, 'tp', 'fp', 'tn', 'fn', 'threshold'],
  best_of_n: [...FIRST, 'candidates', ...VALUE, 'tie_share', 'random_ties', 'standard_error'],
  preference: [...FIRST, ...VALUE, 'tie_share', 'random_ties'],
} satisfies Record<BenchmarkKind, readonly string[]>

/** A report as CSV, one result a line, values as proportions in full precision. */
export function reportCsv({ benchmark, revision, results }: Report, kind: BenchmarkKind): string {
  const rows = results.map(({ counts, inSample = false, ...result }) => ({
    benchmark,
    revision,
    ...result,
    ...counts,
    in_sample: inSample,
  }))
  return `${csvFormat<Record<string, unknown>>(rows, COLUMNS[kind])}\n`
}
