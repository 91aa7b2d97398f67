import { expect, test } from 'vitest'
import { costWords } from '../../site/lib/cost.ts'

test('a run that states no cost has none', () => {
  expect(costWords(undefined)).toBeUndefined()
  expect(costWords({})).toBeUndefined()
  expect(costWords({ gpu: 'H200', peakBytes: 1e9 })).toBeUndefined()
})

test('the time of a GPU is told before time on the clock, and that before tokens', () => {
  const cost = { gpuSeconds: 90, seconds: 30, tokens: 5 }
  expect(costWords({ ...cost, gpu: 'H200' })).toEqual({ value: '90 s', of: 'H200' })
  expect(costWords(cost)).toEqual({ value: '90 s', of: 'of a GPU' })
  expect(costWords({ seconds: 30, tokens: 5 })).toEqual({ value: '30 s', of: '5 tokens' })
  expect(costWords({ tokens: 2_500_000 })).toEqual({ value: '2.5 M tokens', of: undefined })
})

test('a time is told in the unit that keeps it short', () => {
  const value = (gpuSeconds: number) => costWords({ gpuSeconds })?.value
  // 7,140 s = 119 min; 7,200 s = 120 min = 2 h
  expect([0, 119, 120, 7140, 7200].map(value)).toEqual([
    '0 s',
    '119 s',
    '2 min',
    '119 min',
    '2.0 h',
  ])
})
