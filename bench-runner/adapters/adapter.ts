import { z } from 'zod'
import { Line, placesOf, Render, Steps } from './render-rules.ts'
import { Score, scoreIssues } from './score-rules.ts'
import { Answer, Prompt, Sampling } from './text-rules.ts'
import { TheirText } from './their-text.ts'

/** What an adapter asks of a backend: numbers of the model's head, or probabilities of labels, at positions. */
const NEEDS = ['token_vectors', 'next_token_scores', 'sequence_logprobs', 'generate'] as const

const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'Write lower-case letters, digits, . and -')

const identity = {
  schema: z.literal('stepmark.adapter/1'),
  id: Name,
  version: Name,
  models: z
    .array(Line)
    .min(1)
    .meta({ description: 'Models of this format on the Hugging Face Hub.' }),
  sources: z.array(Line).min(1).meta({ description: 'Where the format is stated.' }),
  notes: z.string().optional(),
  texts: z
    .record(z.string().regex(/^\w{1,32}$/), TheirText)
    .optional()
    .meta({
      description:
        'Words of others by name, each filled in for {name}; read from a file of the user.',
    }),
}

const threshold = z.number().optional().meta({ description: 'Below it a step counts as wrong.' })

const CompleteAdapter = z.strictObject({
  status: z.literal('complete'),
  ...identity,
  needs: z.enum(['token_vectors', 'next_token_scores', 'sequence_logprobs']),
  tokens: z.record(Line, z.array(z.int().nonnegative()).min(1)).meta({
    description:
      'Strings that must be one token of one of these ids: tells the model’s tokenizer from another.',
  }),
  steps: Steps,
  render: Render,
  passes: z.enum(['trajectory', 'prefix']).optional().meta({
    description: 'One forward a trajectory, or one for each of its steps with those before it.',
  }),
  score: Score,
  threshold,
  maxTokens: z.int().positive().optional().meta({
    description: 'The most tokens the authors feed; a longer trajectory is refused, never cut.',
  }),
})
/** A format in which a model is fed tokens and read at places. */
export type CompleteAdapter = z.infer<typeof CompleteAdapter>

const TextAdapter = z.strictObject({
  status: z.literal('complete'),
  ...identity,
  needs: z.literal('generate'),
  steps: Steps,
  prompt: Prompt,
  sampling: Sampling,
  answer: Answer,
  threshold,
})
/** A format in which a model is asked to write, and what it wrote is read. */
export type TextAdapter = z.infer<typeof TextAdapter>

const Variant = z.strictObject({
  about: Line,
  changes: z.record(z.string(), z.unknown()).meta({
    description: 'What differs, merged into the adapter as a JSON merge patch (RFC 7396).',
  }),
})

/** One format in which a PRM is fed and read, with no variants left to choose. */
export const PlainAdapter = z
  .discriminatedUnion('needs', [CompleteAdapter, TextAdapter])
  .superRefine((adapter, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message })
    if (adapter.needs === 'generate') {
      const { messages, step } = adapter.prompt
      const texts = messages.map(({ content }) => content)
      checkPlaces(['prompt'], { '{problem}': texts, '{steps}': texts, '{step}': [step] })
      return
    }
    const { render, score, passes = 'trajectory', needs } = adapter
    checkPlaces(['render'], placesOf(render))
    for (const { path, message } of scoreIssues(score, render, passes)) refuse(path, message)
    if ((needs === 'sequence_logprobs') !== (score.read.fn === 'log_ratio')) {
      refuse(['score', 'read', 'fn'], 'sequence_logprobs goes with log_ratio')
    }

    function checkPlaces(
      path: readonly string[],
      places: Readonly<Record<string, readonly string[]>>,
    ) {
      for (const [holder, texts] of Object.entries(places)) {
        if (!texts.join('').includes(holder)) refuse(path, `${holder} is nowhere in it`)
      }
    }
  })
export type PlainAdapter = z.infer<typeof PlainAdapter>

const variants = { variants: z.record(Name, Variant).default({}) }

/** An adapter file. */
export const Adapter = z.discriminatedUnion('status', [
  z.discriminatedUnion('needs', [CompleteAdapter.extend(variants), TextAdapter.extend(variants)]),
  z.strictObject({
    status: z.literal('incomplete'),
    ...identity,
    needs: z.enum(NEEDS),
    missing: z.array(Line).min(1).meta({ description: 'The facts that nobody has stated yet.' }),
  }),
])
export type Adapter = z.infer<typeof Adapter>
