import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adaptiveBestOfN, firstStepChance } from '#schema/metrics/adaptive-best-of-n.ts'
import { beamsKept, samplesNeeded, samplesPerBeam } from '#schema/metrics/adaptive-samples.ts'
import { bestOfN } from '#schema/metrics/best-of-n.ts'
import { hasSharedData } from '../../shared-data.ts'
import { problem, randomPool } from './pool.ts'
import { poolRun } from './real-runs.ts'

const LIMITS = { target: 0.99, maxSamples: 8, maxBeams: 8 }
const OK = (samples: number) => ({ status: 'ok', samples })

test.for([
  // ln 0.01 / ln 0.9999 = 46049.4; chances below 0.0001 count as that
  [0, 46050],
  [1e-9, 46050],
  // ln 0.01 / ln 0.95 = 89.8
  [0.05, 90],
  [0.1, 44],
  [0.3, 13],
  // 1 − 0.5^7 = 0.992, 1 − 0.5^6 = 0.984
  [0.5, 7],
  // Exactly reached: 1 − 0.1² = 0.99
  [0.9, 2],
  [0.99, 1],
  [0.9999, 1],
  [1, 1],
])('a chance of %d takes %d samples to succeed once in 99 of 100', ([chance = 0, samples = 0]) => {
  expect(samplesNeeded(chance, 0.99)).toEqual(OK(samples))
})

test.for([
  // 1 − 0.92² = 0.1536; in floating point ln 0.8464 / ln 0.92 = 2.0000000000000004
  [0.08, 0.1536, 2],
  // 1 − 0.99² = 0.0199, and a little more
  [0.01, 0.0199, 2],
  [0.01, 0.01991, 3],
  // 1 − 0.9² = 0.19, though in floating point it is below
  [0.1, 0.19, 2],
  [0.1, 0.05, 1],
])('a target reached exactly suffices: chance %d, target %d', ([chance = 0, target = 0, n = 0]) => {
  expect(samplesNeeded(chance, target)).toEqual(OK(n))
})

test('no chance known and a target that is none are undefined', () => {
  expect(samplesNeeded(Number.NaN, 0.99)).toMatchObject({ status: 'undefined' })
  for (const target of [0, 1, Number.NaN]) {
    expect(samplesNeeded(0.5, target)).toMatchObject({ status: 'undefined' })
  }
})

test('samples for each beam, by the least promising', () => {
  // N(.3) = 13 over 8 beams: 2. N(.8) = 3: 1. N(.05) = 90: 12, of which 8 are allowed.
  expect(samplesPerBeam([0.5, 0.3, 0.9], LIMITS)).toEqual(OK(2))
  expect(samplesPerBeam([0.9, 0.8, 0.99], LIMITS)).toEqual(OK(1))
  expect(samplesPerBeam([0.05, 0.2, 0.1], LIMITS)).toEqual(OK(8))
})

test('beams kept, the best first', () => {
  // N(.9) = 2 ≤ 8. Else 8 < N(.05) = 90, 16 < N(.02), 24 < N(.01): all. 8 < 13, 16 < 21, 24 < 44: all.
  expect(beamsKept([0.5, 0.3, 0.9], LIMITS)).toEqual(OK(1))
  expect(beamsKept([0.05, 0.02, 0.01], LIMITS)).toEqual(OK(3))
  expect(beamsKept([0.2, 0.1, 0.3], LIMITS)).toEqual(OK(3))
  expect(beamsKept([0.05, 0.02, 0.01], { ...LIMITS, maxBeams: 2 })).toEqual(OK(2))
  // N(.3) = 13 is reached by 13, not by 12; N(.25) = 17 by 2 · 9, not by 9.
  expect(beamsKept([0.3, 0.3], { ...LIMITS, maxSamples: 13 })).toEqual(OK(1))
  expect(beamsKept([0.3, 0.3], { ...LIMITS, maxSamples: 12 })).toEqual(OK(2))
  expect(beamsKept([0.25, 0.25], { ...LIMITS, maxSamples: 9 })).toEqual(OK(2))
})

test('without beams, or with one of no known chance, there is nothing to count', () => {
  for (const beams of [[], [0.5, Number.NaN]]) {
    expect(samplesPerBeam(beams, LIMITS)).toMatchObject({ status: 'undefined' })
    expect(beamsKept(beams, LIMITS)).toMatchObject({ status: 'undefined' })
  }
})

