import type { Format } from './format.ts'

/** A report in each form it can be written in. */
export interface Printable {
  readonly json: object
  readonly csv: () => string
  readonly table: (stream: NodeJS.WriteStream) => string
}

/** Writes a report to stdout. */
export function printReport({ json, csv, table }: Printable, format: Format) {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(json, null, 2)}\n`)
      return
    case 'csv':
      process.stdout.write(csv())
      return
    case 'table':
      process.stdout.write(table(process.stdout))
  }
}
