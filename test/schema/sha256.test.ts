import { expect, test } from 'vitest'
import { sha256, sha256OfJson } from '#schema/sha256.ts'

test.each([
  ['nothing', []],
  ['one member', ['a']],
  ['several kinds of members', [1, null, 'é', ['√', { b: '𝑥', a: [] }], '"\\\n']],
  // JSON escapes half of a pair, which UTF-8 cannot hold.
  ['half a pair of surrogates', ['\ud835', 'a\udc65b']],
])('hashes a list as its JSON: %s', async (_, list) => {
  expect(await sha256OfJson(list)).toBe(await sha256(JSON.stringify(list)))
})
