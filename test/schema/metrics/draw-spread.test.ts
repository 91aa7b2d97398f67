import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '#schema/metrics/decision.ts'
import { drawSpread } from '#schema/metrics/draw-spread.ts'

const atHalf = (scores: Float64Array) => decide(scores, 0.5)
const draws = (...scores: number[][]) => scores.map((draw) => Float64Array.from(draw))

test('is the mean standard deviation of a step, and the share of items whose decision changes', () => {
  const found = drawSpread(
    [
      // Step 0: .4 and .6, deviation √(.01 + .01); step 1: none. One draw flags step 0, one nothing.
      draws([0.4, 0.9], [0.6, 0.9]),
      // Step 0: .1, .2, .3, deviation √((.01 + 0 + .01) / 2) = .1. All flag step 0.
      draws([0.1], [0.2], [0.3]),
    ],
    atHalf,
  )
  expect(found.deviation).toMatchObject({
    n: 3,
    value: expect.closeTo((Math.sqrt(0.02) + 0 + 0.1) / 3, 12),
  })
  expect(found.flips).toMatchObject({ k: 1, n: 2, value: 0.5 })
})

test('a score at the threshold decides as one above it', () => {
  expect(drawSpread([draws([0.5], [0.7])], atHalf).flips).toMatchObject({ k: 0, n: 1 })
})

test('another step flagged is another decision, and so is none for want of a score', () => {
  const other = [draws([0.1, 0.9], [0.9, 0.1]), draws([Number.NaN], [0.9])]
  expect(drawSpread(other, atHalf).flips).toMatchObject({ k: 2, n: 2 })
})

test('a step needs two scores and an item two draws', () => {
  const found = drawSpread([draws([0.1, Number.NaN], [0.3, 0.4]), draws([0.2])], atHalf)
  // Only step 0 of the first: .1 and .3
  expect(found.deviation).toMatchObject({ n: 1, value: expect.closeTo(Math.sqrt(0.02), 12) })
  expect(found.flips).toMatchObject({ n: 1 })
})

test('is undefined without draws', () => {
  for (const items of [[], [[]], [draws([0.5])]]) {
    const found = drawSpread(items, atHalf)
    expect(found.deviation).toMatchObject({ reason: 'no step scored in two draws', n: 0 })
    expect(found.flips).toMatchObject({ reason: 'no item with two draws', n: 0 })
  }
})

test('agrees with half the mean square of all differences, and draws that are alike never flip', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 })
  fc.assert(
    fc.property(scores, (steps) => {
      const apart = drawSpread([steps.map((score) => Float64Array.of(score))], atHalf)
      const squares = steps.flatMap((a) => steps.map((b) => (a - b) ** 2))
      const n = steps.length
      const variance = squares.reduce((sum, square) => sum + square, 0) / (2 * n * (n - 1))
      expect(apart.deviation).toMatchObject({ value: expect.closeTo(Math.sqrt(variance), 7) })
      const alike = drawSpread([[Float64Array.from(steps), Float64Array.from(steps)]], atHalf)
      expect(alike).toMatchObject({ deviation: { value: 0, n }, flips: { k: 0, n: 1 } })
    }),
  )
})