test('is the smallest number that suffices, and falls as the chance grows', () => {
  const chance = fc.double({ min: 0.001, max: 0.9999, noNaN: true })
  const target = fc.double({ min: 0.01, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(chance, chance, target, (p, other, q) => {
      const n = samplesOf(p, q)
      expect(1 - (1 - p) ** n).toBeGreaterThan(q - 1e-9)
      // None at all do not suffice either: 1 − (1 − p)⁰ = 0.
      expect(1 - (1 - p) ** (n - 1)).toBeLessThan(q + 1e-9)
      expect(samplesOf(Math.max(p, other), q)).toBeLessThanOrEqual(samplesOf(Math.min(p, other), q))
    }),
  )
})

test('each problem takes what its chance asks for, in expectation over its candidates', () => {
  const problems = [problem('Ab', 0.9, 0.1), problem('Ab', 0.2, 0.8)]
  const found = adaptiveBestOfN(problems, {
    chances: Float64Array.of(0.99, 0.5),
    aggregation: 'min',
    budgets: [
      { target: 0.9, cap: 2 },
      { target: 0.9, cap: 1 },
      { target: 0.5, cap: 2 },
    ],
  })
  // 0.99 asks for one: either candidate, right in 1/2. 0.5 asks for N = 4, gets both: b, wrong.
  expect(found).toMatchObject([
    { accuracy: { value: 0.25, n: 2 }, samples: { drawn: 3, of: 4 }, capped: 1 },
    // One each: 1/2 and 1/2.
    { accuracy: { value: 0.5 }, samples: { drawn: 2 }, capped: 1 },
    { accuracy: { value: 0.5 }, samples: { drawn: 2 }, capped: 0 },
  ])
})

test('a problem of no known chance takes all it may; a pool without problems has no accuracy', () => {
  const [point] = adaptiveBestOfN([problem('Ab', 0.9, 0.1)], {
    chances: Float64Array.of(Number.NaN),
    aggregation: 'min',
    budgets: [{ target: 0.9, cap: 8 }],
  })
  expect(point).toMatchObject({ samples: { drawn: 2 }, accuracy: { value: 1 }, capped: 1 })
  const empty = { chances: new Float64Array(0), aggregation: 'min' } as const
  expect(adaptiveBestOfN([], { ...empty, budgets: [{ target: 0.9, cap: 1 }] })).toMatchObject([
    { accuracy: { status: 'undefined' }, samples: { drawn: 0, of: 0 } },
  ])
})

test('where nobody asks for less than the cap it is best_of at the cap', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.constantFrom(1, 2, 4, 8), (seed, cap) => {
      const problems = randomPool(seed, { problems: 5, candidates: 8 })
      const policy = { kind: 'best_of', aggregation: 'min' } as const
      const fixed = bestOfN(problems, [policy], { seed }).find((one) => one.candidates === cap)
      const [point] = adaptiveBestOfN(problems, {
        chances: new Float64Array(5),
        aggregation: 'min',
        budgets: [{ target: 0.99, cap }],
      })
      expect(point?.accuracy).toEqual(fixed?.value)
    }),
  )
})

test('the chance after a first step is the mean of the first candidates’ first scores', () => {
  const { answers, correct } = problem('Ab')
  const steps = [Float64Array.of(0.9, 0.1), Float64Array.of(0.5), Float64Array.of()]
  expect(firstStepChance({ steps })).toBe(0.9)
  expect(firstStepChance({ steps }, 2)).toBe(0.7)
  expect(firstStepChance({ steps }, 3)).toBeNaN()
  expect(firstStepChance({ steps: [] })).toBeNaN()
  expect(answers.length).toBe(correct.length)
})

describe.skipIf(!hasSharedData)('on a real pool, against drawing every candidate in turn', () => {
  test('qwen_prm', () => {
    const problems = poolRun('qwen_prm')
    const chances = Float64Array.from(problems, (one) => firstStepChance(one) * 0.5)
    const budget = { target: 0.9, cap: 2 }
    const [point] = adaptiveBestOfN(problems, { chances, aggregation: 'min', budgets: [budget] })
    let right = 0
    let drawn = 0
    for (const [index, { correct, steps }] of problems.entries()) {
      const scores = steps.map((one) => Math.min(...one))
      const samples = (chances[index] ?? 0) >= 0.9 ? 1 : 2
      drawn += samples
      let wins = 0
      let subsets = 0
      for (const a of scores.keys()) {
        for (const b of samples === 1 ? [a] : scores.keys()) {
          if (samples === 2 && b <= a) continue
          subsets += 1
          if (correct[(scores[b] ?? 0) > (scores[a] ?? 0) ? b : a]) wins += 1
        }
      }
      right += wins / subsets
    }
    expect(point?.samples).toEqual({ drawn, of: 16_000 })
    const value = point?.accuracy.status === 'ok' ? point.accuracy.value : Number.NaN
    expect(Math.abs(value - right / 500)).toBeLessThan(1e-12)
  })
})

function samplesOf(chance: number, target: number): number {
  const found = samplesNeeded(chance, target)
  if (found.status === 'undefined') throw new Error(found.reason)
  return found.samples
}
