/** The value of a JSON text; undefined, which no JSON gives, when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
