import { z } from 'zod'
import { MAX_STEPS, Text, Trajectory } from './item.ts'

/** The most candidates a problem may hold. */
export const MAX_CANDIDATES = 1024

/** A solution to choose, with the answer it ends in. */
export const Candidate = z
  .object({
    steps: z.array(Text).min(1).max(MAX_STEPS),
    answer: Text.nullable().meta({
      description:
        'The answer class: candidates agree when these strings are equal. null when the solution gives no answer.',
    }),
    correct: z.boolean().meta({ description: 'As the pool was graded; nothing is graded here.' }),
  })
  .meta({ id: 'Candidate' })
export type Candidate = z.infer<typeof Candidate>

const { id, subset, problem } = Trajectory.shape

/** A problem of a Best-of-N pool. Its candidates keep their order, which breaks ties. */
export const BestOfNItem = z
  .object({
    id,
    subset,
    problem,
    groundTruth: Text.optional().meta({ description: 'The right answer, for readers.' }),
    candidates: z.array(Candidate).min(1).max(MAX_CANDIDATES),
  })
  .meta({ id: 'BestOfNItem' })
export type BestOfNItem = z.infer<typeof BestOfNItem>
