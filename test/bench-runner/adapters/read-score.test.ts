import { expect, test } from 'vitest'
import type { CompleteAdapter } from '../../../bench-runner/adapters/adapter.ts'
import { readScore } from '../../../bench-runner/adapters/read-score.ts'

type Read = CompleteAdapter['score']['read']

test.for<[Read, readonly number[], number]>([
  // e^1 / (e^1 + e^0) = 2.718281828 / 3.718281828
  [{ fn: 'softmax_classes', classes: 2, good: 1 }, [0, 1], 0.7310585786300049],
  // Log-probabilities of 0.6 and 0.2 among all tokens: 0.6 / 0.8
  [{ fn: 'softmax_labels', labels: ['+', '-'], good: 0 }, [Math.log(0.6), Math.log(0.2)], 0.75],
  [{ fn: 'vocabulary_probability', labels: ['+', '-'], good: 0 }, [Math.log(0.6), -9], 0.6],
  // 0.731 - 0.269
  [{ fn: 'class_difference', classes: 2, good: 1, bad: 0 }, [0, 1], 0.46211715726],
  // 1 / (1 + e^-2) = 1 / 1.135335283
  [{ fn: 'sigmoid' }, [2], 0.8807970779778823],
  // Far from zero nothing overflows: e^1000 alone would.
  [{ fn: 'softmax_classes', classes: 2, good: 1 }, [1000, 1000], 0.5],
  [{ fn: 'sigmoid' }, [-1000], 0],
])('reads %o of %o', ([read, row, expected]) => {
  expect(readScore(read, row)).toBeCloseTo(expected, 12)
})

test('a row without the number gives none', () => {
  expect(readScore({ fn: 'sigmoid' }, [])).toBeNaN()
  expect(readScore({ fn: 'softmax_classes', classes: 2, good: 1 }, [0, Number.NaN])).toBeNaN()
})
