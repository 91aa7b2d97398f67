import type { ReportedBenchmark } from '#schema/catalog.ts'
import type { ReportedBenchmarkRow, ReportedRow } from '#schema/reported-row.ts'
import { api, read } from './api.ts'
import { partsOf, type ReportedTable, withParts } from './reported.ts'

/** How many reports a page shows of one table, and how far it looks for their parts. */
const SHOWN = 40
const PAGES = 3

/** The tables that published numbers fill. */
export async function reportedBenchmarks(): Promise<readonly ReportedBenchmarkRow[]> {
  const { rows } = await read(api.reported.benchmarks.$get({ query: {} }))
  return rows
}

/** The numbers that tables are about, of one model or paper; where it has none, its first others. */
export async function headlinesOf(query: {
  readonly model?: string
  readonly paper?: string
}): Promise<readonly ReportedRow[]> {
  const headlines = await everyRow({ ...query, headline: 'true' })
  return headlines.length > 0 ? headlines : (await everyRow(query)).slice(0, SHOWN)
}

/** Reads a table; undefined where nothing is reported on it, or no number is the one it is about. */
export async function readReported(
  benchmark: ReportedBenchmark,
): Promise<ReportedTable | undefined> {
  const { id, headline, subsets } = benchmark
  if (!headline) return undefined
  const { metric } = headline
  const rows = await everyRow({ benchmark: id, headline: 'true' })
  if (rows.length === 0) return undefined
  const parts = await Promise.all(
    partsOf(benchmark).map((subset) => everyRow({ benchmark: id, subset, metric })),
  )
  const reports = withParts(rows.slice(0, SHOWN), parts.flat())
  const given = new Set(reports.flatMap((report) => [...report.parts.keys()]))
  const columns = subsets.filter((subset) => given.has(subset.id))
  return { benchmark, metric, reports, total: rows.length, columns }
}

/** Every number that is asked for, up to a few hundred; the highest first. */
export async function everyRow(
  query: Omit<NonNullable<Parameters<typeof api.reported.$get>[0]>['query'], 'limit' | 'cursor'>,
): Promise<readonly ReportedRow[]> {
  const rows: ReportedRow[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await read(api.reported.$get({ query: { ...query, cursor, limit: '100' } }))
    rows.push(...answer.rows)
    if (answer.next === null) break
    cursor = answer.next
  }
  return rows
}
