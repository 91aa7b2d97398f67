import { expect, test } from 'vitest'
import { boxedAnswer, sameAnswer } from '../../../bench-runner/search/boxed-answer.ts'

test('finds the last boxed answer with its braces', () => {
  expect(boxedAnswer('\\boxed{1} then \\boxed{\\frac{1}{2}}.')).toBe('\\frac{1}{2}')
  expect(boxedAnswer('\\boxed{')).toBeUndefined()
  expect(boxedAnswer('no answer')).toBeUndefined()
})

test('tells answers equal as texts or numbers, and nothing deeper', () => {
  expect(sameAnswer('$1,234.0$', '1234')).toBe(true)
  expect(sameAnswer('x + 1', 'x+1')).toBe(true)
  expect(sameAnswer('\\frac{1}{2}', '0.5')).toBe(false)
  expect(sameAnswer('', '')).toBe(false)
  expect(sameAnswer('1,23', '123')).toBe(false)
})
