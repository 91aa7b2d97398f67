import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rate } from '#schema/metrics/rate.ts'
import { wilsonInterval } from '#schema/metrics/wilson.ts'

function bounds(k: number, n: number): readonly number[] {
  const found = wilsonInterval(k, n)
  return found.status === 'ok' ? [found.interval.lower, found.interval.upper] : []
}

test('5 of 10', () => {
  // z² = 3.841459, z²/n = 0.3841459: centre (0.5 + 0.1920729) / 1.3841459 = 0.5
  // half 1.959964 · √(0.025 + 0.0096036) / 1.3841459 = 0.2634066
  const [lower, upper] = bounds(5, 10)
  expect(lower).toBeCloseTo(0.2365934, 6)
  expect(upper).toBeCloseTo(0.7634066, 6)
})

test('none or all of 10 reach the end exactly', () => {
  // 0.3841459 / 1.3841459 = 0.2775328
  expect(bounds(0, 10)[0]).toBe(0)
  expect(bounds(0, 10)[1]).toBeCloseTo(0.2775328, 6)
  expect(bounds(10, 10)[0]).toBeCloseTo(1 - 0.2775328, 6)
  expect(bounds(10, 10)[1]).toBe(1)
})

test('says how it was made, and nothing of no items', () => {
  expect(wilsonInterval(1, 2)).toMatchObject({
    interval: { level: 0.95, method: 'wilson', covers: 'items' },
  })
  expect(wilsonInterval(0, 0)).toEqual({ status: 'undefined', reason: 'no item' })
})

test('holds k / n, lies within 0 and 1, and mirrors', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const [k, n] = [Math.min(a, b), Math.max(a, b, 1)]
      const [lower = Number.NaN, upper = Number.NaN] = bounds(k, n)
      expect(lower).toBeGreaterThanOrEqual(0)
      expect(upper).toBeLessThanOrEqual(1)
      expect(lower).toBeLessThanOrEqual(k / n)
      expect(upper).toBeGreaterThanOrEqual(k / n)
      expect(bounds(n - k, n)[0]).toBeCloseTo(1 - upper, 12)
    }),
  )
})

test('no trial has neither a rate nor an interval', () => {
  expect(rate(0, 0, 'no item')).toEqual({
    status: 'undefined',
    reason: 'no item',
    k: 0,
    n: 0,
    uncertainty: { status: 'undefined', reason: 'no item' },
  })
})
