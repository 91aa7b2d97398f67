import { z } from 'zod'
import { Sha256 } from './sha256.ts'

/** A catalog as a service holds it. */
export const PublishedCatalog = z
  .object({
    hash: Sha256.meta({ description: 'Of its JSON with keys in order and no space.' }),
    publishedAt: z.iso.datetime(),
    papers: z.int(),
    models: z.int(),
    results: z.int(),
  })
  .meta({ id: 'PublishedCatalog' })
