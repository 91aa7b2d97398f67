import { expect, test } from 'vitest'
import { mcnemar } from '#schema/metrics/mcnemar.ts'

test('2 against 8', () => {
  // 2 · (C(10,0) + C(10,1) + C(10,2)) / 2^10 = 2 · (1 + 10 + 45) / 1024
  expect(mcnemar(2, 8)).toBeCloseTo(112 / 1024, 14)
  expect(mcnemar(8, 2)).toBe(mcnemar(2, 8))
})

test('0 against 5, and 1 against 2', () => {
  expect(mcnemar(0, 5)).toBeCloseTo(2 / 32, 14)
  // 2 · (1 + 3) / 8
  expect(mcnemar(1, 2)).toBeCloseTo(1, 14)
})

test('no difference at all, or as many on either side, is no evidence', () => {
  expect(mcnemar(0, 0)).toBe(1)
  expect(mcnemar(3, 3)).toBe(1)
})

test('many items neither underflow nor overflow', () => {
  // C(5000, k) is beyond a double; the normal approximation with continuity gives z = 99 / √5000 = 1.400
  expect(mcnemar(2450, 2550)).toBeCloseTo(0.1615, 3)
  expect(mcnemar(0, 1000) / 2 ** -999).toBeCloseTo(1, 10)
})
