import { expect, test } from 'vitest'
import { rate } from '#schema/metrics/rate.ts'
import type { ReliabilityBin } from '#schema/metrics/reliability-curve.ts'
import { inOrder, propertyFields } from '../../site/lib/item-properties.ts'
import { rejectionFinding } from '../../site/lib/pool-diagnostics.ts'
import { histogramChart, reliabilityChart } from '../../site/lib/score-charts.ts'
import { calibrationFinding, histogramFinding } from '../../site/lib/score-findings.ts'
import { flawedProcessFinding, sliceFinding, type Slices } from '../../site/lib/slices.ts'

const BOX = { left: 0, right: 100, top: 0, bottom: 100 }
const NONE = 'none'
const ok = (value: number, n = 100) => ({ status: 'ok', value, n }) as const
const bin = (lower: number, confidence: number, k: number, n = 100): ReliabilityBin => ({
  lower,
  upper: lower + 0.1,
  confidence: n === 0 ? { status: 'undefined', reason: NONE, n } : ok(confidence, n),
  accuracy: rate(k, n, NONE),
})
const calibrated = (error: number, ...bins: ReliabilityBin[]) => ({
  calibration: {
    ece: { lower_closed: ok(error), upper_closed: ok(error) },
    brier: ok(0.1),
    reliability: { status: 'ok' as const, n: 100, bins },
  },
})

test('scores run high or low where bins that leave out their mean say so on one side', () => {
  // 50 of 100 with interval 40.4–59.6.
  expect(calibrationFinding(calibrated(0.3, bin(0.8, 0.8, 50)))).toMatch(/^Its scores run too high/)
  expect(calibrationFinding(calibrated(0.3, bin(0.2, 0.2, 50)))).toMatch(/^Its scores run too low/)
  expect(calibrationFinding(calibrated(0.3, bin(0.2, 0.2, 50), bin(0.8, 0.8, 50)))).toBe(undefined)
  expect(calibrationFinding(calibrated(0.05, bin(0.5, 0.55, 50)))).toBe(undefined)
  expect(calibrationFinding(calibrated(0.019, bin(0.8, 0.8, 50)))).toBe(
    'Its scores are close to calibrated',
  )
})

test('a reliability chart leaves out empty bins and counts on a root scale', () => {
  const chart = reliabilityChart([bin(0, 0, 0, 0), bin(0.4, 0.4, 50), bin(0.9, 0.9, 25, 25)], {
    ...BOX,
    counts: { top: 110, bottom: 150 },
  })
  expect(chart.points.map(({ x, y }) => [x, y])).toEqual([
    [40, 50],
    [90, 0],
  ])
  // √100 is all 40 units, √25 half of them.
  expect(chart.bars.map(({ height }) => height)).toEqual([40, 20])
})

const bar = (lower: number, right: number, wrong: number) => ({
  lower,
  upper: lower + 0.25,
  right,
  wrong,
})

test('half of the wrong steps are told apart from half of the right ones, or nothing is said', () => {
  const bars = [bar(0, 1, 6), bar(0.25, 2, 2), bar(0.5, 3, 1), bar(0.75, 10, 1)]
  // 6 of 10 wrong ones are in the first bar, 10 of 16 right ones in the last.
  expect(histogramFinding(bars)).toBe(
    'Half of the wrong steps score below 0.25, half of the right ones above 0.75',
  )
  expect(histogramFinding([bar(0, 3, 5), bar(0.25, 3, 5)])).toBe(
    'Half of the wrong steps score below 0.25, half of the right ones above it',
  )
  expect(histogramFinding(bars.map((one) => ({ ...one, right: one.wrong })))).toBe(undefined)
  expect(histogramFinding([bar(0, 3, 0)])).toBe(undefined)
})

test('a histogram shows each label as a share of its own kind', () => {
  const { bars, totals } = histogramChart([bar(0, 1, 5), bar(0.25, 3, 5)], BOX)
  expect(totals).toEqual({ right: 4, wrong: 10 })
  // 25 % and 75 % of the right ones, 50 % of the wrong ones twice.
  const [low, high] = bars
  expect(
    [high?.right, low?.wrong, high?.wrong].map((one) => (one ?? 0) / (low?.right ?? 1)),
  ).toEqual([3, 2, 2])
})

const OUTCOMES = {
  hit: 0,
  early: 0,
  late: 0,
  missed: 0,
  passed_gold: 0,
  undecided: 0,
  false_alarm: 0,
  passed: 0,
}
const slice = (key: Slices['subset'][number]['key'], k: number, n: number) => ({
  key,
  n,
  error: rate(k, n, NONE),
  correct: rate(0, 0, NONE),
  outcomes: OUTCOMES,
})

test('the slices that differ most are told, if they surely do and are large', () => {
  const slices: Slices = {
    subset: [slice({ subset: 'a' }, 50, 100), slice({ subset: 'b' }, 60, 100)],
    generator: [slice({ generator: 'G' }, 0, 5), slice({}, 100, 100)],
    length: [slice({ length: '1-4' }, 80, 100), slice({ length: '15+' }, 20, 100)],
    position: [],
  }
  expect(sliceFinding(slices, {})).toBe(
    'It finds 20.0 % of errors in 15+ steps, 80.0 % in 1–4 steps',
  )
  expect(sliceFinding({ ...slices, length: [] }, {})).toBe(undefined)
})

test('a right answer hides the error where the intervals part', () => {
  const average = { right_answer: ok(0.2), wrong_answer: ok(0.6) }
  const row = (id: string, right: number, wrong: number) => ({
    id,
    right_answer: rate(right, 100, NONE),
    wrong_answer: rate(wrong, 100, NONE),
  })
  const report = (...subsets: ReturnType<typeof row>[]) => ({ subsets, average })
  expect(flawedProcessFinding(report(row('a', 20, 60), row('b', 55, 60)))).toBe(
    'A right answer hides the error, surely so in one of two subsets',
  )
  expect(flawedProcessFinding(report(row('a', 20, 60), row('b', 20, 60)))).toBe(
    'A right answer hides the error, in each of two subsets',
  )
  expect(flawedProcessFinding(report(row('a', 55, 60)))).toBe(undefined)
})

test('the most steps saved at no loss is told', () => {
  const rule = (keep: number, kept: number, saved: number) => ({
    cut: { kind: 'steps', steps: 1 } as const,
    keep,
    survival: rate(1, 2, NONE),
    tiedSurvival: rate(1, 2, NONE),
    accuracy: { all: rate(5, 10, NONE), kept: rate(kept, 10, NONE) },
    saved: rate(saved, 10, NONE),
  })
  expect(rejectionFinding([rule(1, 4, 8), rule(2, 5, 6), rule(4, 6, 3)])).toBe(
    '60.0 % of steps saved at no loss of accuracy here: 2 candidates kept after 1 step',
  )
  expect(rejectionFinding([rule(1, 4, 8)])).toBe(undefined)
})

test('counts of a property come in the order of its words, then by name', () => {
  const { length, generator } = propertyFields('first_error', {})
  expect(Object.entries(inOrder({ '15+': 1, '1-4': 2 }, length))).toEqual([
    ['1-4', 2],
    ['15+', 1],
  ])
  expect(Object.keys(inOrder({ b: 1, a: 2 }, generator))).toEqual(['a', 'b'])
})
