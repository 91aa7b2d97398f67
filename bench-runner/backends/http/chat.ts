import { z } from 'zod'
import type { Engine, TextAnswer, TextRequest } from '../engine.ts'
import { byIndex } from './numbers.ts'
import type { ServedModel } from './open-model.ts'
import { toldBy } from './told.ts'

const Completion = z.object({
  choices: z
    .array(
      z.object({
        index: z.int(),
        message: z.object({ content: z.string().nullable() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.int().nonnegative() }).nullish(),
})

const PATH = '/v1/chat/completions'

/** Characters of a token, to tell how much is under way before a server counts it. */
const CHARACTERS = 3

/** Texts by chat, as OpenAI’s servers and those like them give them. */
export function chatTexts({ servers, name }: Pick<ServedModel, 'servers' | 'name'>) {
  return ((batch, signal) => Promise.all(batch.map(answer(signal)))) satisfies NonNullable<
    Engine['generate']
  >

  function answer(signal: AbortSignal) {
    return async (request: TextRequest): Promise<TextAnswer> => {
      const texts: string[] = []
      let tokens = 0
      // Servers that give fewer samples than asked for are asked again for the rest.
      while (texts.length < request.samples) {
        const told = await ask(request, { from: texts.length, signal })
        if (told.status === 'failed') return told
        texts.push(...told.texts)
        tokens += told.tokens
      }
      return { status: 'ok', texts: texts.slice(0, request.samples), tokens }
    }
  }

  async function ask(
    { messages, samples, maxTokens, temperature, topP, seed, stop }: TextRequest,
    { from, signal }: { from: number; signal: AbortSignal },
  ): Promise<TextAnswer> {
    const body = {
      model: name,
      messages,
      max_tokens: maxTokens,
      temperature,
      ...(topP !== undefined && { top_p: topP }),
      n: samples - from,
      seed: seed + from,
      ...(stop !== undefined && { stop }),
      // A text that is begun for the model: vLLM and SGLang go on with it instead of answering it.
      ...(messages.at(-1)?.role === 'assistant' && {
        continue_final_message: true,
        add_generation_prompt: false,
      }),
    }
    const length = messages.reduce((sum, { content }) => sum + content.length, 0)
    const call = { path: PATH, body, tokens: Math.ceil(length / CHARACTERS) + maxTokens }
    const told = toldBy<z.infer<typeof Completion>, TextAnswer>(await servers.ask(call, signal), {
      read: (json) => Completion.safeParse(json).data,
      tell: ({ choices, usage }) => {
        const texts = byIndex(choices).map(({ message }) => message.content ?? '')
        return {
          status: 'ok',
          replies: [{ status: 'ok', texts, tokens: usage?.total_tokens ?? 0 }],
        }
      },
    })
    if (told.status === 'refused') return { status: 'failed', reason: told.reason }
    return told.replies[0] ?? { status: 'failed', reason: 'The server gave no text' }
  }
}
