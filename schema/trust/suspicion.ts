import { z } from 'zod'

/** Why a run is held until an operator looked at it. */
export const SUSPICIONS = ['constant', 'two_valued', 'gold_equal', 'copied'] as const

/** One reason to doubt a run, found in its stored scores. The rules are in docs/trust.md. */
export const Suspicion = z
  .object({
    tag: z.enum(SUSPICIONS).meta({
      description:
        'constant: one value alone. two_valued: two values where a model gives many. gold_equal: it decides as the labels do. copied: the scores or decisions of another run.',
    }),
    sentence: z.string(),
    numbers: z
      .record(z.string(), z.number())
      .meta({ description: 'What the sentence rests on; shares from 0 to 1.' }),
    run: z.string().optional().meta({ description: 'The earlier run that it equals.' }),
  })
  .meta({ id: 'Suspicion' })
export type Suspicion = z.infer<typeof Suspicion>

/** Fewer scores, items or solutions than this tell nothing: chance could give the same. */
export const FEWEST = 100
