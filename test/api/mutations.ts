import fc from 'fast-check'

/** What no field is meant to hold. */
const ODD = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0.5,
    1e308,
    2 ** 53,
    '',
    ' ',
    '\0',
    '\ud800',
    '\u202e',
    '../..',
    'x'.repeat(5000),
    [],
    {},
    nested(20),
    nested(200),
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
const KEYS = fc.constantFrom('__proto__', 'constructor', 'toString', '', 'id', '\ud800')
/** JSON that no JavaScript value is written as. */
const RAW = [
  '1e999',
  '-0',
  '{"id":1,"id":2}',
  '{"__proto__":{"admin":true}}',
  '[1,',
  'NaN',
  '\ufeff{}',
]

export type Body = string | ArrayBuffer

/** JSON bodies: a valid one with one thing changed, or none at all. */
export function jsonBodies(valid: string): fc.Arbitrary<Body> {
  return fc.oneof(
    { weight: 8, arbitrary: changedJson(valid) },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: brokenTexts(valid) },
  )
}

/** Files of JSON lines: a valid one with one line changed, or broken. */
export function lineBodies(valid: string): fc.Arbitrary<Body> {
  const lines = valid.trimEnd().split('\n')
  const changed = fc
    .nat(lines.length - 1)
    .chain((at) => changedJson(lines[at] ?? '').map((line) => lines.with(at, line).join('\n')))
  const repeated = fc.nat(lines.length - 1).map((at) => `${valid}${lines[at]}\n`)
  return fc.oneof(
    { weight: 8, arbitrary: changed },
    { weight: 1, arbitrary: repeated },
    { weight: 3, arbitrary: brokenTexts(valid) },
  )
}

/** Headers that do not say what the body is. */
export const HEADERS: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  fc.constantFrom<Readonly<Record<string, string>>[]>(
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'br' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'multipart/form-data' },
    { 'content-length': '-1' },
    { 'content-length': '99999999999' },
    { 'content-digest': 'sha-256=:AAAA:' },
    { accept: 'text/csv' },
  ),
)

/** A path whose parameters, as its template names them, may be anything. */
export function paths(path: string, template: string): fc.Arbitrary<string> {
  const parts = path.split('/')
  const at = template.split('/').flatMap((part, index) => (part.startsWith('{') ? [index] : []))
  if (at.length === 0) return fc.constant(path)
  const anything = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((text) => !/^\.+$/.test(text))
  const changed = fc
    .tuple(fc.constantFrom(...at), anything)
    .map(([index, text]) => parts.with(index, encodeURIComponent(text)).join('/'))
  return fc.oneof({ weight: 6, arbitrary: fc.constant(path) }, { weight: 1, arbitrary: changed })
}

function changedJson(valid: string): fc.Arbitrary<string> {
  const value: unknown = JSON.parse(valid)
  const place = fc.constantFrom(...pathsOf(value))
  return fc
    .oneof(
      fc.tuple(place, ODD).map(([path, odd]) => changedAt(value, path, () => odd)),
      fc.tuple(place, ODD).map(([path, odd]) => changedAt(value, path, (old) => [old, odd])),
      fc
        .tuple(place, KEYS, ODD)
        .map(([path, key, odd]) => changedAt(value, path, (old) => withKey(old, key, odd))),
      place.map((path) => changedAt(value, path, () => undefined)),
    )
    .map((changed) => JSON.stringify(changed) ?? '')
}

function brokenTexts(valid: string): fc.Arbitrary<Body> {
  return fc.oneof(
    fc.nat(valid.length).map((at) => valid.slice(0, at)),
    fc
      .tuple(fc.nat(valid.length), fc.string({ unit: 'binary' }))
      .map(([at, text]) => `${valid.slice(0, at)}${text}${valid.slice(at)}`),
    fc.constantFrom(...RAW),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes).buffer),
  )
}

/** Every path into a value, the empty one first. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const own = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [path, ...own.flatMap(([key, part]) => pathsOf(part, [...path, key]))]
}

function changedAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value)
  const old = new Map(Object.entries(Object(value))).get(key)
  return withKey(value, key, changedAt(old, rest, change))
}

/** A copy with a field of its own, even if it is called `__proto__`. */
function withKey(value: unknown, key: string, field: unknown): object {
  const copy: object = Array.isArray(value) ? [...value] : { ...Object(value) }
  const own = { value: field, enumerable: true, writable: true, configurable: true }
  return Object.defineProperty(copy, key, own)
}

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)]
}
