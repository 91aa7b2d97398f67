import { z } from 'zod'
import { lengthOf, MAX_CHARACTERS, Trajectory } from './item.ts'

const { problem, steps } = Trajectory.shape

/** The wrong steps of a solution, 0-based and ascending; every other step is right. */
export const WrongSteps = z
  .array(z.int().nonnegative())
  .refine((steps) => steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? step)), {
    error: 'Write each wrong step once, in ascending order',
  })
  .meta({ description: 'The wrong steps, 0-based and ascending; every other step is right.' })

/** An item of a step-labels benchmark: a solution with every wrong step marked. Its subset is its class. */
export const StepLabelsItem = z
  .object({
    ...Trajectory.shape,
    wrongSteps: WrongSteps,
    reason: z.string().min(1).optional().meta({ description: 'What is wrong, in words.' }),
    original: z
      .object({ problem, steps })
      .optional()
      .meta({ description: 'The problem and solution this one was made from.' }),
  })
  .refine(({ wrongSteps, steps }) => wrongSteps.every((step) => step < steps.length), {
    path: ['wrongSteps'],
    error: 'A wrong step does not exist',
  })
  .refine((item) => charactersOf(item) <= MAX_CHARACTERS, {
    path: ['steps'],
    error: `The texts have more than ${MAX_CHARACTERS} characters`,
  })
  .meta({ id: 'StepLabelsItem' })
export type StepLabelsItem = z.infer<typeof StepLabelsItem>

interface Texts {
  readonly problem: string
  readonly steps: readonly string[]
  readonly reason?: string | undefined
  readonly original?: Pick<Texts, 'problem' | 'steps'> | undefined
}

/** How long the texts of an item are in all. */
export function charactersOf({ problem, steps, reason = '', original }: Texts): number {
  const own = problem.length + lengthOf(steps) + reason.length
  return own + (original ? charactersOf(original) : 0)
}
