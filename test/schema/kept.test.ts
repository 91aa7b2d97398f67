import { expect, test } from 'vitest'
import { kept } from '#schema/kept.ts'

test('lets go of what was asked for longest ago, once there is more than fits', () => {
  const values = kept<string>(6, ({ length }) => length)
  values.keep('a', 'aa')
  values.keep('b', 'bb')
  values.keep('c', 'cc')
  expect(values.get('a')).toBe('aa')
  // 2 + 2 + 2 + 2 = 8: without b, 6
  values.keep('d', 'dd')
  expect(['a', 'b', 'c', 'd'].map((key) => values.get(key))).toEqual(['aa', undefined, 'cc', 'dd'])
})

test('counts a value that takes the place of another once', () => {
  const values = kept<string>(6, ({ length }) => length)
  values.keep('a', 'aa')
  values.keep('b', 'bb')
  values.keep('b', 'bbbb')
  expect([values.get('a'), values.get('b')]).toEqual(['aa', 'bbbb'])
})

test('does not keep what is too large, and lets go of nothing for it', () => {
  const values = kept<string>(2, ({ length }) => length)
  values.keep('a', 'a')
  values.keep('b', 'bbb')
  expect([values.get('a'), values.get('b')]).toEqual(['a', undefined])
})
