/** What stands in the last \boxed{…} of a text, braces and all; undefined where none is whole. */
export function boxedAnswer(text: string): string | undefined {
  const start = text.lastIndexOf('\\boxed{')
  if (start === -1) return undefined
  let depth = 0
  for (let index = start + 6; index < text.length; index++) {
    if (text[index] === '{') depth += 1
    if (text[index] === '}') depth -= 1
    if (depth === 0) return text.slice(start + 7, index).trim()
  }
  return undefined
}

/** Whether two answers are the same text or the same number; anything deeper is left to a grader. */
export function sameAnswer(answer: string, expected: string): boolean {
  const [own, other] = [plain(answer), plain(expected)]
  return (
    own !== '' &&
    (own === other || (isNumber(own) && isNumber(other) && Number(own) === Number(other)))
  )
}

/** Without what only dresses an answer: dollar signs, spaces, thousands' commas, a full stop. */
function plain(text: string): string {
  return text
    .replace(/\\[,!; ]|\\left|\\right|[$\s]/g, '')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/\.$/, '')
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
}
