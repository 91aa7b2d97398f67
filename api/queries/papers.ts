import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { catalogModels, papers, reportedResults } from '#schema/catalog-tables.ts'
import type { PaperRow } from '#schema/model-row.ts'
import type { Db } from '../router.ts'
import { tally } from '../tally.ts'

export interface PaperFilter {
  readonly kind?: string | undefined
  readonly relevance?: string | undefined
  readonly id?: string | undefined
}

/** Papers by id, those after `after`. */
export async function listPapers(
  db: Db,
  { kind, relevance, id }: PaperFilter,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<PaperRow[]> {
  const rows = await db
    .select({
      paper: papers.body,
      reported: sql<number>`(select count(*) from ${reportedResults} where ${reportedResults.paper} = ${papers.id})`,
    })
    .from(papers)
    .where(
      and(
        kind === undefined ? undefined : eq(papers.kind, kind),
        relevance === undefined ? undefined : eq(papers.relevance, relevance),
        id === undefined ? undefined : eq(papers.id, id),
        after === undefined ? undefined : gt(papers.id, after),
      ),
    )
    .orderBy(asc(papers.id))
    .limit(limit)
  const ids = rows.map(({ paper }) => paper.id)
  // One JSON parameter, since D1 allows 100 bound values.
  const own = await db
    .select({ model: catalogModels.body })
    .from(catalogModels)
    .where(sql`${catalogModels.paper} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(asc(catalogModels.id))
  const byPaper = Map.groupBy(own, ({ model }) => model.paper)
  return rows.map(({ paper, reported }) => ({
    ...paper,
    models: (byPaper.get(paper.id) ?? []).map(({ model }) => ({ id: model.id, name: model.name })),
    reported,
  }))
}

export async function paperFacets(db: Db) {
  const rows = await db.select({ kind: papers.kind, relevance: papers.relevance }).from(papers)
  return {
    kind: tally(rows.map(({ kind }) => kind)),
    relevance: tally(rows.map(({ relevance }) => relevance)),
  }
}
