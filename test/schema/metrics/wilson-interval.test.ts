import { expect, test } from 'vitest'
import fc from 'fast-check'
import { rate } from '#schema/metrics/rate.ts'
import { wilsonInterval } from '#schema/metrics/wilson-interval.ts'

const ends = (k: number, n: number, level?: number) => {
  const interval = wilsonInterval(k, n, level)
  if (interval.status === 'undefined') throw new Error(interval.reason)
  return [interval.lower, interval.upper] as const
}

test('5 of 10 at 95 %', () => {
  // z² = 3.841459: middle (5 + 1.920729) / 13.841459 = 0.5,
  // half 1.959964 √(5 · 5 / 10 + 0.960365) / 13.841459 = 3.645888 / 13.841459 = 0.263404
  const [lower, upper] = ends(5, 10)
  expect(lower).toBeCloseTo(0.236593090513, 11)
  expect(upper).toBeCloseTo(0.763406909487, 11)
})

test('reaches 0 and 1 exactly where nothing or everything succeeded', () => {
  // n / (n + z²) = 10 / 13.841459 = 0.722467
  expect(ends(0, 10)[0]).toBe(0)
  expect(ends(10, 10)[1]).toBe(1)
  // Here rounding would give 1.0000000000000002.
  expect(ends(16, 16)[1]).toBe(1)
  expect(ends(10, 10)[0]).toBeCloseTo(0.7224672001, 9)
  expect(ends(0, 10)[1]).toBeCloseTo(1 - 0.7224672001, 9)
})

test('other levels use their own normal quantile', () => {
  // At k = n the lower end is n / (n + z²), so n = 1 gives z back.
  const z = (level: number) => Math.sqrt(1 / ends(1, 1, level)[0] - 1)
  expect(z(0.9)).toBeCloseTo(1.6448536269514722, 10)
  expect(z(0.99)).toBeCloseTo(2.5758293035489004, 10)
  expect(z(0.6826894921370859)).toBeCloseTo(1, 10)
  expect(z(0.95)).toBeCloseTo(1.959963984540054, 12)
})

test('holds k / n, lies within 0 and 1, and mirrors', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const [k, n] = [Math.min(a, b), Math.max(a, b, 1)]
      const [lower, upper] = ends(k, n)
      expect(lower).toBeGreaterThanOrEqual(0)
      expect(upper).toBeLessThanOrEqual(1)
      expect(lower).toBeLessThanOrEqual(k / n)
      expect(upper).toBeGreaterThanOrEqual(k / n)
      expect(ends(n - k, n)[0]).toBeCloseTo(1 - upper, 12)
    }),
  )
})

test('no trial has neither a rate nor an interval', () => {
  expect(rate(0, 0, 'no item')).toEqual({
    status: 'undefined',
    reason: 'no item',
    k: 0,
    n: 0,
    interval: { status: 'undefined', reason: 'no trial' },
  })
})
