import { join } from 'node:path'
import { Template } from '@huggingface/jinja'
import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { type Failed, failed, reasonOf } from '../failure.ts'
import { readRecord } from '../read-record.ts'
import { readText } from '../read-text.ts'

/** What is read of a tokenizer beyond what the library reads itself. */
const Special = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish()
const Config = z.looseObject({
  bos_token: Special,
  eos_token: Special,
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish(),
})
const Vocabulary = z.looseObject({
  added_tokens: z.array(z.looseObject({ content: z.string(), special: z.boolean() })).default([]),
})

export interface ChatMessage {
  readonly role: string
  readonly content: string
}

/** A model's tokenizer, as its folder has it. */
export interface ModelTokenizer {
  /** The ids of a text alone: nothing is put before it or after it. */
  readonly encode: (text: string) => readonly number[]
  readonly decode: (ids: readonly number[]) => string
  readonly idOf: (token: string) => number | undefined
  /** The token that starts a text, where there is one. */
  readonly bos: string | undefined
  /** Tokens that stand for themselves wherever a text holds them. */
  readonly specials: readonly string[]
  /** The token that ends a text, where there is one. */
  readonly eos: string | undefined
  /**
   * Renders messages by the model's own template, with what stands before an answer where `answers`;
   * throws as the template does.
   */
  readonly chat: ((messages: readonly ChatMessage[], answers?: boolean) => string) | undefined
}

/** Reads tokenizer.json, tokenizer_config.json and, where it has a file of its own, the chat template. */
export async function openTokenizer(
  folder: string,
): Promise<{ readonly status: 'ok'; readonly tokenizer: ModelTokenizer } | Failed> {
  const vocabulary = await readRecord(join(folder, 'tokenizer.json'), Vocabulary)
  if (vocabulary.status === 'failed') return vocabulary
  const config = await readRecord(join(folder, 'tokenizer_config.json'), Config)
  if (config.status === 'failed') return config
  const file = await readText(join(folder, 'chat_template.jinja'))
  if (file.status === 'failed' && file.code !== 'missing_file') return file
  const template = file.status === 'ok' ? file.text : templateOf(config.value.chat_template)
  try {
    return { status: 'ok', tokenizer: makeTokenizer(vocabulary.value, config.value, template) }
  } catch (error) {
    return failed('invalid', `The tokenizer in ${folder} cannot be used: ${reasonOf(error)}`)
  }
}

function makeTokenizer(
  vocabulary: z.infer<typeof Vocabulary>,
  config: z.infer<typeof Config>,
  template: string | undefined,
): ModelTokenizer {
  const tokenizer = new Tokenizer(vocabulary, config)
  const bos = contentOf(config.bos_token)
  const eos = contentOf(config.eos_token)
  const chat = template === undefined ? undefined : new Template(template)
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) =>
      tokenizer.decode([...ids], {
        skip_special_tokens: false,
        clean_up_tokenization_spaces: false,
      }),
    idOf: (token) => tokenizer.token_to_id(token),
    bos,
    eos,
    specials: vocabulary.added_tokens.flatMap(({ content, special }) => (special ? content : [])),
    chat:
      chat &&
      ((messages, answers = false) =>
        chat.render({ messages, bos_token: bos, eos_token: eos, add_generation_prompt: answers })),
  }
}

function templateOf(stated: z.infer<typeof Config>['chat_template']): string | undefined {
  if (!Array.isArray(stated)) return stated ?? undefined
  return stated.find(({ name }) => name === 'default')?.template
}

function contentOf(special: z.infer<typeof Special>): string | undefined {
  return typeof special === 'string' ? special : special?.content
}
