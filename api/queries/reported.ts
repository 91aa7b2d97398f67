import { and, asc, count, countDistinct, eq, gt, or, type SQL, sql } from 'drizzle-orm'
import type { ReportedResult } from '#schema/catalog.ts'
import {
  catalogModels,
  reportedBenchmarks,
  reportedProtocols,
  reportedResults,
  reportedSources,
} from '#schema/catalog-tables.ts'
import { PROTOCOL_DIFFERENCES } from '#schema/protocol-difference.ts'
import type { ReportedBenchmarkRow, ReportedRow } from '#schema/reported-row.ts'
import { RESULT_FLAGS } from '#schema/result-flag.ts'
import type { Db } from '../router.ts'
import { newestStandings } from './model-standings.ts'

export interface ReportedFilter {
  readonly benchmark?: string | undefined
  readonly subset?: string | undefined
  readonly metric?: string | undefined
  /** By the catalog's id or by the one on Hugging Face. */
  readonly model?: string | undefined
  readonly paper?: string | undefined
  readonly headline?: boolean | undefined
}

/** Published numbers after a position, in the catalog's order. */
export async function listReported(
  db: Db,
  filter: ReportedFilter,
  { limit, after }: { limit: number; after?: number | undefined },
): Promise<readonly { readonly position: number; readonly row: ReportedRow }[]> {
  const found = await db
    .select({
      position: reportedResults.position,
      headline: reportedResults.headline,
      result: reportedResults.body,
      benchmark: reportedBenchmarks.body,
      model: catalogModels.body,
      protocol: reportedProtocols.body,
      source: reportedSources.body,
    })
    .from(reportedResults)
    .innerJoin(reportedBenchmarks, eq(reportedBenchmarks.id, reportedResults.benchmark))
    .innerJoin(catalogModels, eq(catalogModels.id, reportedResults.model))
    .innerJoin(reportedProtocols, eq(reportedProtocols.id, reportedResults.protocol))
    .innerJoin(reportedSources, eq(reportedSources.id, reportedResults.source))
    .where(
      and(matches(filter), after === undefined ? undefined : gt(reportedResults.position, after)),
    )
    .orderBy(asc(reportedResults.position))
    .limit(limit)
  const compared = found.map(({ headline, benchmark, model, protocol }) => ({
    benchmark: headline && benchmark.headline?.onBoard ? benchmark.board : undefined,
    board: protocol.board,
    model,
  }))
  const recomputedOf = await newestStandings(db, compared)
  return found.map(({ position, headline, benchmark, model, protocol, result, source }, index) => {
    const { id, name, board, subsets } = benchmark
    const subset = subsets.find((one) => one.id === result.subset)
    const row: ReportedRow = {
      trust: 'reported',
      benchmark: { id, name, board: board ?? null },
      subset: { id: result.subset, name: subset?.name ?? result.subset },
      metric: result.metric,
      candidates: result.candidates ?? null,
      model: {
        id: model.id,
        name: model.name,
        kind: model.kind ?? null,
        huggingface: model.huggingface ?? null,
        params: model.params ?? null,
      },
      value: result.value,
      headline,
      flags: toldFlags(result),
      protocol: {
        id: protocol.id,
        statement: protocol.statement,
        differences: protocol.differences.map((difference) => ({
          id: difference,
          text: PROTOCOL_DIFFERENCES[difference],
        })),
      },
      source: {
        id: source.id,
        title: source.title,
        url: source.url,
        place: result.place ?? source.place,
        paper: source.paper ?? null,
      },
      recomputed: recomputedOf(compared[index]),
    }
    return { position, row }
  })
}

/** Every table that published numbers fill, in the catalog's order. */
export async function listReportedBenchmarks(db: Db): Promise<ReportedBenchmarkRow[]> {
  const rows = await db
    .select({
      body: reportedBenchmarks.body,
      results: count(),
      models: countDistinct(reportedResults.model),
    })
    .from(reportedBenchmarks)
    .innerJoin(reportedResults, eq(reportedResults.benchmark, reportedBenchmarks.id))
    .groupBy(reportedBenchmarks.id)
    .orderBy(sql`${reportedBenchmarks}.rowid`)
  return rows.map(({ body, ...counts }) => ({ ...body, ...counts }))
}

/** What to say of a benchmark that is not here: where its published numbers are, if there are any. */
export async function whereReported(db: Db, id: string): Promise<string> {
  const [table] = await db
    .select({ id: reportedBenchmarks.id })
    .from(reportedBenchmarks)
    .where(or(eq(reportedBenchmarks.id, id), sql`${reportedBenchmarks.body} ->> '$.board' = ${id}`))
  return table
    ? `Nothing is recomputed here of ${id}. What papers report: /api/v1/reported?benchmark=${table.id}`
    : `No benchmark ${id}. See /api/v1/benchmarks`
}

/** What the list can be filtered by: all benchmarks, and within the one asked for the rest. */
export async function reportedFacets(db: Db, { benchmark }: ReportedFilter) {
  const within = matches({ benchmark })
  return {
    benchmark: await counted(db, reportedResults.benchmark),
    subset: await counted(db, reportedResults.subset, within),
    metric: await counted(db, reportedResults.metric, within),
    model: await counted(db, reportedResults.model, within),
    paper: await counted(db, reportedResults.paper, within),
  }
}

async function counted(
  db: Db,
  column: (typeof reportedResults)['benchmark' | 'subset' | 'metric' | 'model' | 'paper'],
  where?: SQL,
) {
  const rows = await db
    .select({ name: column, rows: count() })
    .from(reportedResults)
    .where(where)
    .groupBy(column)
  return Object.fromEntries(rows.flatMap(({ name, rows: n }) => (name === null ? [] : [[name, n]])))
}

function matches({ benchmark, subset, metric, model, paper, headline }: ReportedFilter) {
  const byWeights = sql`${reportedResults.model} = (select ${catalogModels.id} from ${catalogModels} where ${catalogModels.huggingface} = ${model})`
  return and(
    benchmark === undefined ? undefined : eq(reportedResults.benchmark, benchmark),
    subset === undefined ? undefined : eq(reportedResults.subset, subset),
    metric === undefined ? undefined : eq(reportedResults.metric, metric),
    model === undefined ? undefined : or(eq(reportedResults.model, model), byWeights),
    paper === undefined ? undefined : eq(reportedResults.paper, paper),
    headline === undefined ? undefined : eq(reportedResults.headline, headline),
  )
}

function toldFlags({ flags }: ReportedResult): ReportedRow['flags'] {
  return flags.map(({ flag, recomputed }) => ({
    id: flag,
    text: RESULT_FLAGS[flag],
    recomputed: recomputed ?? null,
  }))
}
