import { expect, test } from 'vitest'
import { rankRanges } from '#schema/metrics/rank-range.ts'
import { seededRandom } from '#schema/random.ts'

test('counts the runs wholly above and wholly below', () => {
  const ranges = rankRanges([
    { lower: 0.8, upper: 0.9 },
    { lower: 0.6, upper: 0.75 },
    { lower: 0.7, upper: 0.8 },
    { lower: 0.1, upper: 0.2 },
  ])
  // The third touches the first (0.8) and overlaps the second; the second is wholly below the first.
  expect(ranges).toEqual([
    { best: 1, worst: 2 },
    { best: 2, worst: 3 },
    { best: 1, worst: 3 },
    { best: 4, worst: 4 },
  ])
})

test('equal runs share all their places, and one run has the first', () => {
  const same = { lower: 0.5, upper: 0.6 }
  expect(rankRanges([same, same, same])).toEqual(Array(3).fill({ best: 1, worst: 3 }))
  expect(rankRanges([same])).toEqual([{ best: 1, worst: 1 }])
  expect(rankRanges([])).toEqual([])
})

test('is what comparing every run with every other gives', () => {
  const random = seededRandom(1)
  const runs = Array.from({ length: 80 }, () => {
    const lower = Math.floor(random() * 40)
    return { lower, upper: lower + Math.floor(random() * 10) }
  })
  expect(rankRanges(runs)).toEqual(
    runs.map(({ lower, upper }) => ({
      best: 1 + runs.filter((other) => other.lower > upper).length,
      worst: runs.length - runs.filter((other) => other.upper < lower).length,
    })),
  )
})
