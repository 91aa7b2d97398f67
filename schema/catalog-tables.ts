import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type {
  CatalogModel,
  Paper,
  ReportedBenchmark,
  ReportedProtocol,
  ReportedResult,
  Source,
} from './catalog.ts'
import type { SystemCoverage } from './system-coverage.ts'

// What the literature says, replaced as a whole by each publication of the catalog.

/** The catalog as it was last published: one row. */
export const catalog = sqliteTable('catalog', {
  hash: text().primaryKey(),
  publishedAt: text('published_at').notNull(),
})

export const catalogModels = sqliteTable('catalog_models', {
  id: text().primaryKey(),
  huggingface: text().unique(),
  kind: text(),
  paper: text(),
  body: text({ mode: 'json' }).$type<CatalogModel>().notNull(),
})

export const papers = sqliteTable('papers', {
  id: text().primaryKey(),
  kind: text().notNull(),
  relevance: text().notNull(),
  body: text({ mode: 'json' }).$type<Paper & { coverage: SystemCoverage }>().notNull(),
})

export const reportedBenchmarks = sqliteTable('reported_benchmarks', {
  id: text().primaryKey(),
  body: text({ mode: 'json' }).$type<ReportedBenchmark>().notNull(),
})

export const reportedProtocols = sqliteTable('reported_protocols', {
  id: text().primaryKey(),
  body: text({ mode: 'json' }).$type<ReportedProtocol>().notNull(),
})

export const reportedSources = sqliteTable('reported_sources', {
  id: text().primaryKey(),
  body: text({ mode: 'json' }).$type<Source>().notNull(),
})

export const reportedResults = sqliteTable(
  'reported_results',
  {
    /** In the order lists have: by benchmark, subset and metric, highest first. */
    position: integer().primaryKey(),
    benchmark: text().notNull(),
    subset: text().notNull(),
    metric: text().notNull(),
    model: text().notNull(),
    protocol: text().notNull(),
    source: text().notNull(),
    /** The paper of the source; null where the catalog has none. */
    paper: text(),
    headline: integer({ mode: 'boolean' }).notNull(),
    body: text({ mode: 'json' }).$type<ReportedResult>().notNull(),
  },
  (table) => [
    index('reported_results_benchmark').on(table.benchmark, table.position),
    index('reported_results_model').on(table.model, table.position),
  ],
)
