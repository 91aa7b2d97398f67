import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kendallTauB, pearson } from '#schema/metrics/correlation.ts'
import { partialScores } from '#schema/metrics/partial-score.ts'
import { hasSharedData } from '../../shared-data.ts'
import { poolRun } from './real-runs.ts'
import { valueOrReason } from './steps.ts'

const of = (x: readonly number[], y: readonly number[]) => {
  const [a, b] = [Float64Array.from(x), Float64Array.from(y)]
  return { r: valueOrReason(pearson(a, b)), tau: valueOrReason(kendallTauB(a, b)) }
}

test('four pairs without ties', () => {
  // r: deviations −1.5, −.5, .5, 1.5 and −1.5, .5, −.5, 1.5: (2.25 − .25 − .25 + 2.25) / 5
  // τ: of 6 pairs one is in the other order: (5 − 1) / 6
  const { r, tau } = of([1, 2, 3, 4], [1, 3, 2, 4])
  expect(r).toBeCloseTo(0.8, 15)
  expect(tau).toBeCloseTo(2 / 3, 15)
})

test('ties on either side and on both', () => {
  // Pairs of (1,1) (1,2) (2,2) (2,2): tied in x 2, in y 3, of which in both 1. The other two rise.
  // (2 − 0) / √((6 − 2)(6 − 3))
  expect(of([1, 1, 2, 2], [1, 2, 2, 2]).tau).toBeCloseTo(2 / Math.sqrt(12), 15)
})

test('a constant side, fewer than two pairs and a missing value have no correlation', () => {
  for (const [x, y, reason] of [
    [[1, 1], [1, 2], 'one side is constant'],
    [[1, 2], [0.1, 0.1], 'one side is constant'],
    [[1], [1], 'fewer than two pairs'],
    [[], [], 'fewer than two pairs'],
    [[1, Number.NaN], [1, 2], 'a value is missing'],
  ] as const) {
    expect(of(x, y)).toEqual({ r: reason, tau: reason })
  }
})

const pairs = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })))

test('agrees with going pair by pair, is symmetric, bounded, and turns with one side', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const x = list.map(([a]) => a)
      const y = list.map(([, b]) => b)
      const found = of(x, y)
      if (typeof found.tau === 'string' || typeof found.r === 'string') return
      expect(found.tau).toBeCloseTo(slowTau(x, y), 12)
      expect(found.r).toBeCloseTo(slowR(x, y), 12)
      expect(of(y, x).tau).toBe(found.tau)
      const turned = of(
        x.map((a) => -a),
        y,
      )
      expect(turned.tau).toBe(found.tau === 0 ? 0 : -found.tau)
      expect(Math.max(Math.abs(found.r), Math.abs(found.tau))).toBeLessThanOrEqual(1)
      expect(of(x, x)).toEqual({ r: expect.closeTo(1, 12), tau: expect.closeTo(1, 12) })
    }),
  )
})

describe.skipIf(!hasSharedData)('on a real pool, against going pair by pair', () => {
  test('the final scores of math_shepherd and those after half of the steps', () => {
    const problems = poolRun('math_shepherd').slice(0, 100)
    const at = (fraction: number) =>
      problems.flatMap((one) => [
        ...partialScores(one, { cut: { kind: 'fraction', fraction }, aggregation: 'mean' }),
      ])
    const [partial, final] = [at(0.5), at(1)]
    const { r, tau } = of(partial, final)
    expect(Math.abs(Number(tau) - slowTau(partial, final))).toBeLessThan(1e-12)
    expect(Math.abs(Number(r) - slowR(partial, final))).toBeLessThan(1e-12)
  })
})

/** The definition, every pair against every other. */
function slowTau(x: readonly number[], y: readonly number[]): number {
  let difference = 0
  let xUntied = 0
  let yUntied = 0
  for (let a = 0; a < x.length; a++) {
    for (let b = 0; b < a; b++) {
      const dx = Math.sign((x[a] ?? 0) - (x[b] ?? 0))
      const dy = Math.sign((y[a] ?? 0) - (y[b] ?? 0))
      difference += dx * dy
      xUntied += Math.abs(dx)
      yUntied += Math.abs(dy)
    }
  }
  return difference / Math.sqrt(xUntied * yUntied)
}

/** n Σxy − Σx Σy over the roots of n Σx² − (Σx)² and of y’s. */
function slowR(x: readonly number[], y: readonly number[]): number {
  const n = x.length
  const sum = (part: (index: number) => number) =>
    x.reduce((total, _, index) => total + part(index), 0)
  const sx = sum((i) => x[i] ?? 0)
  const sy = sum((i) => y[i] ?? 0)
  const sxy = sum((i) => (x[i] ?? 0) * (y[i] ?? 0))
  const sxx = sum((i) => (x[i] ?? 0) ** 2)
  const syy = sum((i) => (y[i] ?? 0) ** 2)
  return (n * sxy - sx * sy) / (Math.sqrt(n * sxx - sx * sx) * Math.sqrt(n * syy - sy * sy))
}
