import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompleteAdapter } from '../../../bench-runner/adapters/adapter.ts'

const TEMPLATE =
  '{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>\n\n{{ message.content }}<|eot_id|>{% endfor %}'

const CHATML =
  '{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}'

/** The character that stands for each byte in a byte-level vocabulary (Radford et al. 2019). */
function byteCharacters(): readonly string[] {
  const printed = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(printed(byte) ? byte : next++),
  )
}

interface TinyOptions {
  readonly bos?: string | null
  readonly chatTemplate?: string | null
}

/** Writes a tokenizer of single bytes in which the strings of `tokens` have the first of their ids. */
export function writeTinyTokenizer(
  folder: string,
  tokens: CompleteAdapter['tokens'],
  { bos = '<s>', chatTemplate = '<|im_start|>' in tokens ? CHATML : TEMPLATE }: TinyOptions = {},
): string {
  const vocab: Record<string, number> = {}
  for (const [byte, character] of byteCharacters().entries()) vocab[character] = 500_000 + byte
  const added = [
    { id: 1, content: '<s>', special: true },
    { id: 2, content: '</s>', special: true },
  ]
  for (const [content, [id = 0]] of Object.entries(tokens)) {
    const character = content.length === 1 && byteCharacters()[content.charCodeAt(0)]
    if (character) vocab[character] = id
    else added.push({ id, content, special: content.startsWith('<') })
  }
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false }
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false }
  const tokenizer = {
    version: '1.0',
    added_tokens: added.map((token) => ({ ...token, ...flags })),
    normalizer: null,
    pre_tokenizer: bytes,
    post_processor: null,
    decoder: bytes,
    model: { type: 'BPE', vocab, merges: [] },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
  const config = { bos_token: bos, eos_token: '</s>', chat_template: chatTemplate }
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config))
  return folder
}
