import { z } from 'zod'
import { Line, type Render } from './render-rules.ts'

export const At = z.discriminatedUnion('anchor', [
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
  z.strictObject({ anchor: z.literal('step_end'), back: z.int().nonnegative().optional() }).meta({
    description: 'At the last token of a step, or `back` tokens before it; of `pieces` only.',
  }),
  z
    .strictObject({ anchor: z.literal('last_token') })
    .meta({ description: 'At the very last token; with `passes: prefix`.' }),
  z.strictObject({ anchor: z.literal('mark'), token: Line, count: z.int().min(1) }).meta({
    description:
      'Before each of `count` such tokens, where the model would write in their place; with `passes: prefix`.',
  }),
  z.strictObject({ anchor: z.literal('cut'), after: z.string() }).meta({
    description:
      'At the token whose place is that of the last one of the text cut after the step, trimmed, with `after` behind all but the last; of `chat` only.',
  }),
])
export type At = z.infer<typeof At>

const Labels = z.array(Line).min(2)
const Classes = z.int().min(2)
const Place = z.int().nonnegative()

/** How the numbers at a position become a score. */
export const Read = z.discriminatedUnion('fn', [
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
    .strictObject({ fn: z.literal('class_sum'), classes: Classes, good: z.array(Place).min(1) })
    .meta({ description: 'Softmax over the classes; the shares of the good ones together.' }),
  z
    .strictObject({ fn: z.literal('class_difference'), classes: Classes, good: Place, bad: Place })
    .meta({ description: 'Softmax over the classes; the good one’s share less the bad one’s.' }),
  z.strictObject({ fn: z.literal('sigmoid') }).meta({ description: 'Sigmoid of the one number.' }),
  z.strictObject({ fn: z.literal('identity') }).meta({ description: 'The one number as it is.' }),
  z.strictObject({ fn: z.literal('log_ratio'), reference: Line, coefficient: z.number() }).meta({
    description:
      'The coefficient times the sum, from the answer’s start to the place, of the tokens’ log-probabilities less those of the reference model.',
  }),
])
export type Read = z.infer<typeof Read>

const ChannelName = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)

export const Score = z.strictObject({
  at: At,
  read: Read,
  channels: z
    .record(ChannelName, Read)
    .optional()
    .meta({ description: 'Named series beside the scores, read at the same places.' }),
  aspects: z
    .strictObject({
      names: z.array(ChannelName).min(1).meta({
        description: 'Channels, one for each mark: the probability that it is the bad label.',
      }),
      confirm: z.string().optional().meta({
        description:
          'In the place of `last`, with one mark, for a second pass of steps of which no aspect is bad: its probability is their score.',
      }),
    })
    .optional()
    .meta({
      description: 'Kinds of error that are asked for one by one. The worst of them is the score.',
    }),
})

/** What is wrong with how scores are read, by the path of the field. */
export function scoreIssues(
  { at, read, channels = {}, aspects }: z.infer<typeof Score>,
  { mode }: Render,
  passes: 'trajectory' | 'prefix',
): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const where = ['score', 'at']
  const reads: [readonly string[], Read][] = [
    [['score', 'read'], read],
    ...Object.entries(channels).map(([name, one]): [readonly string[], Read] => [
      ['score', 'channels', name],
      one,
    ]),
  ]
  return [
    ...(at.anchor === 'step_end' && mode !== 'pieces'
      ? [
          {
            path: where,
            message: 'Only pieces have ends of steps that are known before tokenizing',
          },
        ]
      : []),
    ...(at.anchor === 'cut' && mode !== 'chat'
      ? [{ path: where, message: 'Only chat is cut after a step' }]
      : []),
    ...((at.anchor === 'last_token' || at.anchor === 'mark') !== (passes === 'prefix')
      ? [{ path: where, message: 'last_token and mark go with passes: prefix' }]
      : []),
    ...((at.anchor === 'mark' ? at.count : undefined) !== aspects?.names.length
      ? [{ path: ['score', 'aspects'], message: 'There is one for each mark' }]
      : []),
    ...((read.fn === 'log_ratio') !== (at.anchor === 'cut')
      ? [{ path: where, message: 'log_ratio is read where the text is cut' }]
      : []),
    ...reads.flatMap(([path, one]) => beyond(one).map((message) => ({ path, message }))),
  ]
}

function beyond(read: Read): readonly string[] {
  const count = 'labels' in read ? read.labels.length : 'classes' in read ? read.classes : Infinity
  const named = ['good' in read ? read.good : [], 'bad' in read ? read.bad : []].flat()
  return named.some((place) => place >= count) ? [`There are ${count} to choose from`] : []
}
