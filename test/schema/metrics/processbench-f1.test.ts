import { expect, test } from 'vitest'
import { macroMean, processBenchF1 } from '#schema/metrics/processbench-f1.ts'

test('is the harmonic mean of the two accuracies', () => {
  // error 1/2, correct 1/1: 2 * 0.5 * 1 / 1.5 = 2/3
  const counts = { error_k: 1, error_n: 2, correct_k: 1, correct_n: 1 }
  expect(processBenchF1(counts)).toEqual({ status: 'ok', value: 2 / 3, n: 3 })
})

test('is 0 when both accuracies are 0', () => {
  const counts = { error_k: 0, error_n: 2, correct_k: 0, correct_n: 1 }
  expect(processBenchF1(counts)).toEqual({ status: 'ok', value: 0, n: 3 })
})

test.for([
  [{ error_k: 0, error_n: 0, correct_k: 1, correct_n: 2 }, 'no item with an error', 2],
  [{ error_k: 1, error_n: 2, correct_k: 0, correct_n: 0 }, 'no item without an error', 2],
] as const)('is undefined with one class only: %o', ([counts, reason, n]) => {
  expect(processBenchF1(counts)).toEqual({ status: 'undefined', reason, n })
})

test('the average is the unweighted mean, undefined as soon as one part is', () => {
  const whole = { subset: 'a', value: { status: 'ok', value: 0.4, n: 10 } } as const
  const other = { subset: 'b', value: { status: 'ok', value: 0.8, n: 1000 } } as const
  const none = { subset: 'c', value: { status: 'undefined', reason: 'no items', n: 0 } } as const
  // (0.4 + 0.8) / 2, whatever the sizes
  expect(macroMean([whole, other])).toEqual({ status: 'ok', value: 0.6000000000000001, n: 1010 })
  expect(macroMean([whole, none])).toEqual({ status: 'undefined', reason: 'c: no items', n: 10 })
})
