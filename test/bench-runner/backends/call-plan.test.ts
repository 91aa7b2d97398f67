import { expect, test } from 'vitest'
import { planCalls } from '../../../bench-runner/backends/call-plan.ts'

function plan(lengths: readonly number[], tokensPerCall: number, requestsPerCall = 10) {
  const limits = { tokensPerCall, requestsPerCall }
  return planCalls(lengths, { tokensOf: (length) => length, limits })
}

test('puts the longest first, and as many in a call as its padded tokens allow', () => {
  // 9 + 9 = 18, a third of 9 would be 27; then 4 × 5 = 20
  expect(plan([5, 9, 5, 4, 9, 4], 20)).toEqual([
    [9, 9],
    [5, 5, 4, 4],
  ])
})

test('takes a call of just the limit', () => {
  expect(plan([5, 5, 5, 5], 20)).toEqual([[5, 5, 5, 5]])
  expect(plan([5, 5, 5, 5], 19)).toEqual([[5, 5, 5], [5]])
})

test('takes no more requests than allowed', () => {
  expect(plan([1, 1, 1, 1, 1], 100, 2)).toEqual([[1, 1], [1, 1], [1]])
})

test('lets a request that is longer than a call go by itself', () => {
  expect(plan([3, 50, 3], 20)).toEqual([[50], [3, 3]])
})

test('keeps the order of equals, and gives no call of nothing', () => {
  const limits = { tokensPerCall: 8, requestsPerCall: 8 }
  const tokensOf = (text: string) => text.length
  expect(planCalls(['b', 'a', 'cc', 'd'], { tokensOf, limits })).toEqual([['cc', 'b', 'a', 'd']])
  expect(planCalls([], { tokensOf, limits })).toEqual([])
})
