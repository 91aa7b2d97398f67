import { expect, test } from 'vitest'
import { compareItemIds, type FirstErrorItem } from '#schema/item.ts'
import { countItems, revise } from '#schema/revision.ts'
import { at, NONE } from '#schema/verdict.ts'

const subsets = [
  { id: 'a', name: 'A' },
  { id: 'b', name: 'B' },
]
const items: readonly FirstErrorItem[] = [
  { id: 'a-10', subset: 'a', problem: 'p', steps: ['x', 'y'], label: at(1) },
  { id: 'a-9', subset: 'a', problem: 'p', steps: ['x'], label: NONE },
  { id: 'b-1', subset: 'b', problem: 'q', steps: ['z'], label: at(0) },
]

test('orders ids as people count', () => {
  const ids = ['math-10', 'math-9', 'math', 'gsm8k-2', 'math-9b', 'gsm8k-10']
  expect(ids.toSorted(compareItemIds)).toEqual([
    'gsm8k-2',
    'gsm8k-10',
    'math',
    'math-9',
    'math-9b',
    'math-10',
  ])
})

test('is the same whatever the order of the rows', async () => {
  const revision = await revise({ subsets }, items)
  expect(revision.items.map(({ id }) => id)).toEqual(['a-9', 'a-10', 'b-1'])
  expect(await revise({ subsets }, items.toReversed())).toEqual(revision)
})

test('a changed label is another revision of the same items', async () => {
  const before = await revise({ subsets }, items)
  const fixed = items.map((item) => (item.id === 'a-10' ? { ...item, label: at(0) } : item))
  const after = await revise({ subsets }, fixed)
  expect(after.id).not.toBe(before.id)
  expect(after.itemSet).toBe(before.itemSet)
})

test.for([
  ['a step', { steps: ['x', 'Y'] }],
  ['an id', { id: 'a-11' }],
  ['a subset', { subset: 'b' }],
] as const)('%s changed is another item set', async ([, change]) => {
  const before = await revise({ subsets }, items)
  const after = await revise(
    { subsets },
    items.map((item, index) =>
      index === 0
        ? { ...item, ...change, steps: [...(('steps' in change && change.steps) || item.steps)] }
        : item,
    ),
  )
  expect(after.id).not.toBe(before.id)
  expect(after.itemSet).not.toBe(before.itemSet)
})

test('counts items, steps and distinct problems', () => {
  expect(countItems(items)).toEqual({ items: 3, steps: 4, error: 2, correct: 1, problems: 2 })
})
