import { expect, test } from 'vitest'
import { outcomePairs } from '#schema/metrics/outcome-pairs.ts'

test('each pair of outcomes is counted, with A’s first', () => {
  const a = ['hit', 'hit', 'missed', 'passed', 'hit'] as const
  const b = ['missed', 'hit', 'hit', 'passed', 'missed'] as const
  expect(outcomePairs(a, b)).toEqual([
    { a: 'hit', b: 'missed', items: 2 },
    { a: 'hit', b: 'hit', items: 1 },
    { a: 'missed', b: 'hit', items: 1 },
    { a: 'passed', b: 'passed', items: 1 },
  ])
})

test('runs of different items cannot be paired', () => {
  expect(() => outcomePairs(['hit'], [])).toThrow('different items')
})
