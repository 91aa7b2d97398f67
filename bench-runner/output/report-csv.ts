import { csvFormat } from 'd3-dsv'

const FIRST = ['benchmark', 'revision', 'policy', 'subset', 'metric'] as const
const VALUE = ['status', 'value', 'reason', 'k', 'n'] as const

export const FIRST_ERROR_COLUMNS = [
  ...FIRST,
  ...VALUE,
  'error_k',
  'error_n',
  'correct_k',
  'correct_n',
  'threshold',
  'in_sample',
]
export const STEPS_COLUMNS = [...FIRST, ...VALUE, 'tp', 'fp', 'tn', 'fn', 'threshold']
export const POOL_COLUMNS = [
  ...FIRST,
  'candidates',
  ...VALUE,
  'tie_share',
  'random_ties',
  'standard_error',
]

/** What a report of any kind holds. */
interface Reported {
  readonly benchmark: string
  readonly revision: string
  readonly results: readonly {
    readonly policy: string
    readonly counts?: object | undefined
    readonly inSample?: true | undefined
  }[]
}

/** A report as CSV, one result a line, values as proportions in full precision. */
export function reportCsv(
  { benchmark, revision, results }: Reported,
  columns: readonly string[],
): string {
  const rows = results.map(({ counts, inSample = false, ...result }) => ({
    benchmark,
    revision,
    ...result,
    ...counts,
    in_sample: inSample,
  }))
  return `${csvFormat<Record<string, unknown>>(rows, columns)}\n`
}
