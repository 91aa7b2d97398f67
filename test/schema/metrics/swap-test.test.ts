import { expect, test } from 'vitest'
import { drawClusters } from '#schema/metrics/cluster-draws.ts'
import type { Resampled } from '#schema/metrics/resampled.ts'
import { swapDraws, swapPValue } from '#schema/metrics/swap-test.ts'

const draws = drawClusters(['x', 'y', 'x'], { seed: 1, stream: 'a', resamples: 4000 })
const { a, b } = swapDraws(draws, 'a')

test('after a swap each run holds every cluster once, its own or the other', () => {
  expect([...a.of]).toEqual([0, 1, 0, 2, 3, 2])
  for (const cluster of [0, 1]) {
    for (let resample = 0; resample < 4000; resample++) {
      const [own, other] = [cluster, cluster + 2].map((one) => one * 4000 + resample)
      const held = [a.weights[own ?? 0], a.weights[other ?? 0]]
      expect((held[0] ?? 0) + (held[1] ?? 0)).toBe(1)
      expect([b.weights[other ?? 0], b.weights[own ?? 0]]).toEqual(held)
    }
  }
})

test('coins are fair and fall apart for every cluster', () => {
  const [x, y] = [a.weights.subarray(0, 4000), a.weights.subarray(4000, 8000)]
  const both = x.filter((keep, resample) => keep === y[resample])
  // 4,000 coins: 2,000 with a deviation of 32
  for (const count of [x, y].map((keeps) => keeps.filter(Boolean).length)) {
    expect(Math.abs(count - 2000)).toBeLessThan(100)
  }
  expect(Math.abs(both.length - 2000)).toBeLessThan(100)
})

test('counts the swaps that differ by as much, itself among them', () => {
  const values = (...numbers: number[]): Resampled => ({
    value: { status: 'ok', value: 0, n: 1 },
    resamples: {
      status: 'ok',
      values: Float64Array.from(numbers),
      seed: 0,
      covers: 'problems',
    },
  })
  // Differences 0.2, -0.2, 0, 0.1: two are at least 0.2 either way, and (1 + 2) / (1 + 4)
  const swapped = { a: values(0.5, 0.3, 0.4, 0.45), b: values(0.3, 0.5, 0.4, 0.35) }
  expect(swapPValue(0.2, swapped)).toBe(0.6)
  expect(swapPValue(0, swapped)).toBe(1)
  expect(swapPValue(0.2, { ...swapped, b: values(0.3, Number.NaN, 0.4, 0.35) })).toBeUndefined()
})
