import { type Found, match } from './segment.ts'

const SYMBOL =
  /\\(?:times|cdots?|div|pm|leq?|geq?|neq|approx|equiv|l?dots|q?quad|to|(?:Right|right|Left|left|Leftright)arrow|implies|iff|in|mid|nmid|angle|circ|bigcirc|degree|triangle|infty|therefore|alpha|beta|gamma|delta|Delta|epsilon|theta|lambda|mu|pi|rho|sigma|phi|omega|Omega|ell|l?rfloor|lfloor|lceil|rceil|langle|rangle|sin|cos|tan|log|ln|gcd|min|max)(?![a-zA-Z])/y
const WITH_ARGUMENTS =
  /\\(boxed|fbox|[dt]?frac|sqrt|[dt]?binom|overline|underline|widehat|vec|math(?:rm|bf|bb|cal|it|sf)|operatorname|boldsymbol|pmod)(?=\{)/y
const STYLED_TEXT = /\\(emph|textit|textbf|text|textrm)\{([^{}$\\\n]*)\}/y
const LIST_MARK =
  /\\(?:(?:begin|end)\{(?:enumerate|itemize|center)\}|item(?![a-zA-Z])(?:\[([^\]\n]*)\])?)/y

/** A TeX command outside any delimiter that is safe to read as mathematics, emphasis or a list. */
export function bare(text: string, at: number): Found | null {
  const styled = match(STYLED_TEXT, text, at)
  if (styled) {
    const [whole, command, content = ''] = styled
    const mark = { emph: '*', textit: '*', textbf: '**' }[String(command)] ?? ''
    return { segment: { kind: 'markdown', text: mark + content + mark }, end: at + whole.length }
  }
  const list = match(LIST_MARK, text, at)
  if (list) {
    const mark = list[0].startsWith('\\item') ? `\n- ${list[1] ?? ''} ` : '\n\n'
    return { segment: { kind: 'markdown', text: mark }, end: at + list[0].length }
  }
  const shaping = match(WITH_ARGUMENTS, text, at)?.[0]
  const command = shaping ?? match(SYMBOL, text, at)?.[0]
  if (!command) return null
  let end = at + command.length
  if (shaping && group(text, end) === null) return null
  for (let close = group(text, end); close !== null; close = group(text, end)) end = close
  const source = text.slice(at, end)
  return { segment: { kind: 'inline', tex: withoutDelimiters(source), source }, end }
}

/** The end of a balanced group in braces that starts here. */
function group(text: string, at: number): number | null {
  if (text[at] !== '{') return null
  let open = 0
  for (let end = at; end < text.length && end < at + 2000; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === '{') open++
    else if (text[end] === '}' && --open === 0) return end + 1
  }
  return null
}

/** `\boxed{$7455}` and `\boxed{3 inches}` outside a formula: a number's unit is text. */
function withoutDelimiters(tex: string): string {
  const inner = tex.replace(/\\[()]/g, '').replace(/\$([^$]*[\\^_][^$]*)\$/g, '$1')
  const [, words] = /^\\boxed\{([^{}\\^_]*[a-z]{2,}[^{}\\^_]*)\}$/i.exec(inner) ?? []
  return words === undefined ? inner : `\\boxed{\\text{${words}}}`
}
