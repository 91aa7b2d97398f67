import { z } from 'zod'
import { Line, Message } from './render-rules.ts'

/** What a model is asked to write. */
export const Prompt = z.strictObject({
  messages: z.array(Message).min(1).meta({
    description:
      'The conversation; {steps} joins `step` of every step. Of an assistant as the last one, the model goes on with it.',
  }),
  step: z.string(),
  between: z.string().default('').meta({ description: 'What stands between two steps.' }),
})

export const Sampling = z.strictObject({
  samples: z.int().min(1).max(128),
  temperature: z.number().min(0),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.int().positive(),
  stop: z.array(Line).max(8).optional(),
})

/** How a text becomes a judgement. A text without one is counted as unreadable. */
export const Answer = z.discriminatedUnion('fn', [
  z.strictObject({ fn: z.literal('first_error'), first: z.int().min(0).max(1), none: Line }).meta({
    description:
      'The last \\boxed{…} is the first wrong step, counted from `first`, or `none`. One vote a text.',
  }),
  z.strictObject({ fn: z.literal('step_words'), good: Line, bad: Line }).meta({
    description:
      'The \\boxed{…} that hold `good` or `bad`, one for each step in order: 1 or 0 a step. One draw a text.',
  }),
])
export type Answer = z.infer<typeof Answer>
