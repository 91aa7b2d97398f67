import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { Report } from '../score-benchmark.ts'
import { diagnosticsText } from './diagnostics-text.ts'
import type { Format } from './format.ts'
import { reportCsv } from './report-csv.ts'
import { reportTable } from './report-table.ts'

/** Writes a report to stdout. */
export function printReport(
  report: Report,
  { definition, format }: { definition: BenchmarkDefinition; format: Format },
) {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
      return
    case 'csv':
      process.stdout.write(reportCsv(report, definition.kind))
      return
    case 'table':
      process.stdout.write(reportTable(report, definition, process.stdout))
      if (!report.diagnostics) return
      process.stdout.write(`\n${diagnosticsText(report.diagnostics, definition, process.stdout)}`)
  }
}
