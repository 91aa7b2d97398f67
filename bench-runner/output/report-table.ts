import type { BenchmarkDefinition, BenchmarkKind } from '#schema/benchmark.ts'
import type { Report } from '../score-benchmark.ts'
import { firstErrorTable } from './first-error-table.ts'
import { intervalLines } from './interval-lines.ts'
import { poolTable } from './pool-table.ts'
import { preferenceTable } from './preference-table.ts'
import { stepsTable } from './steps-table.ts'

const TABLES = {
  first_error: firstErrorTable,
  step_labels: stepsTable,
  best_of_n: poolTable,
  preference: preferenceTable,
} satisfies Record<BenchmarkKind, unknown>

/** A report for people, in at most 80 columns. */
export function reportTable(
  report: Report,
  definition: BenchmarkDefinition,
  stream: NodeJS.WriteStream,
): string {
  const { kind } = definition
  const table = TABLES[kind](report, definition, stream)
  return [table, ...intervalLines(report.results, kind)].join('\n')
}
