import { expect, test } from 'vitest'
import { readScore } from '../../../bench-runner/adapters/read-score.ts'
import type { Read } from '../../../bench-runner/adapters/score-rules.ts'

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
  // Softmax of 0, 0, ln 2 is 1/4, 1/4, 2/4; the last two together
  [{ fn: 'class_sum', classes: 3, good: [1, 2] }, [0, 0, Math.log(2)], 0.75],
  [{ fn: 'identity' }, [-3.5], -3.5],
  // 0.001 * 40
  [{ fn: 'log_ratio', reference: 'a/b', coefficient: 0.001 }, [40], 0.04],
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
