import { z } from 'zod'
import type { TinyModel } from './tiny-model.ts'

/** A refusal, in the form of vLLM and SGLang. */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const Ids = z.array(z.int().nonnegative()).min(1)

export type Handler = (model: TinyModel, body: unknown) => Promise<unknown>

/** The wire formats of vLLM, SGLang and a sidecar, as their documents have them; answers are the model’s own. */
export const ROUTES: Readonly<Record<string, Handler>> = {
  async '/pooling'(model, body) {
    const { input } = z
      .object({
        task: z.literal('token_classify'),
        input: z.array(Ids),
        use_activation: z.literal(false),
      })
      .parse(body)
    if (model.output !== 'token_vectors') throw new Refusal(404, 'The model is not a pooling model')
    const data = await Promise.all(
      input.map(async (ids, index) => ({ index, object: 'pooling', data: await rows(model, ids) })),
    )
    return { id: 'pool-1', object: 'list', model: model.name, data: data.reverse() }
  },

  async '/generative_scoring'(model, body) {
    const asked = z
      .object({
        query: Ids,
        items: z.array(Ids).min(1),
        label_token_ids: z.array(z.int()).min(1),
        apply_softmax: z.boolean(),
      })
      .parse(body)
    const data = []
    for (const [index, item] of asked.items.entries()) {
      // vLLM cuts what is too long, unasked.
      const ids = [...asked.query, ...item].slice(0, model.maxTokens - 1)
      const shares = await labelShares(model, { ids, ...asked })
      data.push({ index, object: 'score', score: shares[0] })
    }
    return { id: 'generative-scoring-1', object: 'list', model: model.name, data }
  },

  async '/v1/completions'(model, body) {
    const asked = z
      .object({
        prompt: z.array(Ids),
        max_tokens: z.literal(1),
        logprobs: z.int().optional(),
        logprob_token_ids: z.array(z.int()).optional(),
        prompt_logprobs: z.int().optional(),
      })
      .parse(body)
    const choices = await Promise.all(
      asked.prompt.map(async (ids, index) => ({
        index,
        text: '',
        ...(asked.logprobs !== undefined && {
          logprobs: { top_logprobs: [await topLogprobs(model, ids)] },
        }),
        ...(asked.prompt_logprobs !== undefined && {
          prompt_logprobs: await promptLogprobs(model, ids),
        }),
      })),
    )
    return { id: 'cmpl-1', object: 'text_completion', model: model.name, choices }
  },

  async '/generate'(model, body) {
    const asked = z
      .object({
        input_ids: z.array(Ids),
        sampling_params: z.object({ max_new_tokens: z.literal(1) }),
        return_logprob: z.literal(true),
        logprob_start_len: z.array(z.int()),
        token_ids_logprob: z.array(z.array(z.int())).optional(),
      })
      .parse(body)
    return Promise.all(
      asked.input_ids.map(async (ids, index) => {
        const start = asked.logprob_start_len[index] ?? 0
        const labels = asked.token_ids_logprob?.[index]
        return { text: '', meta_info: await metaOf(model, { ids, start, labels }) }
      }),
    )
  },

  async '/v1/score'(model, body) {
    const asked = z
      .object({
        query: Ids,
        items: z.array(Ids),
        label_token_ids: z.array(z.int()),
        apply_softmax: z.boolean(),
        item_first: z.literal(false),
      })
      .parse(body)
    const scores = await Promise.all(
      asked.items.map((item) => labelShares(model, { ids: [...asked.query, ...item], ...asked })),
    )
    return { scores, model: model.name, object: 'scoring' }
  },

  async '/v1/chat/completions'(model, body) {
    const asked = z
      .object({
        messages: z.array(z.object({ content: z.string() })).min(1),
        n: z.int().positive(),
        seed: z.int(),
        stop: z.array(z.string()).optional(),
      })
      .parse(body)
    const prompt = asked.messages.map(({ content }) => content).join('\n')
    const choices = []
    for (let index = 0; index < asked.n; index++) {
      const write = asked.stop ? writeStep : criticise
      const content = await write(model, prompt, asked.seed + index)
      choices.push({ index, message: { role: 'assistant', content }, finish_reason: 'stop' })
    }
    return { id: 'chatcmpl-1', object: 'chat.completion', model: model.name, choices, usage }
  },

  async '/score'(model, body) {
    const { need, requests } = z
      .object({
        schema: z.literal('stepmark.sidecar/1'),
        need: z.string(),
        requests: z.array(
          z.object({ ids: Ids, positions: z.array(z.int()), labels: z.array(z.int()).optional() }),
        ),
      })
      .parse(body)
    const answers = await Promise.all(
      requests.map(async ({ ids, positions, labels = [] }) => {
        const given = await rows(model, ids)
        switch (need) {
          case 'token_vectors':
            return { rows: positions.map((place) => given[place]) }
          case 'next_token_scores':
            return {
              rows: positions.map((place) =>
                labels.map((one) => logprob(model, given[place], one)),
              ),
            }
          default:
            return { rows: [given.slice(1).map(([value]) => value)] }
        }
      }),
    )
    return { answers }
  },
}

