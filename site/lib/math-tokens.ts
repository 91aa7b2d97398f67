import type MarkdownIt from 'markdown-it'
import { displayFormula, escapeHtml, inlineFormula, nestedDisplay } from './formula.ts'
import { formulaText } from './formula-text.ts'
import type { Segment } from './segment.ts'

type CoreState = Parameters<Parameters<MarkdownIt['core']['ruler']['push']>[1]>[0]
type Token = CoreState['tokens'][number]
type Cut = Exclude<Segment, { kind: 'markdown' }>

/** What the parser is told about a text: the formulas cut out of it, and whether to spell them. */
export interface FormulaEnv {
  readonly segments: readonly Segment[]
  readonly plain: boolean
}

const PLACEHOLDER = /\ue000(\d+)\ue001/
/** Punctuation and endings that must not start a line: `n-th`, `x's`, `(b, c),`. */
const TAIL = /^(?:[-–'’]?(?:th|st|nd|rd|s|axis|gon)\b)?[.,;:!?)\]”"'’%]*/

/** A core rule: put formulas where the placeholders stand, and take headings out of the page's order. */
export function placeFormulas(state: CoreState): void {
  const placed = state.tokens.map((token, at) =>
    place(token, { state, before: state.tokens[at - 1] }),
  )
  for (const [at, token] of placed.entries()) {
    if (token.type === 'th_open' || token.type === 'td_open')
      cell(token, placed[at + 1], placed[at + 2])
  }
  const tokens: Token[] = []
  for (const [at, token] of placed.entries()) {
    const [open, close] = [placed[at - 1], placed[at + 1]]
    if (token.type === 'inline' && open?.type === 'paragraph_open' && close) {
      tokens.pop()
      tokens.push(...paragraphs({ open, inline: token, close }))
    } else if (token.type !== 'paragraph_close') tokens.push(token)
  }
  state.tokens = tokens
}

function place(
  token: Token,
  { state, before }: { state: CoreState; before: Token | undefined },
): Token {
  const env: FormulaEnv = state.env
  if (token.type === 'fence') token.content = sourceOf(token.content, env)
  if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = 'p'
  if (token.type !== 'inline') return token
  const heading = before?.type === 'heading_open'
  let depth = heading || before?.type === 'th_open' || before?.type === 'td_open' ? 1 : 0
  const children = (token.children ?? []).flatMap((child) => {
    depth += child.nesting
    if (child.type === 'text') return formulas(child, { state, nested: depth > 0 })
    child.content = sourceOf(child.content, env)
    return [child]
  })
  token.children = heading
    ? [
        new state.Token('strong_open', 'strong', 1),
        ...children,
        new state.Token('strong_close', 'strong', -1),
      ]
    : children
  return token
}

/** The parts of a text between and at its placeholders. */
function formulas(text: Token, { state, nested }: { state: CoreState; nested: boolean }): Token[] {
  const env: FormulaEnv = state.env
  const parts = text.content.split(PLACEHOLDER)
  const tokens: Token[] = []
  for (let at = 0; at < parts.length; at += 2) {
    const words = new state.Token('text', '', 0)
    words.content = parts[at] ?? ''
    const cut = env.segments[Number(parts[at - 1])]
    if (cut && cut.kind !== 'markdown') {
      const tail = (cut.kind === 'inline' ? TAIL : /^[.,;:]?/).exec(words.content)?.[0] ?? ''
      words.content = words.content.slice(tail.length)
      const formula = new state.Token('formula', '', 0)
      formula.block = cut.kind !== 'inline' && !nested
      formula.content = env.plain ? spelled(cut) + tail : markup(cut, { tail, nested })
      formula.meta = cut
      tokens.push(formula)
    }
    if (words.content) tokens.push(words)
  }
  return tokens
}

function markup(cut: Cut, { tail, nested }: { tail: string; nested: boolean }): string {
  switch (cut.kind) {
    case 'inline':
      return inlineFormula(cut.tex, tail)
    case 'display':
      return nested ? nestedDisplay(cut.tex, tail) : displayFormula(cut.tex, tail)
    case 'diagram':
      return nested
        ? `<code>${escapeHtml(cut.code)}</code>`
        : `<details><summary>Source of a diagram</summary><pre><code>${escapeHtml(cut.code.trim())}</code></pre></details>\n`
  }
}

function spelled(cut: Cut): string {
  return cut.kind === 'diagram' ? '' : formulaText(cut.tex)
}

/** A box cannot stand in a paragraph: the paragraph ends before it and goes on after it. */
function paragraphs(one: { open: Token; inline: Token; close: Token }): Token[] {
  const tokens: Token[] = []
  let words: Token[] = []
  const flush = () => {
    while (words[0] && isSpace(words[0])) words.shift()
    while (words.length > 0 && isSpace(words.at(-1))) words.pop()
    if (words.length > 0)
      tokens.push(
        one.open,
        Object.assign(Object.create(Object.getPrototypeOf(one.inline)), one.inline, {
          children: words,
        }),
        one.close,
      )
    words = []
  }
  for (const child of one.inline.children ?? []) {
    if (child.block) {
      flush()
      tokens.push(child)
    } else words.push(child)
  }
  flush()
  return tokens
}

function isSpace(token: Token | undefined): boolean {
  return token?.type === 'softbreak' || (token?.type === 'text' && token.content.trim() === '')
}

/** A column's side is a class, a header that is a formula is also in words, and an empty one is none. */
function cell(open: Token, inside: Token | undefined, close: Token | undefined): void {
  const right = open.attrGet('style') === 'text-align:right'
  open.attrs = right ? [['class', 'n']] : null
  if (open.type === 'td_open' || !close) return
  const [formula, ...others] = inside?.children ?? []
  if (!formula) {
    open.tag = 'td'
    close.tag = 'td'
    return
  }
  open.attrPush(['scope', 'col'])
  if (formula.type === 'formula' && others.length === 0) {
    const words = escapeHtml(spelled(formula.meta))
    formula.content = `<span class="vh">${words}</span><span aria-hidden="true">${formula.content}</span>`
  }
}

function sourceOf(content: string, { segments }: FormulaEnv): string {
  return content.replace(new RegExp(PLACEHOLDER, 'g'), (_, number) => {
    const cut = segments[Number(number)]
    return cut && cut.kind !== 'markdown' ? cut.source : ''
  })
}
