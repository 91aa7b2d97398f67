import { z } from 'zod'
import type { Answer, Engine, LabelRequest } from '../engine.ts'
import type { FailedReply } from '../protocol.ts'
import { together } from './completions.ts'
import type { ServedModel } from './open-model.ts'
import { askTogether, type Told, toldBy } from './told.ts'

/** A log-probability, its token, and the token’s text, which is not asked for. */
const Told3 = z.tuple([z.number().nullable(), z.int(), z.string().nullish()])
const Entry = z.array(Told3).nullable()
const Meta = z.object({
  input_token_logprobs: z.array(Told3).nullish(),
  input_token_ids_logprobs: z.array(Entry).nullish(),
  output_token_ids_logprobs: z.array(Entry).nullish(),
})
const Generated = z.array(z.object({ meta_info: Meta }))
type Meta = z.infer<typeof Meta>

const PATH = '/generate'
const ONE = { max_new_tokens: 1, temperature: 0 }

/** Labels at every place in one pass: SGLang tells of asked tokens at each token of the prompt. */
export function generatedLabels(model: ServedModel): NonNullable<Engine['nextTokenScores']> {
  return (batch, signal) =>
    askTogether<LabelRequest, Answer>(batch, async (part) => {
      const body = {
        input_ids: part.map(({ ids }) => ids),
        sampling_params: ONE,
        return_logprob: true,
        // From the first place on; what is before it may come from the server’s cache.
        logprob_start_len: part.map(({ positions }) => positions[0] ?? 0),
        token_ids_logprob: part.map(({ labels }) => labels),
      }
      const tokens = part.reduce((sum, { ids }) => sum + ids.length, 0)
      const call = { path: PATH, body, tokens, key: part[0]?.problem }
      return told(await model.servers.ask(call, signal), (meta, index): Answer => {
        const request = part[index]
        return request ? labelsOf(meta, request) : { status: 'failed', reason: 'One too many' }
      })
    })
}

function labelsOf(meta: Meta, { ids, positions, labels }: LabelRequest): Answer {
  const [start = 0] = positions
  const entries = meta.input_token_ids_logprobs ?? []
  if (entries.length !== ids.length - start) {
    const reason = `The server told of ${entries.length} tokens, not of ${ids.length - start}`
    return { status: 'failed', reason }
  }
  const rows = positions.map((place): readonly number[] | FailedReply => {
    // An entry is of its own token, so what follows a place is told with the next one, or as the output.
    const isLast = place === ids.length - 1
    const entry = isLast ? meta.output_token_ids_logprobs?.[0] : entries[place + 1 - start]
    const logprobs = new Map((entry ?? []).map(([logprob, id]) => [id, logprob]))
    const missing = labels.find((label) => !logprobs.has(label))
    if (missing !== undefined) {
      return { status: 'failed', reason: `The server did not tell of label ${missing}` }
    }
    return labels.map((label) => logprobs.get(label) ?? Number.NaN)
  })
  return together(rows)
}

/** Of every token its log-probability after those before it. */
export function inputLogprobs(model: ServedModel): NonNullable<Engine['sequenceLogprobs']> {
  return (batch, signal) =>
    askTogether<readonly number[], Answer>(batch, async (part) => {
      const body = {
        input_ids: part,
        sampling_params: ONE,
        return_logprob: true,
        logprob_start_len: part.map(() => 0),
      }
      const tokens = part.reduce((sum, { length }) => sum + length, 0)
      const reply = await model.servers.ask({ path: PATH, body, tokens }, signal)
      return told(reply, ({ input_token_logprobs: entries }, index): Answer => {
        const ids = part[index] ?? []
        const isOwn =
          entries?.length === ids.length && entries.every(([, id], at) => id === ids[at])
        if (!isOwn) return { status: 'failed', reason: 'The server told of other tokens' }
        const row = entries.slice(1).map(([logprob]) => logprob ?? Number.NaN)
        return { status: 'ok', rows: [row] }
      })
    })
}

function told(
  reply: Awaited<ReturnType<ServedModel['servers']['ask']>>,
  answerOf: (meta: Meta, index: number) => Answer,
): Told<Answer> {
  return toldBy(reply, {
    read: (json) => Generated.safeParse(json).data,
    tell: (generated) => ({
      status: 'ok',
      replies: generated.map(({ meta_info }, index) => answerOf(meta_info, index)),
    }),
  })
}
