import { bare } from './bare-tex.ts'
import { codeSpan, diagram, fence } from './code-spans.ts'
import { type Found, match, type Segment, verbatim } from './segment.ts'

const DISPLAY_ENVIRONMENT = /^(?:align|alignat|equation|eqnarray|flalign|gather|multline)\*?$/
const INLINE_ENVIRONMENT =
  /^(?:aligned|array|cases|gathered|split|tabular|[pbBvV]?matrix|smallmatrix)\*?$/
const ADDRESS = /https?:\/\/[^\s<>()$]+/y

/**
 * Cut formulas, code and diagrams out of a text before Markdown reads it. Delimiters: `$…$`, `$$…$$`,
 * `\(…\)`, `\[…\]` (also with doubled backslashes), bare environments and a few bare commands such as
 * `\boxed{…}`. A delimiter without its partner is text, and so is a dollar before an amount.
 */
export function mathSegments(text: string): readonly Segment[] {
  const segments: Segment[] = []
  /** Closers that do not occur any more: looked for once, not once an opener. */
  const gone = new Set<string>()
  let markdown = ''
  let at = 0
  let quote = false
  while (at < text.length) {
    const char = text[at] ?? ''
    if (!"\\$`~[h'".includes(char)) {
      markdown += char
      at++
      continue
    }
    const found = special(text, at, gone)
    if (found) {
      if (found.segment.kind === 'markdown') markdown += found.segment.text
      else {
        segments.push({ kind: 'markdown', text: markdown }, found.segment)
        markdown = ''
      }
      at = found.end
    } else if (/^``(?!`)/.test(text.slice(at, at + 3))) {
      markdown += '“'
      quote = true
      at += 2
    } else if (quote && text.startsWith("''", at)) {
      markdown += '”'
      quote = false
      at += 2
    } else {
      const pair = char === '\\' ? text.slice(at, at + 2) : char
      markdown += /^\\[()[\]]$/.test(pair) ? `\\${pair}` : pair
      at += pair.length
    }
  }
  return [...segments, { kind: 'markdown', text: markdown }]
}

function special(text: string, at: number, gone: Set<string>): Found | null {
  switch (text[at]) {
    case '$':
      return dollars(text, at, gone)
    case '\\':
      return brackets(text, at, gone) ?? environment(text, at, gone) ?? bare(text, at)
    case '[':
      return gone.has('[/asy]') ? null : diagram(text, at, gone)
    case '`':
    case '~':
      return fence(text, at) ?? codeSpan(text, at, gone)
    case 'h':
      return verbatim(match(ADDRESS, text, at)?.[0], at)
    case undefined:
    default:
      return null
  }
}

function dollars(text: string, at: number, gone: Set<string>): Found | null {
  const display = text[at + 1] === '$'
  const opener = display ? '$$' : '$'
  const start = at + opener.length
  const close = findClose(text, start, opener, gone)
  if (close === -1)
    return display ? { segment: { kind: 'markdown', text: '$$' }, end: start } : null
  const tex = text.slice(start, close)
  const end = close + opener.length
  if (/\n\s*\n/.test(tex.trim()) || tex.trim() === '') return null
  if (!display && isMoney(tex, text[end] ?? '')) return null
  return {
    segment: { kind: display ? 'display' : 'inline', tex, source: text.slice(at, end) },
    end,
  }
}

/** Whether what lies between two dollars is prose between two amounts. */
function isMoney(tex: string, after: string): boolean {
  if (/\d/.test(after)) return true
  const padded = /^\s/.test(tex) && /\s$/.test(tex)
  if (!padded && /^\s|\s$/.test(tex) && !/[\\^_={]/.test(tex)) return true
  const words = tex.replace(/\\[a-zA-Z]+\s*(?:\{[^{}]*\})?/g, '|')
  if (/^\s*\d[\d,.]*\s/.test(words) && /\s[a-z]{3,}/i.test(words)) return true
  return /[a-z]{2,}[,.;]?\s+[a-z]{2,}/i.test(words)
}

function brackets(text: string, at: number, gone: Set<string>): Found | null {
  const opener = /^\\{1,2}[([]/.exec(text.slice(at, at + 3))?.[0]
  if (!opener) return null
  const closer = opener.replace('(', ')').replace('[', ']')
  const start = at + opener.length
  const close = findClose(text, start, closer, gone)
  if (close === -1) return null
  const tex = text.slice(start, close)
  if (tex.trim() === '') return null
  const end = close + closer.length
  const kind = opener.endsWith('[') ? 'display' : 'inline'
  return { segment: { kind, tex, source: text.slice(at, end) }, end }
}

/** Where the closer stands, or -1 if another opener of its kind comes first. */
function findClose(text: string, start: number, closer: string, gone: Set<string>): number {
  if (gone.has(closer)) return -1
  const dollar = closer.startsWith('$')
  const opener = closer.replace(')', '(').replace(']', '[')
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(closer, at)) return at
    if (text[at] === '\\') {
      if (!dollar && text.startsWith(opener, at)) return -1
      at++
    }
  }
  gone.add(closer)
  return -1
}

function environment(text: string, at: number, gone: Set<string>): Found | null {
  const [open, name = ''] = match(/\\begin\{([a-zA-Z]+\*?)\}/y, text, at) ?? []
  const display = DISPLAY_ENVIRONMENT.test(name)
  const closer = `\\end{${name}}`
  if (!open || gone.has(closer) || !(display || INLINE_ENVIRONMENT.test(name))) return null
  let end = at + open.length
  for (let nested = 1; nested > 0; nested--) {
    const close = text.indexOf(closer, end)
    if (close === -1) {
      gone.add(closer)
      return null
    }
    nested += text.slice(end, close).split(open).length - 1
    end = close + closer.length
  }
  const tex = text.slice(at, end)
  return { segment: { kind: display ? 'display' : 'inline', tex, source: tex }, end }
}
