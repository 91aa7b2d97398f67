type Scalar = null | boolean | number | string
/** Values as JSON knows them. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json }

/**
 * The text of Python's `json.dumps(value, sort_keys=True, separators=(",", ":"))`, which escapes all
 * but printable ASCII. Keys are sorted by code point.
 */
export function sortedAsciiJson(value: Json): string {
  if (isList(value)) return `[${value.map(sortedAsciiJson).join(',')}]`
  if (!isRecord(value)) return scalar(value, asciiString)
  const members = Object.entries(value)
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .map(([key, member]) => `${asciiString(key)}:${sortedAsciiJson(member)}`)
  return `{${members.join(',')}}`
}

/** The text of Python's `json.dumps(value, indent=2, ensure_ascii=False)`, keys in the order given. */
export function indentedJson(value: Json, margin = ''): string {
  const inner = `${margin}  `
  const lines = (parts: readonly string[]) => `\n${inner}${parts.join(`,\n${inner}`)}\n${margin}`
  if (isList(value)) {
    if (value.length === 0) return '[]'
    return `[${lines(value.map((part) => indentedJson(part, inner)))}]`
  }
  if (!isRecord(value)) return scalar(value, plainString)
  const members = Object.entries(value).map(
    ([key, member]) => `${plainString(key)}: ${indentedJson(member, inner)}`,
  )
  return members.length === 0 ? '{}' : `{${lines(members)}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value)
}

function scalar(value: Scalar, string: (text: string) => string): string {
  if (typeof value === 'string') return string(value)
  return typeof value === 'number' ? pythonNumber(value) : String(value)
}

/**
 * A number as Python writes it once it has read it from JSON: the same shortest digits as here, but
 * with an exponent, of two digits or more, below 1e-4. A whole float (`1.0`) is an integer here.
 */
function pythonNumber(value: number): string {
  const [digits, exponent] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4) return String(value)
  return `${digits}e-${String(-power).padStart(2, '0')}`
}

/** As JavaScript escapes it; a lone surrogate, which no UTF-8 can hold, is escaped too. */
function plainString(text: string): string {
  return JSON.stringify(text)
}

function asciiString(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, (point) => point.codePointAt(0) ?? 0)
  const right = Array.from(b, (point) => point.codePointAt(0) ?? 0)
  const place = left.findIndex((point, index) => point !== right[index])
  if (place === -1) return left.length - right.length
  return (left[place] ?? -1) - (right[place] ?? -1)
}
