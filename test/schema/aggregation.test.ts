import { expect, test } from 'vitest'
import { AGGREGATIONS, type Aggregation, aggregate } from '#schema/aggregation.ts'

const scores = (...values: number[]) => Float64Array.from(values)

test.for([
  ['min', 0.5],
  // 0.99 * 0.99 * 0.5
  ['prod', 0.49005],
  ['last', 0.5],
  // 2.48 / 3
  ['mean', 0.8266666666666667],
  ['max', 0.99],
] as const)('%s of 0.99, 0.99, 0.5 is %s', ([aggregation, expected]) => {
  expect(aggregate(aggregation, scores(0.99, 0.99, 0.5))).toBe(expected)
})

test('one step is its own score, also below zero', () => {
  for (const aggregation of AGGREGATIONS) expect(aggregate(aggregation, scores(-2))).toBe(-2)
})

test.for(AGGREGATIONS)(
  '%s has no value with a missing score, first or last',
  (name: Aggregation) => {
    expect(aggregate(name, scores(Number.NaN, 0.9))).toBeNaN()
    expect(aggregate(name, scores(0.9, Number.NaN))).toBeNaN()
    expect(aggregate(name, scores())).toBeNaN()
  },
)
