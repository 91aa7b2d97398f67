import { and, asc, count, eq, gt, or, sql } from 'drizzle-orm'
import { catalogModels, papers, reportedResults } from '#schema/catalog-tables.ts'
import type { ModelPage, ModelRow } from '#schema/model-row.ts'
import { runs } from '#schema/tables.ts'
import type { Db } from '../router.ts'
import { tally } from '../tally.ts'
import { openingStandings } from './model-standings.ts'

export interface ModelFilter {
  readonly kind?: string | undefined
  readonly paper?: string | undefined
}

/** Models of the catalog by id, those after `after`. */
export async function listModels(
  db: Db,
  { kind, paper }: ModelFilter,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<ModelRow[]> {
  const rows = await db
    .select({
      model: catalogModels.body,
      reported: sql<number>`(select count(*) from ${reportedResults} where ${reportedResults.model} = ${catalogModels.id})`,
      runs: sql<number>`(select count(*) from ${runs} where ${runs.model} in (${catalogModels.id}, ${catalogModels.huggingface}) and not ${runs.unlisted} and ${runs.state} in ('listed', 'held'))`,
    })
    .from(catalogModels)
    .where(
      and(
        kind === undefined ? undefined : eq(catalogModels.kind, kind),
        paper === undefined ? undefined : eq(catalogModels.paper, paper),
        after === undefined ? undefined : gt(catalogModels.id, after),
      ),
    )
    .orderBy(asc(catalogModels.id))
    .limit(limit)
  return rows.map(({ model, ...counts }) => ({ ...model, ...counts }))
}

export async function modelFacets(db: Db) {
  const rows = await db
    .select({ kind: catalogModels.kind, paper: catalogModels.paper })
    .from(catalogModels)
  return {
    kind: tally(rows.flatMap(({ kind }) => kind ?? [])),
    paper: tally(rows.flatMap(({ paper }) => paper ?? [])),
  }
}

/** A model by the catalog's id or by the one its runs have; undefined when neither knows it. */
export async function findModel(db: Db, id: string): Promise<ModelPage | undefined> {
  const [found] = await db
    .select({ model: catalogModels.body, paper: papers.body })
    .from(catalogModels)
    .leftJoin(papers, eq(papers.id, catalogModels.paper))
    .where(or(eq(catalogModels.id, id), eq(catalogModels.huggingface, id)))
  const catalogId = found?.model.id ?? id
  const runName = found?.model.huggingface ?? id
  const listed = await openingStandings(db, [catalogId, runName])
  if (!found && listed.length === 0) return undefined
  const [counted] = await db
    .select({ reported: count() })
    .from(reportedResults)
    .where(eq(reportedResults.model, catalogId))
  const variants = await db
    .select({ model: catalogModels.body })
    .from(catalogModels)
    .where(sql`${catalogModels.body} ->> '$.variantOf' = ${catalogId}`)
    .orderBy(asc(catalogModels.id))
  const paper = found?.paper
  return {
    id: runName,
    catalog: found?.model ?? null,
    paper: paper ? { id: paper.id, name: paper.name, title: paper.title, url: paper.url } : null,
    variants: variants.map(({ model }) => ({ id: model.id, name: model.name })),
    reported: counted?.reported ?? 0,
    standings: listed.map(({ row, ...place }) => {
      const { run, policy, value, trust, attested, held, submitter, createdAt } = row
      return { ...place, run, policy, value, trust, attested, held, submitter, createdAt }
    }),
  }
}
