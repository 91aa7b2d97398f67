import temml from 'temml'
import { type MathElement, type MathNode, parseMathMl, textOf, toMarkup } from './mathml.ts'

const LONGEST_SOURCE = 8192
const DEEPEST = 60
/** Characters a line of the narrowest page holds; what is wider must break or scroll. */
const NARROW = 24
/** Characters of a formula that are kept on one line wherever it starts. */
const UNBROKEN = 16
const FOCUSABLE = 'role="group" aria-label="Formula" tabindex="0"'
const OPTIONS = {
  throwOnError: true,
  trust: false,
  strict: false,
  annotate: false,
  maxSize: [10, 10],
  maxExpand: 200,
} satisfies Parameters<typeof temml.renderToString>[1]
/** Names that old problem sets use, and that the converter lacks. */
const MACROS = { '\\mbox': '\\text', '\\equal': '=', '\\plus': '+', '\\minus': '-' }
/** Commands that define, link, style or draw: none has a place in a stranger's formula. */
const REFUSED =
  /\\(?:[gex]?def|let|futurelet|global|long|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|href|url|class|id|style|data|html\w*|includegraphics|require|char|unicode|raisebox|smash|math[lrc]lap|[lr]lap|llap|mathchoice)(?![a-zA-Z])/
/** An environment by a computed name, or one told to make any number of columns. */
const REFUSED_ENVIRONMENT =
  /\\begin(?!\s*\{\s*[a-zA-Z]+\*?\s*\})|\\begin\s*\{\s*\w*alig(?:nat|nedat)\*?\s*\}(?!\s*\{\d{1,2}\})/
const BREAK_AFTER = /^[=<>≤≥⩽⩾≠≈≅≡∈∣∼→⇒⟹⟺⇔+−±×⋅·,;…]$|^&(?:lt|gt);$/

/** A formula in the line of text, with the text that must stay on its line. */
export function inlineFormula(tex: string, tail = ''): string {
  const math = toMathMl(tex, { display: false })
  if (!math) return nb(`<code>${escapeHtml(tex.trim())}</code>`, tail)
  const pieces = linePieces(math)
  const last = pieces.pop()
  if (!last) return escapeHtml(tail)
  const short = textOf(last).length <= NARROW
  const end = short ? nb(toMarkup(last), tail) : piece(last) + escapeHtml(tail)
  return [...pieces.map(piece), end].join('<wbr>')
}

/** A formula on its own line; one that may be wider than a phone scrolls in its own box. */
export function displayFormula(tex: string, tail = ''): string {
  const math = toMathMl(tex + (tail && `\\text{${tail}}`), { display: true })
  const markup = math ? toMarkup(math) : `<code>${escapeHtml(tex.trim() + tail)}</code>`
  const narrow = math !== null && widest(math) <= UNBROKEN
  if (narrow) return `<div class="display">${markup}</div>\n`
  return `<div class="scroll display" ${FOCUSABLE}>${markup}</div>\n`
}

/** A display formula where only text may stand, as in a table cell or a heading. */
export function nestedDisplay(tex: string, tail = ''): string {
  const math = toMathMl(tex, { display: true })
  return math ? toMarkup(math) + escapeHtml(tail) : inlineFormula(tex, tail)
}

/** The formula as MathML, or `null` if it is not TeX that may be shown as such. */
export function toMathMl(
  tex: string,
  { display }: { readonly display: boolean },
): MathElement | null {
  if (tex.length > LONGEST_SOURCE || depth(tex) > DEEPEST) return null
  const source = plainTex(tex)
  if (REFUSED.test(source) || REFUSED_ENVIRONMENT.test(source)) return null
  for (const attempt of new Set([source, source.replace(/(?<!\\)\$/g, '\\$')])) {
    try {
      const mathMl = temml.renderToString(attempt, {
        ...OPTIONS,
        displayMode: display,
        macros: { ...MACROS },
      })
      return parseMathMl(mathMl)
    } catch {
      // Not TeX that the converter knows, or too deep for it: the caller shows the source.
    }
  }
  return null
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** What LLMs and old problem sets write, in the TeX that the converter knows. */
function plainTex(tex: string): string {
  return tex
    .trim()
    .replace(/\n\s*\n/g, '\n')
    .replace(/(?<!\\)[%#]/g, '\\$&')
    .replace(/\\label\{[^{}]*\}|\\renewcommand\{\\arraystretch\}\{[\d.]*\}|\\n(?![a-zA-Z])/g, '')
    .replace(/\\text\{[^{}]*\}/g, (words) => words.replace(/(?<!\\)&/g, '\\&'))
    .replace(/@\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
    .replace(/\^(\w|\{[^{}]*\})\^/g, '^$1{}^')
    .replace(/\\tag\*?\{([^{}]*)\}/g, '\\qquad\\text{($1)}')
    .replace(/\\(begin|end)\{(align|alignat|equation|gather|multline)\}/g, '\\$1{$2*}')
    .replace(/\\begin\{eqnarray\*?\}/g, '\\begin{array}{rcl}')
    .replace(/\\end\{eqnarray\*?\}/g, '\\end{array}')
    .replace(/\\begin\{tabular\}(\{[^{}]*\})([^]*?)\\end\{tabular\}/g, (_, columns, cells) => {
      const rows = String(cells).replace(/((?:\\[^\\h]|[^\\&])+)|\\hline|\\\\|&/g, (token, text) =>
        text?.trim() ? `\\text{${text.trim()}}` : token,
      )
      return `\\begin{array}${columns}${rows}\\end{array}`
    })
}

function depth(tex: string): number {
  let now = 0
  let most = 0
  for (const [token] of tex.matchAll(/\\[^]|[{}]/g)) {
    if (token === '{') most = Math.max(most, ++now)
    else if (token === '}') now--
  }
  return most
}

/** Browsers do not break a formula, so a long one becomes several, cut after top-level operators. */
function linePieces(math: MathElement): MathElement[] {
  if (textOf(math).length <= UNBROKEN) return [math]
  const pieces: MathNode[][] = [[]]
  for (const child of math.children) {
    pieces.at(-1)?.push(child)
    if (breaksAfter(child)) pieces.push([])
  }
  return pieces.filter((piece) => piece.length > 0).map((children) => ({ ...math, children }))
}

function breaksAfter(node: MathNode): boolean {
  if (typeof node === 'string' || node.tag !== 'mo' || / form="prefix"/.test(node.attributes)) {
    return false
  }
  return BREAK_AFTER.test(textOf(node))
}

function piece(math: MathElement): string {
  const markup = toMarkup(math)
  return widest(math) <= NARROW ? markup : `<span class="scroll wide" ${FOCUSABLE}>${markup}</span>`
}

function widest(node: MathNode): number {
  if (typeof node === 'string') return node.length
  const widths = node.children.map(widest)
  const stacked = node.tag === 'mtable' || node.tag === 'mfrac'
  return stacked ? Math.max(0, ...widths) : widths.reduce((sum, width) => sum + width, 0)
}

function nb(markup: string, tail: string): string {
  return tail ? `<span class="nb">${markup}${escapeHtml(tail)}</span>` : markup
}
