/** A stretch of Markdown, or something that Markdown must not see. */
export type Segment =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'inline' | 'display'; readonly tex: string; readonly source: string }
  | { readonly kind: 'diagram'; readonly code: string; readonly source: string }

/** A segment and where the text goes on after it. */
export type Found = { readonly segment: Segment; readonly end: number }

export function verbatim(text: string | undefined, at: number): Found | null {
  return text ? { segment: { kind: 'markdown', text }, end: at + text.length } : null
}

/** A match of a sticky pattern that starts exactly here. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
