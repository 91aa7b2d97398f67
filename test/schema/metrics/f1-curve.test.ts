import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type F1Curve, type F1Point, f1Curves } from '#schema/metrics/f1-curve.ts'
import { firstErrorReport, type JudgedSubset } from '#schema/metrics/first-error-report.ts'
import { at, NONE } from '#schema/verdict.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, processBenchRun } from './real-runs.ts'
import { distance } from './steps.ts'

const item = (label: number, ...scores: number[]) => ({
  label: label < 0 ? NONE : at(label),
  scores: Float64Array.from(scores),
})

test('has one point for each change of a count', () => {
  // The first is right above 0.2 up to 0.9, the second above 0.6, the third up to 0.8.
  const items = [item(1, 0.9, 0.2), item(0, 0.6, 0.3), item(-1, 0.8)]
  const { subsets, average } = f1Curves([{ id: 'a', items }])
  expect(subsets[0]?.curve).toEqual({
    status: 'ok',
    error_n: 2,
    correct_n: 1,
    points: [
      { f1: 0, error_k: 0, correct_k: 1 },
      // error 1/2, correct 1/1: 2 · 0.5 / 1.5
      { above: 0.2, f1: 2 / 3, error_k: 1, correct_k: 1 },
      { above: 0.6, f1: 1, error_k: 2, correct_k: 1 },
      { above: 0.8, f1: 0, error_k: 2, correct_k: 0 },
      { above: 0.9, f1: 0, error_k: 1, correct_k: 0 },
    ],
  })
  expect(average).toEqual(subsets[0]?.curve)
})

test('a score where one item enters and another leaves is no point', () => {
  const items = [item(0, 0.5), item(1, 0.5, 0.1), item(-1, 0.9)]
  const [subset] = f1Curves([{ id: 'a', items }]).subsets
  // At 0.5 the second leaves and the first enters.
  expect(pointsOf(subset?.curve).map(({ above }) => above)).toEqual([undefined, 0.1, 0.9])
})

test('the average is the mean of the subsets at each threshold', () => {
  const subsets = [
    { id: 'a', items: [item(0, 0.3), item(-1, 0.7)] },
    { id: 'b', items: [item(0, 0.5), item(-1, 0.6)] },
  ]
  const { average } = f1Curves(subsets)
  expect(pointsOf(average).map(({ above, f1 }) => [above, f1])).toEqual([
    [undefined, 0],
    [0.3, 0.5],
    [0.5, 1],
    [0.6, 0.5],
    [0.7, 0],
  ])
  expect(average).toMatchObject({ error_n: 2, correct_n: 2 })
})

test('is undefined without one of the classes, for votes and without subsets', () => {
  const one = f1Curves([{ id: 'a', items: [item(0, 0.5)] }])
  expect(one.subsets[0]?.curve).toMatchObject({ reason: 'no item without an error' })
  expect(one.average).toMatchObject({ reason: 'a: no item without an error' })
  const votes = [...['a', 'b'].map(() => ({ label: NONE, steps: 1, votes: [NONE] })), item(0, 1)]
  expect(f1Curves([{ id: 'a', items: votes }]).average).toMatchObject({
    reason: 'a: votes know no threshold',
  })
  expect(f1Curves([]).average).toMatchObject({ status: 'undefined', reason: 'no subset' })
})

test('an item whose decision hangs on a missing score is right nowhere', () => {
  const items = [item(1, Number.NaN, 0.1), item(0, 0.2, Number.NaN), item(-1, 0.9)]
  const [subset] = f1Curves([{ id: 'a', items }]).subsets
  expect(pointsOf(subset?.curve).map(({ error_k }) => error_k)).toEqual([0, 1, 1])
})

const anyItem = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 }), fc.nat(9))
  .map(([tenths, label]) =>
    item(label < tenths.length ? label : -1, ...tenths.map((n) => (n === 9 ? Number.NaN : n / 8))),
  )
const anySubsets = fc
  .array(fc.array(anyItem, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map((lists) => lists.map((items, index) => ({ id: `${index}`, items })))

test('agrees with deciding every item at every score and between them', () => {
  fc.assert(
    fc.property(anySubsets, (subsets) => {
      expect(distances(subsets, thresholdsOf(subsets))).toBeLessThan(1e-12)
    }),
  )
})

describe.skipIf(!hasSharedData)('on real runs, against deciding every item', () => {
  test.for(PROCESSBENCH_MODELS)('%s', (model) => {
    const subsets = processBenchRun(model)
    const thresholds = thresholdsOf(subsets)
    const stride = Math.ceil(thresholds.length / 150)
    const sample = thresholds.filter((_, index) => index % stride === 0)
    expect(distances(subsets, sample)).toBeLessThan(1e-12)
    const { subsets: curves } = f1Curves(subsets)
    const best = firstErrorReport({ kind: 'oracle' }, subsets).filter(
      ({ metric }) => metric === 'f1',
    )
    for (const [index, { curve }] of curves.entries()) {
      const highest = Math.max(...pointsOf(curve).map(({ f1 }) => f1))
      expect(best[index]).toMatchObject({ value: highest })
    }
  })
})

/** The largest difference of a count or an F1 to deciding every item at each threshold. */
function distances(subsets: readonly JudgedSubset[], thresholds: readonly number[]): number {
  const { subsets: curves, average } = f1Curves(subsets)
  const all = [...curves.map(({ curve }) => curve), average]
  const differences = thresholds.flatMap((threshold) => {
    const report = firstErrorReport({ kind: 'fixed', threshold }, subsets)
    const rows = report.filter(({ metric }) => metric === 'f1')
    return rows.flatMap((row, index) => {
      const curve = all[index]
      if (curve?.status !== 'ok') return distance(row, Number.NaN)
      const point = pointAt(curve.points, threshold)
      if (!point || !row.counts) return Number.POSITIVE_INFINITY
      return [
        distance(row, point.f1),
        Math.abs(row.counts.error_k - point.error_k),
        Math.abs(row.counts.correct_k - point.correct_k),
        Math.abs(row.counts.error_n - curve.error_n),
        Math.abs(row.counts.correct_n - curve.correct_n),
      ]
    })
  })
  return Math.max(...differences)
}

/** The last point that begins below the threshold. */
function pointAt(points: readonly F1Point[], threshold: number): F1Point | undefined {
  return points.findLast(({ above }) => above === undefined || above < threshold)
}

function pointsOf(curve: F1Curve | undefined): readonly F1Point[] {
  return curve?.status === 'ok' ? curve.points : []
}

/** Every score, a value between each two, and one beyond either end. */
function thresholdsOf(subsets: readonly JudgedSubset[]): readonly number[] {
  const scores = subsets.flatMap(({ items }) =>
    items.flatMap((one) => ('scores' in one ? [...one.scores] : [])),
  )
  const distinct = [...new Set(scores)]
    .filter((score) => !Number.isNaN(score))
    .sort((a, b) => a - b)
  const between = distinct.map((score, index) => (score + (distinct[index + 1] ?? score + 2)) / 2)
  return [-1, ...distinct, ...between]
}
