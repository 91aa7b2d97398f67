import { expect, test } from 'vitest'
import { drawClusters, drawSubsets, resampledSums } from '#schema/metrics/cluster-draws.ts'
import { clusterWeights } from '#schema/metrics/cluster-weights.ts'
import { seededRandom } from '#schema/random.ts'

test('draws with the numbers of seededRandom, resample by resample', () => {
  const random = seededRandom(42)
  const expected = new Uint8Array(7 * 30)
  for (let resample = 0; resample < 30; resample++) {
    for (let draw = 0; draw < 7; draw++) {
      const place = Math.floor(random() * 7) * 30 + resample
      expected[place] = (expected[place] ?? 0) + 1
    }
  }
  expect(clusterWeights(42, { clusters: 7, resamples: 30 })).toEqual(expected)
})

test('every resample has as many clusters as there are, each as likely', () => {
  const { weights } = drawClusters(new Uint8Array(50).keys(), { seed: 1, stream: 'a' })
  expect(weights).toHaveLength(50 * 2000)
  const sums = Array.from({ length: 2000 }, (_, resample) =>
    Array.from({ length: 50 }, (__, cluster) => weights[cluster * 2000 + resample] ?? 0),
  )
  expect(new Set(sums.map((row) => row.reduce((a, b) => a + b)))).toEqual(new Set([50]))
  // Of 100,000 draws a cluster has 2,000 on average, with a deviation of 44.
  const totals = Array.from({ length: 50 }, (_, cluster) =>
    weights.subarray(cluster * 2000, (cluster + 1) * 2000).reduce((a, b) => a + b),
  )
  expect(Math.max(...totals.map((total) => Math.abs(total - 2000)))).toBeLessThan(4 * 44)
})

test('clusters are numbered as first seen, whatever their names', () => {
  const options = { seed: 1, stream: 'a', resamples: 20 }
  const named = drawClusters(['x', 'y', 'x', 'z'], options)
  expect([...named.of]).toEqual([0, 1, 0, 2])
  expect(drawClusters([9, 4, 9, 0], options)).toEqual(named)
})

test('a subset has its own draws, whatever others there are; a seed and a name tell draws apart', () => {
  const clusters = [1, 2, 3, 4, 5]
  const [a, b] = [
    { id: 'a', clusters },
    { id: 'b', clusters },
  ]
  const both = drawSubsets([a, b], { seed: 1 })
  expect(drawSubsets([b], { seed: 1 }).get('b')).toEqual(both.get('b'))
  expect(both.get('a')?.weights).not.toEqual(both.get('b')?.weights)
  expect(drawSubsets([a], { seed: 2 }).get('a')?.weights).not.toEqual(both.get('a')?.weights)
})

test('sums values as often as their cluster was drawn', () => {
  const draws = drawClusters(['x', 'y', 'x'], { seed: 3, stream: 'a', resamples: 40 })
  // x holds 1 + 5, y holds 10
  const expected = Array.from({ length: 40 }, (_, resample) => {
    const x = draws.weights[resample] ?? 0
    return 6 * x + 10 * (2 - x)
  })
  expect([...resampledSums([1, 10, 5], draws)]).toEqual(expected)
})
