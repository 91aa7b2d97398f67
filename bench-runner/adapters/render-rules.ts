import { z } from 'zod'

export const Line = z.string().min(1).max(500)

const Template = z.string().meta({
  description:
    'Text with {problem}, {step}, {number} and {index} (of the step, from 1 and from 0) or, in a message, {steps} (all of them).',
})

export const Message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: Template,
})

const Bos = z.enum(['required', 'if_any', 'none']).meta({
  description: 'Whether the tokenizer’s first token comes first; if_any: where it has one.',
})

const first = Template.optional().meta({
  description: 'In the place of `step` for the first one.',
})

/** How a trajectory becomes text, and where that text is cut before it is tokenized. */
export const Render = z.discriminatedUnion('mode', [
  z
    .strictObject({ mode: z.literal('raw'), bos: Bos, before: Template, first, step: Template })
    .meta({ description: 'One text, tokenized as a whole.' }),
  z
    .strictObject({
      mode: z.literal('pieces'),
      bos: Bos,
      before: z.array(Template).min(1),
      step: z.array(Template).min(1),
    })
    .meta({ description: 'Texts tokenized one by one, so that no token spans two.' }),
  z
    .strictObject({
      mode: z.literal('chat'),
      messages: z.array(Message).min(1),
      first,
      step: Template,
      last: Template.optional().meta({ description: 'In the place of `step` for the last one.' }),
    })
    .meta({ description: 'The model’s own chat template; {steps} joins `step` of every step.' }),
  z
    .strictObject({
      mode: z.literal('turns'),
      first: z.array(Message).min(1),
      rest: z.array(Message).min(1),
    })
    .meta({
      description: 'The model’s own chat template; messages of the first and each later step.',
    }),
  z
    .strictObject({
      mode: z.literal('answer'),
      messages: z.array(Message).min(1),
      first,
      step: Template,
      eos: z.boolean().meta({ description: 'Whether the tokenizer’s last token ends it.' }),
    })
    .meta({
      description:
        'The model’s own chat template up to where it would answer; then the steps, tokenized as one text of their own.',
    }),
])
export type Render = z.infer<typeof Render>

const Pattern = Line.refine(isPattern, 'This is no regular expression')

export const Steps = z
  .strictObject({
    trim: z.boolean().default(false),
    replace: z
      .array(
        z.strictObject({ pattern: Pattern, flags: z.enum(['g', 'i', 'gi']), with: z.string() }),
      )
      .default([])
      .meta({ description: 'Regular expressions, applied in order after trimming.' }),
  })
  .default({ trim: false, replace: [] })

/** What must be filled in somewhere, with the templates that have to hold it. */
export function placesOf(render: Render): Readonly<Record<string, readonly string[]>> {
  const textsOf = (messages: readonly { readonly content: string }[]) =>
    messages.map(({ content }) => content)
  switch (render.mode) {
    case 'raw':
    case 'pieces':
      return { '{problem}': [render.before].flat(), '{step}': [render.step].flat() }
    case 'chat': {
      const texts = textsOf(render.messages)
      return { '{problem}': texts, '{steps}': texts, '{step}': [render.step] }
    }
    case 'answer':
      return { '{problem}': textsOf(render.messages), '{step}': [render.step] }
    case 'turns':
      return { '{problem}': textsOf(render.first), '{step}': textsOf(render.rest) }
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}
