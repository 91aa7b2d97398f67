/**
 * Whether arrays and objects are nested deeper than `max` in a JSON text. The text need not be valid:
 * brackets inside strings do not count, whatever else is wrong is the parser's to say.
 */
export function isDeeperThan(json: string, max: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') {
      inString = true
    } else if (character === '[' || character === '{') {
      depth += 1
      if (depth > max) return true
    } else if (character === ']' || character === '}') {
      depth -= 1
    }
  }
  return false
}
