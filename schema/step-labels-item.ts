import { z } from 'zod'
import { compareItemIds, MAX_CHARACTERS, Trajectory } from './item.ts'
import { type Sha256, sha256 } from './sha256.ts'

const { problem, steps } = Trajectory.shape

/** An item of a step-labels benchmark: a solution with every wrong step marked. */
export const StepLabelsItem = z
  .object({
    ...Trajectory.shape,
    wrongSteps: z
      .array(z.int().nonnegative())
      .meta({ description: 'The wrong steps, 0-based and ascending; every other step is right.' }),
    reason: z.string().min(1).optional().meta({ description: 'What is wrong, in words.' }),
    original: z
      .object({ problem, steps })
      .optional()
      .meta({ description: 'The problem and solution this one was made from.' }),
  })
  .refine(
    ({ wrongSteps }) =>
      wrongSteps.every((step, i) => i === 0 || step > (wrongSteps[i - 1] ?? step)),
    {
      path: ['wrongSteps'],
      error: 'Write each wrong step once, in ascending order',
    },
  )
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

/** Hash of every (id, steps, wrong steps), whatever the order of the items. */
export async function stepLabelsRevision(items: readonly StepLabelsItem[]): Promise<Sha256> {
  const ordered = items.toSorted((a, b) => compareItemIds(a.id, b.id))
  return sha256(JSON.stringify(ordered.map(({ id, steps, wrongSteps }) => [id, steps, wrongSteps])))
}

interface Texts {
  readonly problem: string
  readonly steps: readonly string[]
  readonly reason?: string | undefined
  readonly original?: Pick<Texts, 'problem' | 'steps'> | undefined
}

function charactersOf({ problem, steps, reason = '', original }: Texts): number {
  const own = problem.length + steps.join('').length + reason.length
  return own + (original ? charactersOf(original) : 0)
}
