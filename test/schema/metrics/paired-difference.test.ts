import { expect, test } from 'vitest'
import {
  boardDetectable,
  detectableAtMost,
  smallestDetectable,
  standardError,
} from '#schema/metrics/detectable-difference.ts'
import { bootstrapPValue, pairedDifference } from '#schema/metrics/paired-difference.ts'
import type { Resampled } from '#schema/metrics/resampled.ts'

const resampled = (value: number, ...values: number[]): Resampled => ({
  value: { status: 'ok', value, n: 10 },
  resamples: { status: 'ok', values: Float64Array.from(values), seed: 1, covers: 'problems' },
})

test('differences are taken resample by resample', () => {
  const a = resampled(0.6, 0.5, 0.6, 0.7, 0.8, 0.6)
  const b = resampled(0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
  const { difference, uncertainty } = pairedDifference(a, b)
  expect(difference).toMatchObject({ status: 'ok', n: 10 })
  // 0, 0.1, 0.2, 0.3, 0.1 in order 0, 0.1, 0.1, 0.2, 0.3: bounds at places 0.1 and 3.9
  if (uncertainty.status !== 'ok') throw new Error(uncertainty.reason)
  expect(uncertainty.interval.lower).toBeCloseTo(0.01, 12)
  expect(uncertainty.interval.upper).toBeCloseTo(0.29, 12)
  // mean 0.14; squares 0.0196 + 2 · 0.0016 + 0.0036 + 0.0256 = 0.052; √(0.052 / 4)
  expect(uncertainty.standardError).toBeCloseTo(Math.sqrt(0.013), 12)
  // one at most 0: 2 · (1 + 1) / (5 + 1)
  expect(uncertainty.pValue).toBeCloseTo(2 / 3, 12)
})

test('a p-value of resamples is never 0, and 1 where all are equal', () => {
  expect(bootstrapPValue(new Float64Array(1999).fill(0.1))).toBe(2 / 2000)
  expect(bootstrapPValue(new Float64Array(1999).fill(-0.1))).toBe(2 / 2000)
  expect(bootstrapPValue(new Float64Array(1999))).toBe(1)
})

test('what is undefined in one run is undefined in the difference, with its reason', () => {
  const a = resampled(0.6, 0.5, 0.6)
  const missing: Resampled = {
    value: { status: 'undefined', reason: 'no item with an error', n: 3 },
    resamples: { status: 'undefined', reason: 'fewer than two problems to draw from' },
  }
  expect(pairedDifference(a, missing)).toMatchObject({
    difference: { status: 'undefined', reason: 'B: no item with an error', n: 3 },
    uncertainty: { status: 'undefined', reason: 'fewer than two problems to draw from' },
  })
})

test('a tuned cut on either side is covered', () => {
  const tuned = resampled(0.6, 0.5, 0.6)
  const cut = { ...tuned, resamples: { ...tuned.resamples, covers: 'problems_and_cut' } as const }
  const plain = resampled(0.5, 0.4, 0.5)
  for (const pair of [pairedDifference(cut, plain), pairedDifference(plain, cut)]) {
    expect(pair.uncertainty).toMatchObject({ interval: { covers: 'problems_and_cut' } })
  }
})

test('the smallest detectable difference is 1.96 + 0.84 standard errors', () => {
  expect(smallestDetectable(0.01)).toBeCloseTo(0.028016, 6)
  // 1, 2, 3, 4: mean 2.5, squares 2.25 + 0.25 + 0.25 + 2.25 = 5, over 3
  expect(standardError(Float64Array.of(1, 2, Number.NaN, 3, 4))).toBeCloseTo(Math.sqrt(5 / 3), 14)
})

test('a board has the one of its median pair', () => {
  const runs = [Float64Array.of(0, 1), Float64Array.of(0, 3), Float64Array.of(0, 9)]
  // Differences vary by 2, 8 and 6, so their errors are those / √2; the median is 6 / √2.
  expect(boardDetectable(runs)).toBeCloseTo(smallestDetectable(6 / Math.SQRT2), 12)
  expect(boardDetectable(runs.slice(0, 1))).toBeUndefined()
})

test('from intervals alone, the smallest detectable difference is that of independent runs', () => {
  const about = { level: 0.95, method: 'clustered_percentile', resamples: 9, seed: 0 } as const
  const of = (half: number) =>
    ({ lower: 0.5 - half, upper: 0.5 + half, covers: 'problems', ...about }) as const
  // Standard errors of 0.03 and 0.04 make one of 0.05 together.
  const z = 1.959963984540054
  expect(detectableAtMost(of(0.03 * z), of(0.04 * z))).toBeCloseTo(smallestDetectable(0.05), 12)
  expect(detectableAtMost(of(0), of(0))).toBe(0)
})
