import { expect, test } from 'vitest'
import { placed, sheetOf } from '../../site/lib/placed.ts'

test('marks at the same place share a class, and each has its rule once', () => {
  const marks = new Map<string, string>()
  const first = placed(marks, { lo: 10.5, hi: 20 })
  const second = placed(marks, { s: 0.25 })
  expect(placed(marks, { lo: 10.5, hi: 20 })).toBe(first)
  expect(sheetOf(marks)).toBe(`.${first}{--lo:10.5;--hi:20}.${second}{--s:0.25}`)
})

test('a page without marks has no sheet', () => {
  expect(sheetOf(new Map())).toBe('')
})
