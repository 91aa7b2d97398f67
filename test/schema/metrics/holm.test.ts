import { expect, test } from 'vitest'
import { holm } from '#schema/metrics/holm.ts'

test('multiplies the smallest by their number, the next by one less, never falling', () => {
  // in order 0.01 · 4, 0.02 · 3, 0.03 · 2 -> raised to 0.06, 0.4 · 1
  expect(holm([0.02, 0.4, 0.01, 0.03]).map((p) => Number(p.toFixed(12)))).toEqual([
    0.06, 0.4, 0.04, 0.06,
  ])
})

test('stays at most 1, and leaves one value as it is', () => {
  expect(holm([0.7, 0.6])).toEqual([1, 1])
  expect(holm([0.03])).toEqual([0.03])
  expect(holm([])).toEqual([])
})
