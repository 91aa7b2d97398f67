import MarkdownIt from 'markdown-it'
import { escapeHtml } from './formula.ts'
import { mathSegments } from './math-segments.ts'
import { type FormulaEnv, placeFormulas } from './math-tokens.ts'
import type { Segment } from './segment.ts'

/** Longer texts, and longer results, are shown as they are. */
const LONGEST_TEXT = 64 * 1024
const LONGEST_HTML = 2 * 1024 * 1024
/** Characters that would turn text around, and those that stand for a cut-out formula. */
const UNWANTED = /(?![\n\t])\p{Cc}|\p{Co}|[\u202a-\u202e\u2066-\u2069]/gu

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true })
  .disable(['code', 'lheading', 'reference', 'blockquote'])
  .use((md) => {
    md.validateLink = (url) => /^https?:\/\/[^\s]+$/i.test(url)
    md.inline.ruler.before('emphasis', 'product', product)
    md.core.ruler.push('formulas', placeFormulas)
    md.renderer.rules['link_open'] = (tokens, at) => {
      const href = escapeHtml(String(tokens[at]?.attrGet('href')))
      return `<a href="${href}" rel="nofollow ugc noopener">`
    }
    md.renderer.rules.image = (tokens, at) => {
      const image = tokens[at]
      return escapeHtml(`${image?.content ?? ''} (${image?.attrGet('src') ?? ''})`.trim())
    }
    md.renderer.rules.fence = (tokens, at) =>
      `<pre><code>${escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`
    md.renderer.rules['table_open'] = () =>
      '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table class="given">\n'
    md.renderer.rules['table_close'] = () => '</table></div>\n'
    md.renderer.rules['formula'] = (tokens, at) => tokens[at]?.content ?? ''
  })

/**
 * A problem or a step as block HTML, safe for any input: paragraphs, lists, tables, code, and formulas
 * as MathML. What cannot be read as mathematics is shown as its source, and a text too long to read
 * as one escaped paragraph.
 */
export function richText(text: string): string {
  if (text.length <= LONGEST_TEXT) {
    const { source, segments } = withPlaceholders(text)
    const html = markdown.render(source, { segments, plain: false } satisfies FormulaEnv)
    if (html.length <= LONGEST_HTML) return html
  }
  return `<p>${escapeHtml(text.replace(UNWANTED, ''))}</p>\n`
}

/** The beginning of a text on one line, without markup: at most `maxLength` characters. */
export function plainText(text: string, maxLength: number): string {
  const { source, segments } = withPlaceholders(text.slice(0, maxLength * 8 + 1000))
  const words = markdown
    .parse(source, { segments, plain: true } satisfies FormulaEnv)
    .map((token) => (token.children ?? [token]).map(tokenText).join(''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;:!?)])/g, '')
    .trim()
  if (words.length <= maxLength) return words
  const cut = words.slice(0, maxLength - 1)
  return `${cut.replace(/(?<=.{20})\s\S*$/, '').trimEnd()}…`
}

type InlineState = Parameters<Parameters<typeof markdown.inline.ruler.push>[1]>[0]
type Token = ReturnType<typeof markdown.parse>[number]

function tokenText(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
  return token.content
}

function withPlaceholders(text: string) {
  const segments: Segment[] = []
  let source = ''
  for (const segment of mathSegments(text.replace(UNWANTED, '').replace(/\r\n?/g, '\n'))) {
    source +=
      segment.kind === 'markdown' ? segment.text : `\ue000${segments.push(segment) - 1}\ue001`
  }
  return { source, segments }
}

/** An inline rule: in `2*3*4` and `f(x)*g(x)` a star multiplies. */
function product(state: InlineState, silent: boolean): boolean {
  const [before = '', star, after = ''] = state.src.slice(Math.max(0, state.pos - 1), state.pos + 2)
  if (state.pos === 0 || star !== '*') return false
  if (!/[\p{L}\p{N})\]}$%\ue001]/u.test(before) || !/[\p{L}\p{N}([{$\ue000]/u.test(after))
    return false
  if (!silent) state.pending += '*'
  state.pos++
  return true
}
