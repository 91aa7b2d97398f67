import { expect, test } from 'vitest'
import { BestOfNItem, revisePool } from '#schema/best-of-n-item.ts'

const candidate = (answer: string | null, correct: boolean) => ({
  steps: [`It is ${answer}.`],
  answer,
  correct,
})
const item = (id: string): BestOfNItem => ({
  id,
  problem: 'p',
  groundTruth: '2',
  candidates: [candidate('2', true), candidate('3', false)],
})
const items = [item('g-9'), item('g-10')]

test('does not depend on the order of the problems', async () => {
  const revision = await revisePool(items.toReversed())
  expect(revision.items.map(({ id }) => id)).toEqual(['g-9', 'g-10'])
  expect(revision).toEqual(await revisePool(items))
})

test('the order of the candidates is part of both hashes', async () => {
  const before = await revisePool([item('g-9')])
  const [first, second] = item('g-9').candidates
  const after = await revisePool([
    { ...item('g-9'), candidates: [second, first].flatMap((one) => one ?? []) },
  ])
  expect(after.id).not.toBe(before.id)
  expect(after.itemSet).not.toBe(before.itemSet)
})

test.for([
  ['an answer class', { candidates: [candidate('2.0', true), candidate('3', false)] }, false],
  ['a grade', { candidates: [candidate('2', true), candidate('3', true)] }, true],
  ['the right answer', { groundTruth: '3' }, true],
  ['the problem', { problem: 'q' }, false],
  ['an id', { id: 'g-8' }, false],
] as const)('%s changed is another pool', async ([, change, isSeenTheSame]) => {
  const before = await revisePool([item('g-9')])
  const changed = BestOfNItem.parse({ ...item('g-9'), ...change })
  const after = await revisePool([changed])
  expect(after.id).not.toBe(before.id)
  expect(after.itemSet === before.itemSet).toBe(isSeenTheSame)
})

test.for([
  ['candidates', { candidates: [] }],
  ['candidates.0.steps', { candidates: [{ ...candidate('2', true), steps: [] }] }],
  ['candidates.0.answer', { candidates: [{ ...candidate('2', true), answer: 2 }] }],
  ['id', { id: 'with space' }],
] as const)('refuses a wrong %s', ([field, change]) => {
  const parsed = BestOfNItem.safeParse({ ...item('g-9'), ...change })
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field])
})

test('takes a candidate without an answer', () => {
  const bare = { ...item('g-9'), candidates: [candidate(null, false)] }
  expect(BestOfNItem.parse(bare)).toEqual(bare)
})
