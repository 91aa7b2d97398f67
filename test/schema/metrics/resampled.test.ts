import { expect, test } from 'vitest'
import { existing, percentileInterval, resamplesOf } from '#schema/metrics/resampled.ts'

/** 0, 1, … 1999 with the first ones missing. */
function withMissing(missing: number): Float64Array {
  return Float64Array.from({ length: 2000 }, (_, place) => (place < missing ? Number.NaN : place))
}

test('resamples without a value are left out and counted, as many as one tail holds', () => {
  // 2.5 % of 2,000 are 50
  expect(existing(withMissing(50))).toMatchObject({ status: 'ok', leftOut: 50 })
  expect(existing(withMissing(51))).toEqual({
    status: 'undefined',
    reason: 'undefined in 51 of 2000 resamples',
  })
  expect(existing(new Float64Array(0))).toMatchObject({ status: 'undefined' })
})

test('the bounds are quantiles of the resamples that are left', () => {
  const resamples = {
    status: 'ok',
    values: withMissing(20),
    seed: 3,
    covers: 'problems_and_cut',
  } as const
  // 20 to 1999: places 0.025 · 1979 = 49.475 and 1929.525
  expect(percentileInterval({ value: { status: 'ok', value: 1000, n: 9 }, resamples })).toEqual({
    status: 'ok',
    interval: {
      lower: expect.closeTo(69.475, 9),
      upper: expect.closeTo(1949.525, 9),
      level: 0.95,
      method: 'clustered_percentile',
      resamples: 2000,
      seed: 3,
      covers: 'problems_and_cut',
      leftOut: 20,
    },
  })
})

test('a value that is undefined has no interval, for its own reason', () => {
  const value = { status: 'undefined', reason: 'no item with an error', n: 4 } as const
  const resamples = resamplesOf(withMissing(0), { draws: [], covers: 'problems' })
  expect(percentileInterval({ value, resamples })).toEqual({
    status: 'undefined',
    reason: 'no item with an error',
  })
})
