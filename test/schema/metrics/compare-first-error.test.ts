import { describe, expect, test } from 'vitest'
import { Comparison } from '#schema/comparison.ts'
import { drawSubsets } from '#schema/metrics/cluster-draws.ts'
import { compareFirstError } from '#schema/metrics/compare-first-error.ts'
import { at, NONE } from '#schema/verdict.ts'
import { hasSharedData } from '../../shared-data.ts'
import { processBenchRun } from './real-judgements.ts'
import { copies, isRightAt, slowCounts, slowF1, slowInterval, slowTune } from './slow-bootstrap.ts'

const FIXED = { kind: 'fixed', threshold: 0.5 } as const
const TUNED = { kind: 'tuned', subset: 'gsm8k' } as const

describe.skipIf(!hasSharedData)('two real models on processbench-1000', () => {
  const load = () => ({
    a: processBenchRun('Qwen2.5-Math-PRM-7B'),
    b: processBenchRun('Qwen2.5-Math-7B-PRM800K'),
  })

  test.for([FIXED, TUNED])('differences are those of lists of copies: %o', (policy) => {
    const { a, b } = load()
    const draws = drawSubsets(a, { seed: 11, resamples: 60 })
    const { differences } = compareFirstError(
      { policy, subsets: a },
      { policy, subsets: b },
      { draws },
    )
    const f1At = (run: typeof a, resample: number) => {
      const rows = run.map(({ id, items }) => {
        const drawn = draws.get(id)
        return drawn ? copies(items, drawn, resample) : []
      })
      const cut = policy.kind === 'fixed' ? policy.threshold : slowTune(rows[0] ?? [])
      const values = rows.map((items) => slowF1(slowCounts(items, cut)))
      return [...values, values.reduce((sum, value) => sum + value, 0) / values.length]
    }
    const slow = Array.from({ length: 60 }, (_, resample) => {
      const theirs = f1At(b, resample)
      return f1At(a, resample).map((value, subset) => value - (theirs[subset] ?? Number.NaN))
    })
    const f1 = differences.filter(({ metric }) => metric === 'f1')
    expect(f1.map(({ subset }) => subset)).toEqual([...a.map(({ id }) => id), 'average'])
    for (const [index, { uncertainty }] of f1.entries()) {
      if (uncertainty.status === 'undefined') throw new Error(uncertainty.reason)
      const values = slow.map((row) => row[index] ?? Number.NaN)
      const [lower, upper] = slowInterval(values)
      expect(Math.abs(uncertainty.interval.lower - lower)).toBeLessThan(1e-12)
      expect(Math.abs(uncertainty.interval.upper - upper)).toBeLessThan(1e-12)
      const tail = Math.min(
        values.filter((value) => value <= 0).length,
        values.filter((value) => value >= 0).length,
      )
      expect(uncertainty.pValue).toBeCloseTo(Math.min(1, (2 * (tail + 1)) / 61), 12)
    }
  })

  test('flips are the items exactly one of them gets right', () => {
    const { a, b } = load()
    const draws = drawSubsets(a, { seed: 0, resamples: 2 })
    const { decisions } = compareFirstError(
      { policy: FIXED, subsets: a },
      { policy: FIXED, subsets: b },
      { draws },
    )
    const slow = a.flatMap(({ id, items }, subset) =>
      items.flatMap((own, item) => {
        const other = b[subset]?.items[item]
        const right = { a: isRightAt(own, 0.5), b: other !== undefined && isRightAt(other, 0.5) }
        return right.a === right.b ? [] : { subset: id, item, right: right.a ? 'a' : 'b' }
      }),
    )
    expect(decisions).toMatchObject({ status: 'ok', flips: slow, all: { onlyA: 160, onlyB: 47 } })
  })
})

