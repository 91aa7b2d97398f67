import { csvFormat } from 'd3-dsv'
import type { Report } from '../evaluate.ts'
import type { PoolReport } from '../evaluate-pool.ts'

const COLUMNS = [
  'benchmark',
  'revision',
  'policy',
  'subset',
  'metric',
  'status',
  'value',
  'reason',
  'k',
  'n',
  'error_k',
  'error_n',
  'correct_k',
  'correct_n',
  'threshold',
  'in_sample',
] as const

/** A report as CSV, one result a line, values as proportions in full precision. */
export function reportCsv({ benchmark, revision, results }: Report): string {
  const rows = results.map(({ counts, inSample = false, ...result }) => ({
    benchmark,
    revision,
    ...result,
    ...counts,
    in_sample: inSample,
  }))
  return `${csvFormat<object & Partial<Record<(typeof COLUMNS)[number], unknown>>>(rows, COLUMNS)}\n`
}

const POOL_COLUMNS = [
  'benchmark',
  'revision',
  'policy',
  'subset',
  'metric',
  'candidates',
  'status',
  'value',
  'reason',
  'k',
  'n',
  'tie_share',
  'random_ties',
  'standard_error',
] as const

/** A pool's report as CSV, one result a line. */
export function poolCsv({ benchmark, revision, results }: PoolReport): string {
  const rows = results.map((result) => ({ benchmark, revision, ...result }))
  return `${csvFormat<object & Partial<Record<(typeof POOL_COLUMNS)[number], unknown>>>(rows, POOL_COLUMNS)}\n`
}
