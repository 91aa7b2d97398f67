import { type Refused, refused } from './refusal.ts'
import type { Rendered } from './render-trajectory.ts'
import type { ModelTokenizer } from './tokenizer.ts'

export const USE = 'use the tokenizer of the adapter’s models'

export interface Encoded {
  readonly status: 'ok'
  readonly ids: readonly number[]
  /** The last token of each step, where steps are pieces of their own. */
  readonly ends: readonly number[]
}

/** A text that is tokenized by itself, or a token that stands for itself. */
type Part =
  | { readonly text: string; readonly endsStep: boolean }
  | { readonly token: string | undefined; readonly name: string }

/** Token ids of what was rendered; refused where they stand for another text. */
export function encode(
  rendered: Rendered,
  { tokenizer, bos }: { tokenizer: ModelTokenizer; bos: 'required' | 'if_any' | 'none' },
): Encoded | Refused {
  const parts = partsOf(rendered, tokenizer)
  if ('status' in parts) return parts
  const first = { token: tokenizer.bos, name: 'bos_token' }
  const ids: number[] = []
  const ends: number[] = []
  for (const part of bos === 'none' || tokenizer.bos === undefined ? parts : [first, ...parts]) {
    if ('name' in part) {
      const id = part.token === undefined ? undefined : tokenizer.idOf(part.token)
      if (id === undefined) return refused('other_tokenizer', `${part.name} is no token: ${USE}`)
      ids.push(id)
      continue
    }
    const { text, endsStep } = part
    const own = text === '' ? [] : tokenizer.encode(text)
    const decoded = own.length === 0 ? '' : tokenizer.decode(own)
    // Tokenizers with an NFC normalizer compose characters first, for the authors as well.
    if (decoded !== text && decoded !== text.normalize('NFC')) {
      return refused('text_differs', `${differing(text, decoded)}: ${USE}`)
    }
    ids.push(...own)
    if (endsStep) ends.push(ids.length - 1)
  }
  return { status: 'ok', ids, ends }
}

function partsOf(rendered: Rendered, tokenizer: ModelTokenizer): readonly Part[] | Refused {
  if (rendered.form === 'pieces') return rendered.pieces
  try {
    const answers = rendered.form === 'answer'
    const text = tokenizer.chat?.([...rendered.messages], answers) ?? ''
    const chat = { text, endsStep: false }
    if (!answers) return [chat]
    const answer = { text: rendered.text, endsStep: false }
    const eos = rendered.eos ? [{ token: tokenizer.eos, name: 'eos_token' }] : []
    return [chat, answer, ...eos]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refused('chat_template', `The chat template refuses these messages: ${reason}`)
  }
}

/** The first place where two texts differ, with what each has there. */
function differing(text: string, decoded: string): string {
  const [wanted, found] = [Array.from(text), Array.from(decoded)]
  const first = wanted.findIndex((character, index) => found[index] !== character)
  const at = first === -1 ? wanted.length : first
  const near = (whole: readonly string[]) =>
    JSON.stringify(whole.slice(Math.max(0, at - 10), at + 10).join(''))
  return `The ids stand for ${near(found)} where the text has ${near(wanted)}`
}