describe.skipIf(!hasSharedData)('what the page of two real models says', () => {
  const [a, b] = hasSharedData
    ? [processBenchRun('Qwen2.5-Math-PRM-7B'), processBenchRun('Qwen2.5-Math-7B-PRM800K')]
    : [[], []]
  const { differences, decisions } = compareFirstError(
    { policy: FIXED, subsets: a },
    { policy: FIXED, subsets: b },
    { draws: drawSubsets(a, { seed: 0 }) },
  )

  // A − B in points with its interval, as published with another generator.
  test.for([
    ['average', 'f1', 14.9, 11.4, 18.4],
    ['average', 'error_accuracy', 19.2, 15.3, 23.0],
    ['average', 'correct_accuracy', -3.2, -6.6, 0.1],
    ['gsm8k', 'f1', 16.8, 10.4, 24.7],
    ['math', 'f1', 12.6, 6.8, 18.6],
    ['olympiadbench', 'f1', 9.9, 3.2, 16.9],
    ['omnimath', 'f1', 20.2, 12.7, 27.8],
  ] as const)('%s %s: %d, %d to %d', ([subset, metric, value, lower, upper]) => {
    const found = differences.find((row) => row.subset === subset && row.metric === metric)
    if (found?.difference.status !== 'ok' || found.uncertainty.status !== 'ok') {
      throw new Error('undefined')
    }
    const { interval, standardError } = found.uncertainty
    expect(Math.abs(100 * found.difference.value - value)).toBeLessThanOrEqual(0.05)
    // A bound from 2,000 resamples has a deviation of √(0.025 · 0.975 / 2000) / 0.0584 = 0.06
    // standard errors, two of them 0.085; three of those, and the rounding.
    const noise = 3 * 0.085 * 100 * standardError + 0.05
    expect(Math.abs(100 * interval.lower - lower)).toBeLessThan(noise)
    expect(Math.abs(100 * interval.upper - upper)).toBeLessThan(noise)
  })

  test('who is right where, and the smallest gap that would be found', () => {
    if (decisions.status === 'undefined') throw new Error(decisions.reason)
    expect(decisions.flips).toHaveLength(207)
    expect(decisions.all).toMatchObject({ onlyA: 160, onlyB: 47 })
    expect(decisions.all.pValue).toBeLessThan(0.0001)
    expect(
      decisions.subsets.map(({ onlyA, onlyB, adjustedPValue }) => [
        onlyA,
        onlyB,
        Number(adjustedPValue?.toFixed(4)),
      ]),
    ).toEqual([
      [30, 4, 0],
      [36, 10, 0.0003],
      [37, 19, 0.0222],
      [57, 14, 0],
    ])
    const average = differences.find((row) => row.subset === 'average' && row.metric === 'f1')
    if (average?.uncertainty.status !== 'ok') throw new Error('undefined')
    // Published as 5.0; a standard error from 2,000 resamples is good to 1.6 %, two of them to 2.2 %.
    const gap = 100 * average.uncertainty.smallestDetectable
    expect(Math.abs(gap - 5)).toBeLessThan(3 * 0.022 * 5 + 0.05)
  })
})

const right = [
  { label: at(0), scores: Float64Array.of(0.2, 0.9) },
  { label: NONE, scores: Float64Array.of(0.8) },
]
const half = [right[0], { label: NONE, scores: Float64Array.of(0.3) }].flatMap((item) => item ?? [])
const run = (...problems: (typeof right)[]) => ({
  policy: FIXED,
  subsets: [{ id: 'a', items: problems.flat() }],
})
const draws = drawSubsets([{ id: 'a', clusters: [1, 1, 2, 2, 3, 3] }], { seed: 0 })

test('a comparison holds the values of both, and who is right where', () => {
  const comparison = compareFirstError(run(right, right, right), run(right, half, half), { draws })
  const [f1] = comparison.differences
  // Swaps of the two problems apart: both or none gives 1/2 either way, one gives 0; so p is about 1/2.
  const { uncertainty } = f1 ?? {}
  const p = uncertainty?.status === 'ok' ? uncertainty.swapPValue : undefined
  expect(p).toBeCloseTo(0.5, 1)
  // error 3/3 in both; correct 3/3 and 1/3: F1 1 and 2 · 1 · (1/3) / (4/3) = 1/2
  expect(f1).toMatchObject({
    subset: 'a',
    metric: 'f1',
    a: { value: 1 },
    b: { value: 0.5 },
    difference: { value: 0.5, n: 6 },
  })
  expect(comparison.decisions).toEqual({
    status: 'ok',
    // 2 against 0: 2 · 1/4
    all: { both: 4, onlyA: 2, onlyB: 0, neither: 0, pValue: 0.5 },
    subsets: [
      { subset: 'a', both: 4, onlyA: 2, onlyB: 0, neither: 0, pValue: 0.5, adjustedPValue: 0.5 },
    ],
    flips: [
      { subset: 'a', item: 3, right: 'a' },
      { subset: 'a', item: 5, right: 'a' },
    ],
  })
  expect(Comparison.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison)
})

test('a run differs from itself by nothing', () => {
  const { differences, decisions } = compareFirstError(
    run(right, half, right),
    run(right, half, right),
    {
      draws,
    },
  )
  for (const { difference, uncertainty } of differences) {
    expect(difference).toMatchObject({ value: 0 })
    expect(uncertainty).toMatchObject({ interval: { lower: 0, upper: 0 }, pValue: 1 })
  }
  expect(decisions).toMatchObject({ flips: [], all: { onlyA: 0, onlyB: 0, pValue: 1 } })
})

test('without a cut nothing is decided, and each says so of its run', () => {
  const tuned = { ...run(right, right, right), policy: TUNED }
  const { differences, decisions } = compareFirstError(run(right, half, right), tuned, { draws })
  expect(decisions).toMatchObject({ reason: expect.stringContaining('B: no items of gsm8k') })
  for (const { difference } of differences) expect(difference.status).toBe('undefined')
})

test('draws of other items are refused', () => {
  const other = drawSubsets([{ id: 'a', clusters: [1, 2] }], { seed: 0 })
  expect(() => compareFirstError(run(right, right), run(right, half), { draws: other })).toThrow(
    'not of the items of a',
  )
})
