import { Argument, Command } from '@commander-js/extra-typings'
import { csvFormat } from 'd3-dsv'
import type { Adapter } from '../adapters/adapter.ts'
import { readAdapters } from '../adapters/read-adapter.ts'
import { BACKENDS } from '../backends/backends.ts'
import { BENCHMARKS } from '../benchmarks/benchmarks.ts'
import { EXIT } from '../exit-code.ts'
import { type Failed, reportFailure } from '../failure.ts'
import { IMPORTS, NOT_IMPORTED } from '../imports/imports.ts'
import { type Format, formatOption } from '../output/format.ts'
import { formatTable } from '../output/table.ts'
import { listRuns } from '../run/list-runs.ts'

const LISTS = ['benchmarks', 'backends', 'adapters', 'sources', 'runs'] as const

/** Columns a table leaves out: a run's folder names its model; the others are too wide. */
const IMPLIED: readonly string[] = ['model', 'names', 'notes', 'weights', 'missing']

type Row = Readonly<Record<string, string>>

export function listCommand() {
  return new Command('list')
    .description(
      'List benchmarks, backends, adapters, sources of published scores or the runs in a folder',
    )
    .addArgument(new Argument('<what>', 'what to list').choices(LISTS))
    .option('-o, --output <dir>', 'where run folders are', 'runs')
    .addOption(formatOption())
    .action(async (what, { output, format }) => {
      const rows = await rowsOf(what, output)
      if ('status' in rows) {
        process.exitCode = reportFailure(rows)
        return
      }
      if (rows.length === 0) console.error(`There are no runs in ${output}`)
      print(rows, format)
      if (what === 'sources') tellRefusals()
      process.exitCode = EXIT.done
    })
}

async function rowsOf(
  what: (typeof LISTS)[number],
  output: string,
): Promise<readonly Row[] | Failed> {
  switch (what) {
    case 'benchmarks':
      return BENCHMARKS.map(({ definition: { id, kind, subsets, license } }) => ({
        id,
        kind,
        subsets: subsets.map((subset) => subset.id).join(' '),
        license,
      }))
    case 'backends':
      return BACKENDS.flatMap(({ id, description, models }) => [
        { id, description, models: models[0] ?? '' },
        ...models.slice(1).map((model) => ({ id: '', description: '', models: model })),
      ])
    case 'adapters': {
      const read = await readAdapters()
      return read.status === 'failed' ? read : read.adapters.map(adapterRow)
    }
    case 'sources':
      return IMPORTS.map(({ id, benchmark, models, license, notes }) => ({
        id,
        benchmark,
        models: String(models.length),
        license: license ?? 'none stated',
        names: models.map(({ name }) => name).join(' '),
        notes: notes.join(' '),
      }))
    case 'runs':
      return listRuns(output)
  }
}

function adapterRow(adapter: Adapter): Row {
  const { id, version, status, needs, models } = adapter
  const isComplete = adapter.status === 'complete'
  return {
    id,
    version,
    variants: isComplete ? Object.keys(adapter.variants).join(' ') : '',
    status,
    needs,
    weights: models.join(' '),
    missing: isComplete ? '' : adapter.missing.join(' '),
  }
}

function tellRefusals() {
  for (const [id, reason] of Object.entries(NOT_IMPORTED)) {
    console.error(`Not imported: ${id}: ${reason}`)
  }
}

function print(rows: readonly Row[], format: Format) {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
      return
    case 'csv':
      process.stdout.write(`${csvFormat([...rows])}\n`)
      return
    case 'table': {
      const heads = Object.keys(rows[0] ?? {}).filter((head) => !IMPLIED.includes(head))
      if (heads.length === 0) return
      const cells = rows.map((row) => heads.map((head) => fit(head, row[head] ?? '')))
      const columns = heads.map((head) => ({ head }))
      process.stdout.write(`${formatTable(columns, cells, process.stdout)}\n`)
    }
  }
}

/** The most characters of a cell that names several things, so that rows fit in 80 columns. */
const MAX_LIST = 33

/** As many names of a list as fit. */
function fit(head: string, cell: string): string {
  if (head !== 'subsets' || cell.length <= MAX_LIST) return cell
  const shown = cell.slice(0, MAX_LIST - 1)
  return `${shown.slice(0, shown.lastIndexOf(' '))} …`
}
