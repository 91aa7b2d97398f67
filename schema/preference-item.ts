import { z } from 'zod'
import { MAX_CHARACTERS, MAX_STEPS, Text, Trajectory } from './item.ts'

/** The most rejected ones an item may hold. */
export const MAX_REJECTED = 1023

const { id, subset, problem } = Trajectory.shape

/** The steps of one thing to compare; a single text is one step. */
export const ComparedSteps = z.array(Text).min(1).max(MAX_STEPS)

/** A context with one continuation that was preferred and several that were not. */
export const PreferenceItem = z
  .object({
    id,
    subset,
    problem: problem.meta({ description: 'The context. Untrusted Markdown with TeX.' }),
    chosen: ComparedSteps.meta({ description: 'The steps of the preferred one.' }),
    rejected: z
      .array(ComparedSteps)
      .max(MAX_REJECTED)
      .meta({ description: 'The steps of each of the others, in the order of their scores.' }),
    task: Text.optional().meta({
      description: 'Equal for the items of one task, such as the turns of an agent.',
    }),
  })
  .refine(
    ({ problem, chosen, rejected }) =>
      problem.length + [chosen, ...rejected].flat().join('').length <= MAX_CHARACTERS,
    { path: ['rejected'], error: `The texts have more than ${MAX_CHARACTERS} characters` },
  )
  .meta({ id: 'PreferenceItem' })
export type PreferenceItem = z.infer<typeof PreferenceItem>
