import { expect, test } from 'vitest'
import { at, NONE } from '#schema/verdict.ts'
import { sampleItems } from '../../../bench-runner/run/sample-items.ts'

const ITEMS = Array.from({ length: 100 }, (_, index) => ({
  id: `i-${index}`,
  subset: index < 80 ? 'large' : 'small',
  problem: '',
  steps: ['x'],
  label: index % 2 === 0 ? at(0) : NONE,
}))

test('keeps the shares of subsets and classes, and the order', () => {
  const sample = sampleItems('first_error', ITEMS, { limit: 10, seed: 1 })
  // 40, 40, 10 and 10 of 100 items: 4, 4, 1 and 1 of 10
  const sizes = Map.groupBy(
    ITEMS.filter((item) => sample.includes(item)),
    ({ subset, label }) => `${subset} ${label.kind}`,
  )
  expect(Object.fromEntries([...sizes].map(([name, { length }]) => [name, length]))).toEqual({
    'large at': 4,
    'large none': 4,
    'small at': 1,
    'small none': 1,
  })
  expect(ITEMS.filter((item) => sample.includes(item))).toEqual(sample)
})

test('differs by seed alone', () => {
  const ids = (seed: number) =>
    sampleItems('first_error', ITEMS, { limit: 10, seed }).map(({ id }) => id)
  expect(ids(1)).toEqual(ids(1))
  expect(ids(1)).not.toEqual(ids(2))
})

test('takes everything when asked for more than there is', () => {
  expect(sampleItems('first_error', ITEMS, { limit: 1000, seed: 0 })).toBe(ITEMS)
})
