import { expect, test } from 'vitest'
import { BestOfNItem } from '#schema/best-of-n-item.ts'
import { revise, subsetHashes } from '#schema/revision.ts'

const graded = (said: string | null, answer: string | null, correct: boolean) => ({
  steps: [`It is ${said}.`],
  answer,
  correct,
})
const candidate = (answer: string | null, correct: boolean) => graded(answer, answer, correct)
const item = (id: string): BestOfNItem => ({
  id,
  subset: 'all',
  problem: 'p',
  groundTruth: '2',
  candidates: [candidate('2', true), candidate('3', false)],
})
const items = [item('g-9'), item('g-10')]

const definition = { kind: 'best_of_n' as const, subsets: [{ id: 'all', name: 'All' }] }

test('does not depend on the order of the problems', async () => {
  const revision = await revise(definition, items.toReversed())
  expect(revision.items.map(({ id }) => id)).toEqual(['g-9', 'g-10'])
  expect(revision).toEqual(await revise(definition, items))
})

test('the order of the candidates is part of both hashes', async () => {
  const before = await hashesOf(item('g-9'))
  const [first, second] = item('g-9').candidates
  const candidates = [second, first].flatMap((one) => one ?? [])
  const after = await hashesOf({ ...item('g-9'), candidates })
  expect(after.labels).not.toBe(before.labels)
  expect(after.items).not.toBe(before.items)
})

test.for([
  ['an answer class', { candidates: [graded('2', '2.0', true), candidate('3', false)] }, 'labels'],
  ['a grade', { candidates: [candidate('2', true), candidate('3', true)] }, 'labels'],
  ['the right answer', { groundTruth: '3' }, 'items'],
  ['the problem', { problem: 'q' }, 'items'],
  ['a step', { candidates: [graded('4', '2', true), candidate('3', false)] }, 'both'],
  ['an id', { id: 'g-8' }, 'both'],
] as const)('%s changed is another pool: the hash of its %s', async ([, change, which]) => {
  const before = await hashesOf(item('g-9'))
  const after = await hashesOf(BestOfNItem.parse({ ...item('g-9'), ...change }))
  expect(after.labels === before.labels).toBe(which === 'items')
  expect(after.items === before.items).toBe(which === 'labels')
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

async function hashesOf(pool: BestOfNItem) {
  const [hashes] = await subsetHashes('best_of_n', await revise(definition, [pool]))
  if (!hashes) throw new Error('There is no subset')
  return hashes
}
