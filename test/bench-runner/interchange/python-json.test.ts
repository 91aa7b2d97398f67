import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { indentedJson, sortedAsciiJson } from '../../../bench-runner/interchange/python-json.ts'

// Every expected text and hash was computed with Python 3's json and hashlib.

const INPUT = {
  reference: ['-1', 'é'],
  raw: 'Ünïcode \u2028 \u007f \u{1d11e} "q" \\ / \n\t\b\f\r\u0001',
}
const DOC = {
  id: 'gsm8k-0',
  b: [],
  o: {},
  n: null,
  t: true,
  steps: ['a\n', '\u2028\u007f\u{1d11e}'],
  nested: { z: [1, -2, 0.1, 1e-5, 1.5e-7, 0.0001, 123456789012345680000, -2.5e-10] },
  label: -1,
}

test('sorted JSON escapes all but printable ASCII, as Python does by default', () => {
  const text = sortedAsciiJson(INPUT)
  expect(text).toBe(
    String.raw`{"raw":"\u00dcn\u00efcode \u2028 \u007f \ud834\udd1e \"q\" \\ / \n\t\b\f\r\u0001","reference":["-1","\u00e9"]}`,
  )
  expect(hash(text)).toBe('c022b292273d05fbf66cd4d8eb061549792b5aa1a6fe011c36fd18486fc6fbe0')
})

test('sorted JSON sorts keys by code point, not by UTF-16 unit', () => {
  const text = sortedAsciiJson({ '\uffff': 1, '\u{10000}': 2, b: 3, a: [1e-7, 0.5, true, null] })
  expect(text).toBe(String.raw`{"a":[1e-07,0.5,true,null],"b":3,"\uffff":1,"\ud800\udc00":2}`)
})

test('indented JSON keeps characters and the order of keys, and writes small floats as Python does', () => {
  const text = indentedJson(DOC)
  expect(text).toContain(
    '      1e-05,\n      1.5e-07,\n      0.0001,\n      123456789012345680000,',
  )
  expect(text).toContain('"b": [],\n  "o": {},')
  expect(hash(text)).toBe('0c6b569176c956ae2b638109a8ac6e7243169c7b425f67c4c9036951e3a4bffb')
})

test.for([
  [[], '[]'],
  [{}, '{}'],
  [{ a: [[]] }, '{\n  "a": [\n    []\n  ]\n}'],
  ['é', '"é"'],
] as const)('indented JSON of %j', ([value, text]) => {
  expect(indentedJson(value)).toBe(text)
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
