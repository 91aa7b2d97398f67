import { expect, test } from 'vitest'
import type { ReportedBenchmark, ReportedResult } from '#schema/catalog.ts'
import type { ReportedMetric } from '#schema/reported-metric.ts'
import { impliedFlags } from '#schema/stated-average.ts'

const BENCHMARK: ReportedBenchmark = {
  id: 'b',
  name: 'B',
  description: 'Two subsets.',
  metrics: ['f1', 'error_accuracy', 'correct_accuracy'],
  subsets: ['x', 'y', 'average'].map((id) => ({ id, name: id })),
  averages: [{ subset: 'average', of: ['x', 'y'], whole: true }],
}

function flags(
  values: readonly (readonly [subset: string, metric: ReportedMetric, value: number])[],
  whole = true,
) {
  const results = values.map(
    ([subset, metric, value]): ReportedResult => ({
      model: 'm',
      benchmark: 'b',
      subset,
      metric,
      value,
      protocol: 'p',
      source: 's',
      flags: [],
    }),
  )
  const averages = [{ subset: 'average', of: ['x', 'y'], whole }]
  const benchmark = { ...BENCHMARK, averages }
  return [...impliedFlags({ benchmark, results, decimals: 1 })].map(({ flag }) => flag)
}

test('an average within the rounding of its parts and its own follows from them', () => {
  // (0.701 + 0.702) / 2 = 0.7015, printed 70.1 or 70.2; each printed value may be 0.05 off.
  expect(
    flags([
      ['x', 'f1', 0.701],
      ['y', 'f1', 0.702],
      ['average', 'f1', 0.701],
    ]),
  ).toEqual([])
  expect(
    flags([
      ['x', 'f1', 0.701],
      ['y', 'f1', 0.701],
      ['average', 'f1', 0.702],
    ]),
  ).toEqual([])
})

test('an average one unit further off is flagged with the mean of its parts', () => {
  // (0.7 + 0.8) / 2 = 0.75, printed 0.752: 0.002 > 0.001
  expect(
    flags([
      ['x', 'f1', 0.7],
      ['y', 'f1', 0.8],
      ['average', 'f1', 0.752],
    ]),
  ).toEqual([{ flag: 'average_differs', recomputed: 0.75 }])
})

test('an average over a missing part counted as zero is flagged with the mean of the others', () => {
  // (0.6 + 0) / 2 = 0.3
  expect(
    flags([
      ['x', 'f1', 0.6],
      ['average', 'f1', 0.3],
    ]),
  ).toEqual([{ flag: 'missing_counted_as_zero', recomputed: 0.6 }])
})

test('an average whose parts are not all known says nothing', () => {
  expect(
    flags([
      ['x', 'f1', 0.6],
      ['average', 'f1', 0.5],
    ]),
  ).toEqual([])
  expect(flags([['average', 'f1', 0.5]])).toEqual([])
})

test('an average of whatever a table has is over what is there', () => {
  expect(
    flags(
      [
        ['x', 'f1', 0.6],
        ['average', 'f1', 0.6],
      ],
      false,
    ),
  ).toEqual([])
  expect(
    flags(
      [
        ['x', 'f1', 0.6],
        ['average', 'f1', 0.3],
      ],
      false,
    ),
  ).toEqual([{ flag: 'average_differs', recomputed: 0.6 }])
})

test('an F1 is checked against the two accuracies of its subset', () => {
  const accuracies = [
    ['x', 'error_accuracy', 0.433],
    ['x', 'correct_accuracy', 0.832],
  ] as const
  // 2 * 0.433 * 0.832 / 1.265 = 0.569575
  expect(flags([...accuracies, ['x', 'f1', 0.57]])).toEqual([])
  expect(flags([...accuracies, ['x', 'f1', 0.594]])).toEqual([
    { flag: 'f1_differs', recomputed: 0.569575 },
  ])
})

test('two accuracies of zero have an F1 of zero', () => {
  const zeros = [
    ['x', 'error_accuracy', 0],
    ['x', 'correct_accuracy', 0],
  ] as const
  expect(flags([...zeros, ['x', 'f1', 0]])).toEqual([])
})
