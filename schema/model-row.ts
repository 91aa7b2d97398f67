import { z } from 'zod'
import { CatalogModel, Paper } from './catalog.ts'
import { SystemCoverage } from './system-coverage.ts'
import { Standing } from './standing.ts'

/** A model of the catalog in a list. */
export const ModelRow = z
  .object({
    ...CatalogModel.shape,
    reported: z.int().meta({ description: 'Published numbers of it.' }),
    runs: z.int().meta({ description: 'Listed runs of it.' }),
  })
  .meta({ id: 'ModelRow' })
export type ModelRow = z.infer<typeof ModelRow>

const Named = z.object({ id: z.string(), name: z.string() })

/** What is known of a model: from the catalog, from its runs here, or both. */
export const ModelPage = z
  .object({
    id: z.string().meta({ description: 'As its runs name it, else as the catalog does.' }),
    catalog: CatalogModel.nullable().meta({ description: 'null where only runs are known.' }),
    paper: Paper.pick({ id: true, name: true, title: true, url: true }).nullable(),
    variants: z.array(Named).meta({ description: 'Models of the catalog that vary this one.' }),
    reported: z
      .int()
      .meta({ description: 'Published numbers of it: see /api/v1/reported?model=.' }),
    standings: z
      .array(
        z.object({
          benchmark: z.string(),
          ...Standing.pick({
            run: true,
            policy: true,
            value: true,
            rank: true,
            trust: true,
            attested: true,
            held: true,
            attempts: true,
            submitter: true,
            createdAt: true,
          }).shape,
        }),
      )
      .meta({
        description: 'Its runs, on the board that each benchmark opens with; newest first.',
      }),
  })
  .meta({ id: 'ModelPage' })
export type ModelPage = z.infer<typeof ModelPage>

/** A paper in a list. */
export const PaperRow = z
  .object({
    ...Paper.shape,
    coverage: SystemCoverage,
    models: z.array(Named).meta({ description: 'Models of the catalog that come from it.' }),
    reported: z.int().meta({ description: 'Numbers that it states: see /api/v1/reported?paper=.' }),
  })
  .meta({ id: 'PaperRow' })
export type PaperRow = z.infer<typeof PaperRow>
