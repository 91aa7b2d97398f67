import type { TextAdapter } from './adapter.ts'
import { clean, fill, type Solution } from './render-trajectory.ts'
import type { ChatMessage } from './tokenizer.ts'

/** The conversation in which a model is asked to write its judgement of a solution. */
export function renderPrompt(
  { prompt, steps: rules }: Pick<TextAdapter, 'prompt' | 'steps'>,
  { problem, steps }: Solution,
): readonly ChatMessage[] {
  const joined = steps
    .map((step, index) =>
      fill(prompt.step, {
        problem,
        step: clean(step, rules),
        number: String(index + 1),
        index: String(index),
      }),
    )
    .join(prompt.between)
  return prompt.messages.map(({ role, content }) => ({
    role,
    content: fill(content, { problem, steps: joined }),
  }))
}
