import { expect, test } from 'vitest'
import { planCalls } from '../../../bench-runner/backends/call-plan.ts'

function plan(lengths: readonly number[], tokensPerCall: number, requestsPerCall = 10) {
  const limits = { tokensPerCall, requestsPerCall }
  return planCalls(lengths, { tokensOf: (length) => length, limits }).map(
    ({ requests }) => requests,
  )
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
  expect(planCalls(['b', 'a', 'cc', 'd'], { tokensOf, limits })).toEqual([
    { requests: ['cc', 'b', 'a', 'd'], tokens: 8 },
  ])
  expect(planCalls([], { tokensOf, limits })).toEqual([])
})

test('keeps the order of all, and counts what is not padded, where the engine does', () => {
  const limits = { tokensPerCall: 10, requestsPerCall: 3, keepsOrder: true }
  const calls = planCalls([1, 8, 2, 1, 1, 1, 12, 3], { tokensOf: (length) => length, limits })
  expect(calls).toEqual([
    { requests: [1, 8], tokens: 9 },
    { requests: [2, 1, 1], tokens: 4 },
    { requests: [1], tokens: 1 },
    { requests: [12], tokens: 12 },
    { requests: [3], tokens: 3 },
  ])
})
