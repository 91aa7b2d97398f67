import { z } from 'zod'

/** What a reader must know of one published number, in plain words. */
export const RESULT_FLAGS = {
  average_differs: 'The average does not follow from its parts.',
  f1_differs: 'The F1 does not follow from the two accuracies beside it.',
  missing_counted_as_zero: 'Parts that were not evaluated count as zero in this average.',
  computed_here: 'The source gives the parts; this average of them was computed here.',
} as const satisfies Record<string, string>
const FLAGS = Object.keys(RESULT_FLAGS) as [
  keyof typeof RESULT_FLAGS,
  ...(keyof typeof RESULT_FLAGS)[],
]

export const ResultFlag = z
  .strictObject({
    flag: z.enum(FLAGS),
    recomputed: z
      .number()
      .optional()
      .meta({ description: 'What the parts give, where that is another number.' }),
  })
  .meta({ id: 'ResultFlag' })
export type ResultFlag = z.infer<typeof ResultFlag>
