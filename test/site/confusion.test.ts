import { expect, test } from 'vitest'
import type { OutcomePair } from '#schema/metrics/outcome-pairs.ts'
import { confusionFinding, confusions, undecidedByBoth } from '../../site/lib/confusion.ts'

const LETTERS = { a: 'A', b: 'B' }
const pair = (a: OutcomePair['a'], b: OutcomePair['b'], items: number) => ({ a, b, items })

const PAIRS = [
  pair('hit', 'hit', 5),
  pair('hit', 'passed_gold', 3),
  pair('hit', 'missed', 4),
  pair('early', 'undecided', 2),
  pair('missed', 'missed', 1),
  pair('passed', 'passed', 40),
  pair('false_alarm', 'passed', 1),
  pair('undecided', 'undecided', 7),
]

test('items with an error and correct ones make two tables of the outcomes that occur', () => {
  const [errors, corrects] = confusions('first_error', PAIRS)
  expect(errors).toMatchObject({
    items: 15,
    down: [
      { outcome: 'hit', items: 12 },
      { outcome: 'early', items: 2 },
      { outcome: 'missed', items: 1 },
    ],
    across: ['hit', 'missed', 'undecided'],
    cells: [
      [5, 7, 0],
      [0, 0, 2],
      [0, 1, 0],
    ],
  })
  expect(corrects).toMatchObject({ items: 41, across: ['passed'], cells: [[40], [1]] })
  expect(undecidedByBoth(PAIRS)).toBe(7)
})

test('other kinds have one table, and one without items is left out', () => {
  expect(confusions('best_of_n', [pair('chose_right', 'chose_wrong', 2)])).toMatchObject([
    { name: 'problems', items: 2, cells: [[2]] },
  ])
  expect(confusions('first_error', [pair('passed', 'passed', 1)])).toHaveLength(1)
})

test('titles tell who finds what the other misses, or that both accuse rarely', () => {
  const [errors, corrects] = confusions('first_error', PAIRS)
  if (!errors || !corrects) throw new Error('There are two')
  expect(confusionFinding(errors, LETTERS)).toBe('A finds most of what B misses')
  expect(confusionFinding(corrects, LETTERS)).toBe('Both rarely accuse a correct solution')
  const [even] = confusions('first_error', [pair('hit', 'missed', 1), pair('missed', 'missed', 1)])
  expect(even && confusionFinding(even, LETTERS)).toBeUndefined()
  const [harsh] = confusions('first_error', [
    pair('passed', 'passed', 5),
    pair('false_alarm', 'passed', 5),
  ])
  expect(harsh && confusionFinding(harsh, LETTERS)).toBeUndefined()
})
