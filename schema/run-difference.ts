import { z } from 'zod'
import { BenchmarkId } from './benchmark.ts'
import { Coverage } from './coverage.ts'
import { AnyOutcome } from './item-verdict.ts'
import { ItemId } from './item.ts'
import { RunId } from './run.ts'
import { Sha256 } from './sha256.ts'

const Side = z.object({
  run: RunId,
  revision: Sha256,
  policy: z.string().meta({ description: 'Under which its decisions below were made.' }),
  coverage: Coverage,
})

/** Why two runs of one benchmark give different numbers. */
export const RunDifference = z
  .object({
    benchmark: BenchmarkId,
    a: Side,
    b: Side,
    manifest: z
      .array(
        z.object({
          field: z.string().meta({ description: 'Path in the manifest, such as `backend.dtype`.' }),
          a: z.unknown().meta({ description: 'Null where it is not stated.' }),
          b: z.unknown(),
          consequence: z
            .object({ text: z.string(), source: z.string() })
            .optional()
            .meta({ description: 'What such a difference is known to do, and where it was seen.' }),
        }),
      )
      .meta({ description: 'Every field in which the manifests differ, but for their claims.' }),
    scores: z
      .object({
        compared: z.int().meta({ description: 'Steps that both scored.' }),
        differing: z.int().meta({ description: 'Of them, those with another score.' }),
        inOneOnly: z.int().meta({ description: 'Steps that one scored and the other did not.' }),
        largest: z
          .object({
            item: ItemId,
            step: z.int(),
            a: z.number(),
            b: z.number(),
            difference: z.number(),
          })
          .nullable(),
      })
      .meta({ description: 'Of the stored scores, before any transform or cut.' }),
    flips: z.object({
      count: z.int().meta({ description: 'Items with another outcome.' }),
      items: z
        .array(z.object({ item: ItemId, a: AnyOutcome, b: AnyOutcome }))
        .meta({ description: 'The first hundred, in canonical order.' }),
    }),
  })
  .meta({ id: 'RunDifference' })
export type RunDifference = z.infer<typeof RunDifference>
