import { expect, test } from 'vitest'
import { type Curve, curveChart, wholeCurve } from '../../site/lib/curve-chart.ts'
import { curveFinding } from '../../site/lib/curve-findings.ts'

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
