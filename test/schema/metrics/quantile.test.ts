import { expect, test } from 'vitest'
import { quantile } from '#schema/metrics/quantile.ts'

test('takes the value between neighbours in proportion', () => {
  const values = Float64Array.of(1, 2, 4, 8)
  // place 0.5 · 3 = 1.5: half way from 2 to 4; 0.25 · 3 = 0.75: from 1 to 2
  expect(quantile(values, 0.5)).toBe(3)
  expect(quantile(values, 0.25)).toBe(1.75)
  // place 0.9 · 3 = 2.7: 4 + 0.7 · 4
  expect(quantile(values, 0.9)).toBeCloseTo(6.8, 14)
})

test('the ends are the smallest and the largest, and one value is all its quantiles', () => {
  expect(quantile(Float64Array.of(1, 2, 4), 0)).toBe(1)
  expect(quantile(Float64Array.of(1, 2, 4), 1)).toBe(4)
  expect(quantile(Float64Array.of(7), 0.3)).toBe(7)
  expect(() => quantile(Float64Array.of(), 0.5)).toThrow(RangeError)
})

test('of 2,000 values the 2.5 % bounds lie at places 49.975 and 1949.025', () => {
  const values = Float64Array.from({ length: 2000 }, (_, place) => place)
  expect(quantile(values, 0.025)).toBeCloseTo(49.975, 10)
  expect(quantile(values, 0.975)).toBeCloseTo(1949.025, 10)
})
