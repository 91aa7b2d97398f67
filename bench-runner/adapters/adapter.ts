import { z } from 'zod'

/** What an adapter asks of a backend: numbers of the model's head, or probabilities of labels, at positions. */
const NEEDS = ['token_vectors', 'next_token_scores', 'sequence_logprobs', 'generate'] as const

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'Write lower-case letters, digits, . and -')
const Line = z.string().min(1).max(500)

const Template = z.string().meta({
  description:
    'Text with {problem}, {step}, {number} (of the step, from 1) or, in a message, {steps} (all of them).',
})

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: Template })

const Bos = z.enum(['required', 'if_any', 'none']).meta({
  description: 'Whether the tokenizer’s first token comes first; if_any: where it has one.',
})

/** How a trajectory becomes text, and where that text is cut before it is tokenized. */
const Render = z.discriminatedUnion('mode', [
  z
    .strictObject({
      mode: z.literal('raw'),
      bos: Bos,
      before: Template,
      first: Template.optional().meta({ description: 'In the place of `step` for the first one.' }),
      step: Template,
    })
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
    .strictObject({ mode: z.literal('chat'), messages: z.array(Message).min(1), step: Template })
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
])

const At = z.discriminatedUnion('anchor', [
  z
    .strictObject({ anchor: z.literal('token'), token: Line })
    .meta({ description: 'At this token, once a step.' }),
  z
    .strictObject({
      anchor: z.literal('pattern'),
      tokens: z.array(Line).min(2),
      offset: z.int().nonnegative(),
    })
    .meta({ description: 'At the token `offset` after the start of these tokens, once a step.' }),
  z
    .strictObject({ anchor: z.literal('step_end') })
    .meta({ description: 'At the last token of a step; of `pieces` only.' }),
])

const Labels = z.array(Line).min(2)
const Classes = z.int().min(2)
const Place = z.int().nonnegative()

/** How the numbers at a position become a score. */
const Read = z.discriminatedUnion('fn', [
  z
    .strictObject({ fn: z.literal('softmax_labels'), labels: Labels, good: Place })
    .meta({ description: 'Softmax over the labels’ logits; the share of the good one.' }),
  z
    .strictObject({ fn: z.literal('vocabulary_probability'), labels: Labels, good: Place })
    .meta({ description: 'Probability of the good label among all tokens.' }),
  z
    .strictObject({ fn: z.literal('softmax_classes'), classes: Classes, good: Place })
    .meta({ description: 'Softmax over the classes; the share of the good one.' }),
  z
    .strictObject({ fn: z.literal('class_difference'), classes: Classes, good: Place, bad: Place })
    .meta({ description: 'Softmax over the classes; the good one’s share less the bad one’s.' }),
  z.strictObject({ fn: z.literal('sigmoid') }).meta({ description: 'Sigmoid of the one number.' }),
])

const Pattern = Line.refine(isPattern, 'This is no regular expression')

const Steps = z.strictObject({
  trim: z.boolean().default(false),
  replace: z
    .array(z.strictObject({ pattern: Pattern, flags: z.enum(['g', 'i', 'gi']), with: z.string() }))
    .default([])
    .meta({ description: 'Regular expressions, applied in order after trimming.' }),
})

const identity = {
  schema: z.literal('stepmark.adapter/1'),
  id: Name,
  version: Name,
  models: z
    .array(Line)
    .min(1)
    .meta({ description: 'Models of this format on the Hugging Face Hub.' }),
  needs: z.enum(NEEDS),
  sources: z.array(Line).min(1).meta({ description: 'Where the format is stated.' }),
  notes: z.string().optional(),
}

const format = {
  tokens: z.record(Line, z.array(z.int().nonnegative()).min(1)).meta({
    description:
      'Strings that must be one token of one of these ids: tells the model’s tokenizer from another.',
  }),
  steps: Steps.default({ trim: false, replace: [] }),
  render: Render,
  score: z.strictObject({ at: At, read: Read }),
  threshold: z.number().optional().meta({ description: 'Below it a step counts as wrong.' }),
  maxTokens: z.int().positive().optional().meta({
    description: 'The most tokens the authors feed; a longer trajectory is refused, never cut.',
  }),
}

const Variant = z.strictObject({
  about: Line,
  changes: z.record(z.string(), z.unknown()).meta({
    description: 'What differs, merged into the adapter as a JSON merge patch (RFC 7396).',
  }),
})

const CompleteAdapter = z.strictObject({ status: z.literal('complete'), ...identity, ...format })
export type CompleteAdapter = z.infer<typeof CompleteAdapter>

/** One format in which a PRM is fed and read, with no variants left to choose. */
export const PlainAdapter = CompleteAdapter.superRefine(({ render, score }, context) => {
  const refuse = (path: readonly string[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message })
  const { at, read } = score
  for (const [holder, texts] of Object.entries(placesOf(render))) {
    if (!texts.join('').includes(holder)) refuse(['render'], `${holder} is nowhere in it`)
  }
  if (at.anchor === 'step_end' && render.mode !== 'pieces') {
    refuse(['score', 'at'], 'Only pieces have ends of steps that are known before tokenizing')
  }
  if (read.fn === 'sigmoid') return
  const count = 'labels' in read ? read.labels.length : read.classes
  if (read.good >= count) refuse(['score', 'read', 'good'], `There are ${count} to choose from`)
  if ('bad' in read && read.bad >= count) {
    refuse(['score', 'read', 'bad'], `There are ${count} to choose from`)
  }
})

/** An adapter file. */
export const Adapter = z.discriminatedUnion('status', [
  CompleteAdapter.extend({ variants: z.record(Name, Variant).default({}) }),
  z.strictObject({
    status: z.literal('incomplete'),
    ...identity,
    missing: z.array(Line).min(1).meta({ description: 'The facts that nobody has stated yet.' }),
  }),
])
export type Adapter = z.infer<typeof Adapter>

/** What must be filled in somewhere, with the templates that have to hold it. */
function placesOf(render: CompleteAdapter['render']): Readonly<Record<string, readonly string[]>> {
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
