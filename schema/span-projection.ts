/** A model's own step: characters `start` to `end` − 1 of the steps joined by two line breaks. */
export type Span = readonly [start: number, end: number]

const JOINT = 2

/** What is wrong with the spans of a solution whose steps have these many characters, if anything. */
export function spanProblem(
  spans: readonly Span[],
  lengths: readonly number[],
): string | undefined {
  const total = lengths.reduce((sum, length) => sum + length + JOINT, -JOINT)
  let before = 0
  for (const [start, end] of spans) {
    if (start >= end || start < before)
      return `[${start}, ${end}] is empty, or begins before ${before}`
    if (end > total) return `[${start}, ${end}] ends after the text of ${total} characters`
    before = end
  }
  return undefined
}

/**
 * Scores of spans on the steps they lie in: a step gets the lowest score of the spans that share a
 * character with it, so that it falls below a threshold whenever one of them does. No score (null)
 * where one of them has none, or none reaches it.
 */
export function projectSpans(
  scores: readonly (number | null)[],
  spans: readonly Span[],
  lengths: readonly number[],
): (number | null)[] {
  let start = 0
  return lengths.map((length) => {
    const end = start + length
    const touching = spans.flatMap((span, index) =>
      span[0] < end && span[1] > start ? [scores[index] ?? null] : [],
    )
    start = end + JOINT
    const known = touching.filter((score) => score !== null)
    return touching.length === 0 || known.length < touching.length ? null : Math.min(...known)
  })
}

/** Characters of a text, as offsets count them: Unicode code points. */
export function countCharacters(text: string): number {
  // Only a pair of surrogates is two units and one character; few texts hold any.
  if (!/[\ud800-\udfff]/.test(text)) return text.length
  let count = 0
  for (const _ of text) count += 1
  return count
}
