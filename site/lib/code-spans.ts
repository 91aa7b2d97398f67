import { type Found, match, verbatim } from './segment.ts'

const FENCE = /[ \t]*(`{3,}|~{3,})[^\n]*(?:\n|$)/y
const DIAGRAM = /\[asy\]([^]*?)\[\/asy\]/y

export function diagram(text: string, at: number, gone: Set<string>): Found | null {
  if (!text.startsWith('[asy]', at)) return null
  const [source, code = ''] = match(DIAGRAM, text, at) ?? []
  if (!source) gone.add('[/asy]')
  return source ? { segment: { kind: 'diagram', code, source }, end: at + source.length } : null
}

export function fence(text: string, at: number): Found | null {
  const startsLine = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 40), at))
  const [open, mark] = startsLine ? (match(FENCE, text, at) ?? []) : []
  if (!open || !mark) return null
  const body = text.slice(at + open.length)
  const close = new RegExp(`(?:^|\\n)[ \\t]*\\${mark[0]}{${mark.length},}[ \\t]*(?=\\n|$)`).exec(
    body,
  )
  return verbatim(open + (close ? body.slice(0, close.index + close[0].length) : body), at)
}

export function codeSpan(text: string, at: number, gone: Set<string>): Found | null {
  const [ticks] = match(/`+/y, text, at) ?? []
  if (!ticks || gone.has(ticks)) return null
  const after = text.slice(at + ticks.length)
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(after)
  if (!close) gone.add(ticks)
  const code = after.slice(0, close?.index)
  if (!close || code.includes('\n') || (ticks === '``' && code.includes("''"))) return null
  return verbatim(ticks + code + ticks, at)
}
