import type { Capability, Catalog, CatalogModel, Paper, ReportedResult } from '#schema/catalog.ts'
import {
  catalog as catalogs,
  catalogModels,
  papers,
  reportedBenchmarks,
  reportedProtocols,
  reportedResults,
  reportedSources,
} from '#schema/catalog-tables.ts'
import { coverageOf } from '#schema/system-coverage.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'
import { insertRows } from './insert-rows.ts'

/** The hash of the catalog that is published, and when that was; undefined before the first. */
export async function publishedCatalog(db: Db) {
  const [row] = await db.select().from(catalogs)
  return row
}

/** Replaces the whole catalog in one batch. */
export async function publishCatalog(
  db: Db,
  catalog: Catalog,
  {
    hash,
    submitter,
    at,
  }: { readonly hash: string; readonly submitter: string | null; readonly at: string },
): Promise<void> {
  const capabilities = new Map(catalog.capabilities.map((one) => [one.id, one]))
  const paperOf = new Map(catalog.sources.map(({ id, paper }) => [id, paper ?? null]))
  const headlines = new Map(catalog.benchmarks.map(({ id, headline }) => [id, headline]))
  const results = inListOrder(catalog).map((body, position) => {
    const { benchmark, subset, metric, model, protocol, source } = body
    const headline = headlines.get(benchmark)
    return {
      position,
      benchmark,
      subset,
      metric,
      model,
      protocol,
      source,
      paper: paperOf.get(source) ?? null,
      headline: headline?.subset === subset && headline.metric === metric,
      body,
    }
  })
  await db.batch([
    db.delete(catalogs),
    db.delete(catalogModels),
    db.delete(papers),
    db.delete(reportedBenchmarks),
    db.delete(reportedProtocols),
    db.delete(reportedSources),
    db.delete(reportedResults),
    db.insert(catalogs).values({ hash, publishedAt: at }),
    ...insertRows(db, catalogModels, catalog.models.map(modelRow)),
    ...insertRows(
      db,
      papers,
      catalog.papers.map((paper) => paperRow(paper, capabilities)),
    ),
    ...insertRows(
      db,
      reportedBenchmarks,
      catalog.benchmarks.map((body) => ({ id: body.id, body })),
    ),
    ...insertRows(
      db,
      reportedProtocols,
      catalog.protocols.map((body) => ({ id: body.id, body })),
    ),
    ...insertRows(
      db,
      reportedSources,
      catalog.sources.map((body) => ({ id: body.id, body })),
    ),
    ...insertRows(db, reportedResults, results),
    logEvent(db, {
      at,
      type: 'catalog_published',
      submitter,
      benchmark: null,
      run: null,
      detail: { hash, results: String(results.length) },
    }),
  ])
}

function modelRow(body: CatalogModel) {
  const { id, huggingface = null, kind = null, paper = null } = body
  return { id, huggingface, kind, paper, body }
}

function paperRow(paper: Paper, capabilities: ReadonlyMap<string, Capability>) {
  const { id, kind, relevance } = paper
  return { id, kind, relevance, body: { ...paper, coverage: coverageOf(paper, capabilities) } }
}

/** By benchmark, subset and metric as their table has them; highest first, then by model. */
function inListOrder({ benchmarks, results }: Catalog): readonly ReportedResult[] {
  const places = new Map(
    benchmarks.map(({ id, subsets, metrics }, index) => [
      id,
      { index, subsets: subsets.map((subset) => subset.id), metrics },
    ]),
  )
  const placed = results.map((result) => {
    const place = places.get(result.benchmark)
    const subset = place?.subsets.indexOf(result.subset) ?? 0
    const metric = place?.metrics.indexOf(result.metric) ?? 0
    return { result, order: [place?.index ?? 0, subset, metric, -result.value] as const }
  })
  return placed
    .toSorted((a, b) => {
      const index = a.order.findIndex((part, at) => part !== b.order[at])
      if (index < 0) return a.result.model < b.result.model ? -1 : 1
      return (a.order[index] ?? 0) - (b.order[index] ?? 0)
    })
    .map(({ result }) => result)
}
