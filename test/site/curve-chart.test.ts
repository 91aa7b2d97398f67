import { expect, test } from 'vitest'
import { type Curve, curveChart, partCurves, wholeCurve } from '../../site/lib/curve-chart.ts'
import { curveFinding, cutFinding, readCuts } from '../../site/lib/curve-findings.ts'

const BOX = { left: 0, right: 100, top: 0, bottom: 100 }
const curve = (cut: number | undefined, ...points: Curve['points'][number][]): Curve => ({
  letter: 'B',
  name: 'prm',
  points,
  cut,
})
const LOW_START = { from: undefined, value: 0 }

test('a value holds from its threshold on, also at the end of the axis', () => {
  const chart = curveChart([curve(0.5, LOW_START, { from: 0.2, value: 1 })], BOX)
  expect(chart?.lines[0]?.d).toBe('M0,100L20,100L20,0L100,0L100,0')
  expect(chart?.lines[0]?.cut).toEqual({ x: 50, y: 0, value: 1 })
})

test('a cut that equals a threshold is still below it', () => {
  const chart = curveChart([curve(0.2, LOW_START, { from: 0.2, value: 1 })], BOX)
  expect(chart?.lines[0]?.cut?.value).toBe(0)
})

test('unbounded scores have the axis they need, and runs without a threshold none', () => {
  const chart = curveChart(
    [curve(0, LOW_START, { from: -4, value: 0.5 }, { from: 6, value: 1 })],
    BOX,
  )
  expect(chart?.xTicks.map(({ value }) => value)).toEqual([-4, -2, 0, 2, 4, 6])
  expect(curveChart([curve(undefined, LOW_START)], BOX)).toBeUndefined()
  expect(curveChart([], BOX)).toBeUndefined()
  const wide = curveChart([curve(0, { from: 6, value: 1 })], { ...BOX, reach: [-6] })
  expect(wide?.place(-6, 0)).toEqual({ x: 0, y: 100 })
})

test('a title tells of a best cut only where it is worth two points', () => {
  const best = { from: 0.6875, value: 0.65 }
  expect(curveFinding([curve(0.5, { from: undefined, value: 0.58 }, best)])).toBe(
    'B’s best cut is above 0.688, not 0.5: 7.0 points more',
  )
  expect(curveFinding([curve(0.5, { from: undefined, value: 0.64 }, best)])).toBeUndefined()
  expect(curveFinding([curve(undefined, LOW_START, best)])).toBeUndefined()
})

test('an undefined average has no line', () => {
  const average = { status: 'undefined', reason: 'no correct item', n: 3 } as const
  expect(wholeCurve({ kind: 'first_error', subsets: [], average })).toEqual([])
})

test('subsets have lines of their own, but for those undefined', () => {
  const curve = {
    status: 'ok' as const,
    error_n: 1,
    correct_n: 1,
    total: 1,
    thinned: false,
    points: [{ above: 0.2, f1: 0.5, error_k: 1, correct_k: 1 }],
  }
  const none = { status: 'undefined', reason: 'no correct item', n: 3 } as const
  const subsets = [
    { id: 'a', curve },
    { id: 'b', curve: none },
  ]
  expect(partCurves({ kind: 'first_error', subsets, average: none })).toEqual([
    { id: 'a', points: [{ from: 0.2, value: 0.5 }] },
  ])
})

test('a run is read at the cuts that are one for all subsets and of its scores as they are', () => {
  const value = { subset: 'a', metric: 'f1', status: 'ok', value: 0.5, n: 2 } as const
  expect(
    readCuts([
      { ...value, policy: 'oracle', threshold: 0.1 },
      { ...value, policy: 'oracle', subset: 'b', threshold: 0.2 },
      { ...value, policy: 'tuned:a', threshold: 0.3 },
      { ...value, policy: 'fixed:0.5', threshold: 0.5 },
      { ...value, policy: 'delta>fixed:-0.05', threshold: -0.05 },
      { ...value, policy: 'vote' },
    ]),
  ).toEqual([
    { policy: 'fixed:0.5', threshold: 0.5, fixed: true },
    { policy: 'tuned:a', threshold: 0.3, fixed: false },
  ])
})

test('a cut costs a run what the best one gains', () => {
  const cuts = [{ policy: 'fixed:0.5', threshold: 0.5, fixed: true }]
  const low = { from: undefined, value: 0.58 }
  expect(cutFinding([low, { from: 0.6875, value: 0.65 }], cuts)).toBe(
    'Its best cut is above 0.688, not 0.5: 7.0 points more',
  )
  expect(cutFinding([low, { from: 0.6875, value: 0.59 }], cuts)).toBe(
    'The cut 0.5 costs it 1.0 points at most',
  )
  expect(cutFinding([low, { from: 0.25, value: 0.65 }], cuts)).toBe('The cut 0.5 is as good as any')
  expect(cutFinding([{ from: 0.6, value: 0.65 }], cuts)).toBeUndefined()
  expect(cutFinding([LOW_START, { from: 0.6, value: 0 }], cuts)).toBeUndefined()
  expect(cutFinding([low], [])).toBeUndefined()
})
