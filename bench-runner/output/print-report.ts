import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { Report } from '../evaluate.ts'
import type { PoolReport } from '../evaluate-pool.ts'
import type { Format } from './format.ts'
import { poolTable } from './pool-table.ts'
import { poolCsv, reportCsv } from './report-csv.ts'
import { reportTable } from './report-table.ts'

/** Writes a report to stdout. */
export function printReport(report: Report, format: Format, definition: BenchmarkDefinition) {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
      return
    case 'csv':
      process.stdout.write(reportCsv(report))
      return
    case 'table':
      process.stdout.write(reportTable(report, definition, process.stdout))
  }
}

/** Writes a pool's report to stdout. */
export function printPoolReport(report: PoolReport, format: Format) {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
      return
    case 'csv':
      process.stdout.write(poolCsv(report))
      return
    case 'table':
      process.stdout.write(poolTable(report, process.stdout))
  }
}