const usage = { prompt_tokens: 90, completion_tokens: 10, total_tokens: 100 }

/**
 * A critique whose verdict follows from what the model says after the last bytes of the prompt and the
 * seed: which of the prompt’s numbered steps is wrong, or none.
 */
export async function criticise(model: TinyModel, prompt: string, seed: number): Promise<string> {
  const ids = [...Buffer.from(prompt).subarray(-200), seed % 256]
  const share = Math.exp(logprob(model, (await model.rows(ids)).at(-1), model.labels[0] ?? 0))
  const steps = [...prompt.matchAll(/^\[(\d+)\]/gm)].length
  const verdict = Math.floor(share * 1e6) % (steps + 1)
  return `I looked at ${steps} steps.\n\\boxed{${verdict === 0 ? 'none' : verdict}}`
}

/** A next step by what the model says after the prompt and the seed; the fourth one ends with an answer. */
async function writeStep(model: TinyModel, prompt: string, seed: number): Promise<string> {
  const ids = [...Buffer.from(prompt).subarray(-200), seed % 256]
  const share = Math.exp(logprob(model, (await model.rows(ids)).at(-1), model.labels[0] ?? 0))
  const number = Math.floor(share * 1e6) % 7
  const written = prompt.split('\n\n').length - 1
  return written < 3 ? `${number} + ${written}` : `So \\boxed{${number}}`
}

/** What a request’s ids come to; too many are refused in vLLM’s words. */
async function rows(model: TinyModel, ids: readonly number[]) {
  if (ids.length <= model.maxTokens) return model.rows(ids)
  const message = `This model's maximum context length is ${model.maxTokens} tokens`
  throw new Refusal(400, message)
}

/** The column of a label less the last one, which is the logsumexp of the vocabulary. */
function logprob(model: TinyModel, row: readonly number[] | undefined, label: number): number {
  const column = model.labels.indexOf(label)
  return (row?.[column] ?? Number.NaN) - (row?.at(-1) ?? Number.NaN)
}

async function labelShares(
  model: TinyModel,
  asked: {
    readonly ids: readonly number[]
    readonly label_token_ids: readonly number[]
    readonly apply_softmax: boolean
  },
): Promise<readonly number[]> {
  const row = (await rows(model, asked.ids)).at(-1)
  const shares = asked.label_token_ids.map((label) => Math.exp(logprob(model, row, label)))
  const sum = shares.reduce((total, share) => total + share, 0)
  return asked.apply_softmax ? shares.map((share) => share / sum) : shares
}

async function topLogprobs(model: TinyModel, ids: readonly number[]) {
  const row = (await rows(model, ids)).at(-1)
  return Object.fromEntries(
    model.labels.map((label) => [`token_id:${label}`, logprob(model, row, label)]),
  )
}

/** What is told with a token is what the one before it said. */
async function promptLogprobs(model: TinyModel, ids: readonly number[]) {
  const given = await rows(model, ids)
  return ids.map((id, place) => {
    if (place === 0) return null
    const entry = (value: number | undefined) => ({ logprob: value, rank: 1, decoded_token: '' })
    if (model.output === 'sequence_logprobs') return { [id]: entry(given[place]?.[0]) }
    return Object.fromEntries(
      model.labels.map((label) => [label, entry(logprob(model, given[place - 1], label))]),
    )
  })
}

async function metaOf(
  model: TinyModel,
  {
    ids,
    start,
    labels,
  }: { ids: readonly number[]; start: number; labels: readonly number[] | undefined },
) {
  const given = await rows(model, ids)
  if (labels === undefined) {
    return {
      input_token_logprobs: ids.map((id, place) => [
        place === 0 ? null : given[place]?.[0],
        id,
        null,
      ]),
    }
  }
  const entry = (place: number) =>
    labels.map((label) => [logprob(model, given[place], label), label, null])
  return {
    input_token_ids_logprobs: ids
      .slice(start)
      .map((_, index) => (index === 0 ? null : entry(start + index - 1))),
    output_token_ids_logprobs: [entry(ids.length - 1)],
  }
}
