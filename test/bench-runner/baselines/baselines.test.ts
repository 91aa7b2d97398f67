import { expect, test } from 'vitest'
import { BASELINES } from '../../../bench-runner/baselines/baselines.ts'
import { lengthScore } from '../../../bench-runner/baselines/length.ts'
import { randomScore } from '../../../bench-runner/baselines/random.ts'

test('gives each seed, item and step a number of its own, the same in any order', () => {
  const scores = [randomScore(0, 'a', 0), randomScore(0, 'a', 1), randomScore(0, 'b', 0)]
  expect(new Set([...scores, randomScore(1, 'a', 0)]).size).toBe(4)
  expect(randomScore(0, 'a', 0)).toBe(scores[0])
  const many = Array.from({ length: 10_000 }, (_, step) => randomScore(0, 'a', step))
  // uniform: mean 1/2, standard error 1 / sqrt(12 * 10,000) = 0.003
  expect(many.reduce((sum, score) => sum + score, 0) / many.length).toBeCloseTo(0.5, 1)
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...many)).toBeLessThan(1)
})

test('scores a step lower the longer it is, between 0 and 1', () => {
  expect(lengthScore('')).toBe(200 / 201)
  expect(lengthScore('x'.repeat(200))).toBe(0.5)
  expect(lengthScore('x'.repeat(600))).toBe(0.25)
})

test('has constants at both ends', () => {
  expect([BASELINES['constant-good'](), BASELINES['constant-bad']()]).toEqual([1, 0])
})
