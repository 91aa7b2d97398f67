import { z } from 'zod'
import { LENGTHS, lengthOf, POSITIONS, positionOf } from './metrics/first-error-slices.ts'
import type { ItemSummary } from './run-item.ts'
import { at, type Label, NONE } from './verdict.ts'

const ANSWERS = ['right', 'wrong'] as const
const LABELS = ['error', 'correct'] as const

/** What items are picked by, beside their outcome. What a kind of item has not, none has. */
export const ItemFilter = z.object({
  subset: z.string().max(64).optional(),
  generator: z.string().max(200).optional().meta({ description: 'Who wrote the solution.' }),
  length: z.enum(LENGTHS).optional().meta({ description: 'Steps of the solution.' }),
  label: z.enum(LABELS).optional().meta({
    description: 'Of solutions: with a step labelled wrong, or without one.',
  }),
  position: z.enum(POSITIONS).optional().meta({
    description: 'Where the first wrong step is among the steps.',
  }),
  answer: z.enum(ANSWERS).optional().meta({ description: 'Of solutions: their final answer.' }),
})
export type ItemFilter = z.infer<typeof ItemFilter>

/** What an item has of each property that lists pick by. */
export function propertiesOf(item: ItemSummary): ItemFilter {
  const { subset } = item
  switch (item.kind) {
    case 'first_error': {
      const { generator, steps, label, finalAnswerCorrect } = item
      const length = lengthOf(steps)
      const position = positionOf({ label, steps })
      const answer =
        finalAnswerCorrect === undefined ? undefined : finalAnswerCorrect ? 'right' : 'wrong'
      return { subset, generator, length, label: labelOf(label), position, answer }
    }
    case 'step_labels': {
      const { steps, wrongSteps } = item
      const label = wrongSteps.length === 0 ? NONE : at(Math.min(...wrongSteps))
      const position = positionOf({ label, steps })
      return { subset, length: lengthOf(steps), label: labelOf(label), position }
    }
    case 'best_of_n':
    case 'preference':
      return { subset }
  }
}

function labelOf({ kind }: Label): (typeof LABELS)[number] {
  return kind === 'at' ? 'error' : 'correct'
}

/** Whether an item is what all given properties ask for. */
export function matches(item: ItemSummary, filter: ItemFilter): boolean {
  const own = propertiesOf(item)
  return ITEM_PROPERTIES.every((name) => filter[name] === undefined || filter[name] === own[name])
}

export const ITEM_PROPERTIES = ItemFilter.keyof().options
