import type { CompleteAdapter } from './adapter.ts'
import { type Encoded, encode, USE } from './encode.ts'
import { type Refused, refused } from './refusal.ts'
import { renderTrajectory, type Solution } from './render-trajectory.ts'
import type { ModelTokenizer } from './tokenizer.ts'

/** What a model is fed of one trajectory. */
export interface Compiled {
  readonly status: 'ok'
  /** The text that the ids stand for. */
  readonly text: string
  readonly ids: readonly number[]
  /** Of each step, the 0-based place in `ids` whose output scores it. */
  readonly positions: readonly number[]
  /** The first id that counts as the answer’s, where log-probabilities are summed. */
  readonly start?: number
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
  const strings = 'token' in at ? [at.token] : 'tokens' in at ? at.tokens : []
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
  if (render.mode === 'answer' && render.eos && tokenizer.eos === undefined) {
    return refused('other_tokenizer', `The tokenizer names no eos_token: ${USE}`)
  }
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
  const encoded = encodeSolution(solution, fitted)
  if (encoded.status === 'refused') return encoded
  const { ids } = encoded
  const placed = placesIn(encoded, solution, fitted)
  if ('status' in placed) return placed
  const { positions, start } = placed
  const expected = countOf(adapter.score.at, solution.steps.length)
  if (positions.length !== expected) {
    const counts = `${positions.length} positions for ${expected} steps`
    return refused('wrong_count', `${counts}: a marker was merged with the text beside it`)
  }
  if (positions.some((position, index) => position <= (positions[index - 1] ?? -1))) {
    return refused('not_increasing', 'A step has no token of its own: leave out empty steps')
  }
  const { maxTokens } = adapter
  if (maxTokens !== undefined && ids.length > maxTokens) {
    return refused('too_long', `${ids.length} tokens, more than ${maxTokens}; nothing is cut`)
  }
  const text = tokenizer.decode(ids)
  return { status: 'ok', text, ids, positions, ...(start !== undefined && { start }) }
}

/** How many places one pass has. */
function countOf(at: CompleteAdapter['score']['at'], steps: number): number {
  switch (at.anchor) {
    case 'last_token':
      return 1
    case 'mark':
      return at.count
    case 'token':
    case 'pattern':
    case 'step_end':
    case 'cut':
      return steps
  }
}

/** What is fed to score every step: the whole once, or the steps up to each one. */
export function compilePasses(
  fitted: FittedAdapter,
  { problem, steps }: Solution,
): { readonly status: 'ok'; readonly passes: readonly Compiled[] } | Refused {
  const solutions =
    fitted.adapter.passes === 'prefix'
      ? steps.map((_, index) => ({ problem, steps: steps.slice(0, index + 1) }))
      : [{ problem, steps }]
  const passes: Compiled[] = []
  for (const solution of solutions) {
    const compiled = compile(fitted, solution)
    if (compiled.status === 'refused') return compiled
    passes.push(compiled)
  }
  return { status: 'ok', passes }
}

function encodeSolution(solution: Solution, { adapter, tokenizer }: FittedAdapter) {
  const { render } = adapter
  const bos = 'bos' in render ? render.bos : 'none'
  return encode(renderTrajectory(adapter, solution), { tokenizer, bos })
}

interface Places {
  readonly positions: readonly number[]
  readonly start?: number
}

function placesIn(
  { ids, ends }: Encoded,
  solution: Solution,
  fitted: FittedAdapter,
): Places | Refused {
  const { at } = fitted.adapter.score
  switch (at.anchor) {
    case 'step_end': {
      const { back = 0 } = at
      return { positions: ends.map((end) => end - back) }
    }
    case 'last_token':
      return { positions: [ids.length - 1] }
    case 'cut':
      return cutPlaces(solution, at.after, fitted)
    case 'token':
    case 'mark':
    case 'pattern': {
      const offset = at.anchor === 'pattern' ? at.offset : at.anchor === 'mark' ? -1 : 0
      const { anchor } = fitted
      const positions = ids.flatMap((_, start) =>
        anchor.every((id, index) => ids[start + index] === id) ? start + offset : [],
      )
      return { positions }
    }
  }
}

/** The places at which the texts end that are cut after each step, and after none. */
function cutPlaces(
  { problem, steps }: Solution,
  after: string,
  fitted: FittedAdapter,
): Places | Refused {
  const { tokenizer, adapter } = fitted
  const lengths: number[] = []
  for (const count of [0, ...steps.map((_, index) => index + 1)]) {
    const rendered = renderTrajectory(adapter, { problem, steps: steps.slice(0, count) })
    if (rendered.form !== 'messages') break
    const text = tokenizer.chat?.([...rendered.messages]).trim() ?? ''
    const isInside = count > 0 && count < steps.length
    lengths.push(tokenizer.encode(isInside ? text + after : text).length)
  }
  const [empty = 0, ...ends] = lengths
  return { positions: ends.map((length) => length - 1), start: Math.max(1, empty - 2) }
}

function markerIn({ problem, steps }: Solution, { adapter, tokenizer }: FittedAdapter) {
  const { at } = adapter.score
  const markers = 'token' in at ? [at.token, ...tokenizer.specials] : tokenizer.specials
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

function quote(text: string): string {
  return JSON.stringify(text)
}
