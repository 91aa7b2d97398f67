import { expect, test } from 'vitest'
import { type FirstErrorItem, inIdOrder } from '#schema/item.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import { type Revision, revise, subsetHashes } from '#schema/revision.ts'
import { at, NONE } from '#schema/verdict.ts'

const definition = {
  kind: 'first_error' as const,
  subsets: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
}
const items: readonly FirstErrorItem[] = [
  { id: 'a-10', subset: 'a', problem: 'p', steps: ['x', 'y'], label: at(1) },
  { id: 'a-9', subset: 'a', problem: 'p', steps: ['x'], label: NONE },
  { id: 'b-1', subset: 'b', problem: 'q', steps: ['z'], label: at(0) },
]

test('orders ids as people count', () => {
  const ids = ['math-10', 'math-9', 'math', 'gsm8k-2', 'math-9b', 'gsm8k-10']
  expect(inIdOrder(ids.map((id) => ({ id }))).map(({ id }) => id)).toEqual([
    'gsm8k-2',
    'gsm8k-10',
    'math',
    'math-9',
    'math-9b',
    'math-10',
  ])
})

test('is the same whatever the order of the rows', async () => {
  const revision = await revise(definition, items)
  expect(revision.items.map(({ id }) => id)).toEqual(['a-9', 'a-10', 'b-1'])
  expect(await revise(definition, items.toReversed())).toEqual(revision)
})

test('a changed label is another revision of the same items', async () => {
  const before = await revise(definition, items)
  const fixed = items.map((item) => (item.id === 'a-10' ? { ...item, label: at(0) } : item))
  const after = await revise(definition, fixed)
  expect(after.id).not.toBe(before.id)
  expect(await itemHashes(after)).toEqual(await itemHashes(before))
})

test.for([
  ['a step', { steps: ['x', 'Y'] }],
  ['an id', { id: 'a-11' }],
  ['a subset', { subset: 'b' }],
] as const)('%s changed is another item set', async ([, change]) => {
  const before = await revise(definition, items)
  const after = await revise(
    definition,
    items.map((item, index) =>
      index === 0
        ? { ...item, ...change, steps: [...(('steps' in change && change.steps) || item.steps)] }
        : item,
    ),
  )
  expect(after.id).not.toBe(before.id)
  expect(await itemHashes(after)).not.toEqual(await itemHashes(before))
})

test('counts items, steps and distinct problems', () => {
  expect(kindOf('first_error').count(items)).toEqual({
    items: 3,
    steps: 4,
    error: 2,
    correct: 1,
    problems: 2,
  })
})

async function itemHashes(revision: Revision) {
  return (await subsetHashes('first_error', revision)).map(({ id, items }) => [id, items])
}
