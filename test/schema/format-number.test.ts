import { expect, test } from 'vitest'
import { decimal, percent } from '#schema/format-number.ts'

test.for([
  [0, '0.0'],
  [1, '100.0'],
  [2 / 3, '66.7'],
  [0.7308528440922168, '73.1'],
  [0.9996, '100.0'],
  // 289 / 400 and 289.4 / 400 lie half way: 72.25 and 72.35. 2 is even, 3 is odd.
  [0.7225, '72.2'],
  [0.7235, '72.4'],
  [0.0625, '6.2'],
  [0.06251, '6.3'],
  [0.1875, '18.8'],
  [-0.149, '−14.9'],
  [-0.0004, '0.0'],
] as const)('writes %d as %s of a hundred', ([value, text]) => {
  expect(percent(value)).toBe(text)
})

test.for([
  [25_697, 0, '25,697'],
  [0.125, 2, '0.12'],
  [-1234.5, 0, '−1,234'],
  [-0.001, 2, '0.00'],
] as const)('writes %d with %d decimals as %s', ([value, places, text]) => {
  expect(decimal(value, places)).toBe(text)
})
