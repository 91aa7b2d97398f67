import { expect, test } from 'vitest'
import { at, NONE } from '#schema/verdict.ts'
import { thresholdWindows, windowBars, windowsFinding } from '../../site/lib/threshold-windows.ts'
import { judgement } from './judgement.ts'

function windowsOf(label: typeof NONE | ReturnType<typeof at>, ...scores: (number | null)[][]) {
  const lanes = scores.map((values, index) => ({
    letter: 'ABCDE'.charAt(index),
    judgement: judgement({ run: String(index), scores: values, outcome: 'missed' }),
  }))
  const windows = thresholdWindows(lanes, label)
  const judgements = lanes.map((lane) => lane.judgement)
  return { windows, finding: windowsFinding(windows, judgements), judgements }
}

test('opens above the gold score and closes at the lowest before it', () => {
  const { windows } = windowsOf(at(2), [0.9, 0.4, 0.1, 0.0])
  expect(windows).toMatchObject([{ status: 'some', above: 0.1, upTo: 0.4, words: '0.10 to 0.40' }])
})

test('has one open end at the first step and on correct items', () => {
  expect(windowsOf(at(0), [0.2, 0.9]).windows[0]?.words).toBe('above 0.20')
  expect(windowsOf(NONE, [0.6, 0.9]).windows[0]?.words).toBe('up to 0.60')
})

test('tells no threshold from an unknown one', () => {
  const { windows } = windowsOf(at(1), [0.2, 0.9], [null, 0.1], [0.9, 0.1, null])
  expect(windows.map(({ status }) => status)).toEqual(['none', 'unknown', 'some'])
})

test.for([
  [
    [
      [0.3, 0.1],
      [0.9, 0.4],
    ],
    'No single threshold makes both models right',
  ],
  [
    [
      [0.6, 0.1],
      [0.9, 0.4],
    ],
    'A threshold above 0.40 and up to 0.60 makes both right',
  ],
  [
    [
      [0.6, 0.1],
      [0.2, 0.4],
    ],
    'No threshold makes B right',
  ],
  [[[0.6, 0.1]], undefined],
  [
    [
      [0.6, 0.1],
      [null, 0.4],
    ],
    undefined,
  ],
  [
    [
      [0.6, 0.1],
      [9, -4],
    ],
    undefined,
  ],
] as const)('finds of %j: %s', ([scores, finding]) => {
  expect(windowsOf(at(1), ...scores.map((row) => [...row])).finding).toBe(finding)
})

test('draws all windows on one axis where the scales agree', () => {
  const { windows, judgements } = windowsOf(at(1), [0.6, 0.1], [0.9, 0.4])
  const { bars, shared, ticks } = windowBars(windows, judgements, { from: 0, to: 100 })
  expect(bars.map(({ left, width }) => [left, width].map(Math.round))).toEqual([
    [10, 50],
    [40, 50],
  ])
  expect(shared).toEqual({ threshold: 0.5, x: 50 })
  expect(ticks.map(({ value }) => value)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
})

test('draws each window on its own scale where they differ', () => {
  const { windows, judgements } = windowsOf(at(1), [0.6, 0.1], [10, -10])
  const { bars, shared, ticks } = windowBars(windows, judgements, { from: 0, to: 100 })
  expect(shared).toBeNull()
  expect(ticks).toEqual([])
  expect(bars[1]).toMatchObject({ left: 0, width: 100 })
})

test('leaves out runs of votes', () => {
  const votes = judgement({ run: 'a', votes: [1] })
  expect(thresholdWindows([{ letter: 'A', judgement: votes }], at(1))).toEqual([])
})
