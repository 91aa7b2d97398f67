import { expect, test } from 'vitest'
import { percent } from '../../../bench-runner/output/percent.ts'

test.for([
  [0, '0.0'],
  [1, '100.0'],
  [0.7225, '72.2'],
  [0.7235, '72.4'],
  [0.0625, '6.2'],
  [0.06251, '6.3'],
  [2 / 3, '66.7'],
] as const)('%s reads %s', ([value, text]) => {
  expect(percent(value)).toBe(text)
})
