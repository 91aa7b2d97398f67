import type { CompleteAdapter } from './adapter.ts'
import { type Rendered, renderTrajectory, type Solution } from './render-trajectory.ts'
import type { ModelTokenizer } from './tokenizer.ts'

/** Why a tokenizer does not fit an adapter, or a solution cannot be fed to a model. */
export const REFUSALS = [
  /** A token has another id than the adapter's models have, or none. */
  'other_tokenizer',
  /** A label or an anchor is not exactly one token. */
  'not_one_token',
  /** The tokenizer's folder has no chat template, or it refuses these messages. */
  'chat_template',
  /** The problem or a step holds a marker, or a token that stands for itself. */
  'marker_in_text',
  /** There is not one position a step. */
  'wrong_count',
  /** A position does not come after the one before. */
  'not_increasing',
  /** The ids stand for another text than the one that was rendered. */
  'text_differs',
  /** There are more tokens than the model takes. */
  'too_long',
] as const
type RefusalCode = (typeof REFUSALS)[number]

export interface Refused {
  readonly status: 'refused'
  readonly code: RefusalCode
  /** What happened, then what to do. */
  readonly message: string
}

/** What a model is fed of one trajectory. */
export interface Compiled {
  readonly status: 'ok'
  /** The text that the ids stand for. */
  readonly text: string
  readonly ids: readonly number[]
  /** Of each step, the 0-based place in `ids` whose output scores it. */
  readonly positions: readonly number[]
}

/** An adapter whose strings were looked up in a tokenizer. */
export interface FittedAdapter {
  readonly status: 'ok'
  readonly adapter: CompleteAdapter
  readonly tokenizer: ModelTokenizer
  /** The ids of the anchor: one token, those of a pattern, or none. */
  readonly anchor: readonly number[]
  /** The ids of the labels to read, in their order. */
  readonly labels: readonly number[]
}

/** Looks up an adapter's labels, anchors and first token; each must be exactly one token. */
export function fitAdapter(
  adapter: CompleteAdapter,
  tokenizer: ModelTokenizer,
): FittedAdapter | Refused {
  const { at, read } = adapter.score
  for (const [text, expected] of Object.entries(adapter.tokens)) {
    const found = oneToken(text, tokenizer)
    if (typeof found !== 'number') return { ...found, code: 'other_tokenizer' }
    if (!expected.includes(found)) {
      const should = expected.join(' or ')
      return refused('other_tokenizer', `${quote(text)} is token ${found}, not ${should}: ${USE}`)
    }
  }
  const strings = at.anchor === 'token' ? [at.token] : at.anchor === 'pattern' ? at.tokens : []
  const anchor: number[] = []
  const labels: number[] = []
  for (const [texts, ids] of [
    [strings, anchor],
    ['labels' in read ? read.labels : [], labels],
  ] as const) {
    for (const text of texts) {
      const found = oneToken(text, tokenizer)
      if (typeof found !== 'number') return found
      ids.push(found)
    }
  }
  const { render } = adapter
  if ('bos' in render && render.bos === 'required' && tokenizer.bos === undefined) {
    return refused('other_tokenizer', `The tokenizer names no bos_token: ${USE}`)
  }
  if (!('bos' in render) && tokenizer.chat === undefined) {
    return refused('chat_template', `The tokenizer has no chat template: ${USE}`)
  }
  return { status: 'ok', adapter, tokenizer, anchor, labels }
}

/** Token ids and one position a step; refused rather than cut, mended or guessed. */
export function compile(fitted: FittedAdapter, solution: Solution): Compiled | Refused {
  const { adapter, tokenizer } = fitted
  const marker = markerIn(solution, fitted)
  if (marker) return marker
  const encoded = encode(renderTrajectory(adapter, solution), fitted)
  if (encoded.status === 'refused') return encoded
  const { ids, ends } = encoded
  const positions = adapter.score.at.anchor === 'step_end' ? ends : anchored(ids, fitted)
  if (positions.length !== solution.steps.length) {
    const counts = `${positions.length} positions for ${solution.steps.length} steps`
    return refused('wrong_count', `${counts}: a marker was merged with the text beside it`)
  }
  if (positions.some((position, index) => position <= (positions[index - 1] ?? -1))) {
    return refused('not_increasing', 'A step has no token of its own: leave out empty steps')
  }
  const { maxTokens } = adapter
  if (maxTokens !== undefined && ids.length > maxTokens) {
    return refused('too_long', `${ids.length} tokens, more than ${maxTokens}; nothing is cut`)
  }
  return { status: 'ok', text: tokenizer.decode(ids), ids, positions }
}

const USE = 'use the tokenizer of the adapter’s models'

interface Encoded {
  readonly status: 'ok'
  readonly ids: readonly number[]
  /** The last token of each step, where steps are pieces of their own. */
  readonly ends: readonly number[]
}

function encode(rendered: Rendered, { adapter, tokenizer }: FittedAdapter): Encoded | Refused {
  const ids: number[] = []
  const ends: number[] = []
  const { render } = adapter
  if ('bos' in render && render.bos !== 'none' && tokenizer.bos !== undefined) {
    const bos = tokenizer.idOf(tokenizer.bos)
    if (bos === undefined) return refused('other_tokenizer', `bos_token is no token: ${USE}`)
    ids.push(bos)
  }
  let pieces: readonly { readonly text: string; readonly endsStep: boolean }[] = []
  if (rendered.form === 'pieces') pieces = rendered.pieces
  else {
    try {
      const text = tokenizer.chat?.([...rendered.messages]) ?? ''
      pieces = [{ text, endsStep: false }]
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return refused('chat_template', `The chat template refuses these messages: ${reason}`)
    }
  }
  for (const { text, endsStep } of pieces) {
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

function anchored(ids: readonly number[], { adapter, anchor }: FittedAdapter): readonly number[] {
  const { at } = adapter.score
  const offset = at.anchor === 'pattern' ? at.offset : 0
  return ids.flatMap((_, start) =>
    anchor.every((id, index) => ids[start + index] === id) ? start + offset : [],
  )
}

function markerIn({ problem, steps }: Solution, { adapter, tokenizer }: FittedAdapter) {
  const { at } = adapter.score
  const markers = at.anchor === 'token' ? [at.token, ...tokenizer.specials] : tokenizer.specials
  for (const [index, text] of [problem, ...steps].entries()) {
    const found = markers.find((marker) => text.includes(marker))
    if (found === undefined) continue
    const where = index === 0 ? 'The problem' : `Step ${index}`
    return refused(
      'marker_in_text',
      `${where} holds ${quote(found)}, which the model reads as a mark`,
    )
  }
  return undefined
}

function oneToken(text: string, tokenizer: ModelTokenizer): number | Refused {
  const ids = tokenizer.encode(text)
  const [id] = ids
  if (ids.length === 1 && id !== undefined) return id
  return refused('not_one_token', `${quote(text)} is ${ids.length} tokens, not one: ${USE}`)
}

/** The first place where two texts differ, with what each has there. */
function differing(text: string, decoded: string): string {
  const [wanted, found] = [Array.from(text), Array.from(decoded)]
  const first = wanted.findIndex((character, index) => found[index] !== character)
  const at = first === -1 ? wanted.length : first
  const near = (whole: readonly string[]) =>
    quote(whole.slice(Math.max(0, at - 10), at + 10).join(''))
  return `The ids stand for ${near(found)} where the text has ${near(wanted)}`
}

function refused(code: RefusalCode, message: string): Refused {
  return { status: 'refused', code, message }
}

function quote(text: string): string {
  return JSON.stringify(text)
}
