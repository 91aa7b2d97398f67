import { expect, test } from 'vitest'
import { itemGroups, outcomeBars, outcomesFinding } from '../../site/lib/outcome-bars.ts'
import { standing } from './standing.ts'

const PLACE = { from: 0, to: 160, gap: 10 }

test('draws both groups on one scale, one after the other', () => {
  // 10 + 5 items on 150 units: 10 units an item.
  const outcomes = {
    hit: 6,
    early: 1,
    missed: 2,
    passed_gold: 1,
    passed: 4,
    false_alarm: 1,
  }
  const groups = itemGroups(standing('a', { outcomes }))
  const bars = outcomeBars(groups, PLACE)
  expect(bars.error).toEqual([
    { kind: 'right', x: 0, width: 60, label: '6' },
    { kind: 'early', x: 60, width: 10, label: '' },
    { kind: 'open', x: 70, width: 30, label: '3' },
  ])
  expect(bars.correctFrom).toBe(110)
  expect(bars.correct).toEqual([
    { kind: 'right', x: 110, width: 40, label: '4' },
    { kind: 'early', x: 150, width: 10, label: '' },
  ])
  expect(groups.correct.early).toBe(1)
  expect(groups.words).toBe(
    '6 found, 1 too early, 0 too late, 3 missed, 4 correct ones passed, 1 false alarm',
  )
})

test('counts what has no outcome as undecided', () => {
  const groups = itemGroups(standing('a', { outcomes: { hit: 4, undecided: 11 } }))
  const bars = outcomeBars(groups, PLACE)
  expect(bars.error.map(({ kind, width }) => [kind, width])).toEqual([
    ['right', 40],
    ['undecided', 60],
  ])
  expect(bars.correct.map(({ kind, width }) => [kind, width])).toEqual([['undecided', 50]])
  expect(groups.words).toContain('11 undecided')
})

test('draws nothing of a run without counts', () => {
  const bars = outcomeBars(itemGroups(standing('a', { results: [] })), PLACE)
  expect([...bars.error, ...bars.correct]).toEqual([])
})

test('says what all runs have in common', () => {
  const missing = standing('a', { outcomes: { early: 2, missed: 1, passed_gold: 2 } })
  const misplacing = standing('b', { outcomes: { early: 2, late: 2, missed: 3 } })
  expect(outcomesFinding([missing, missing, missing])).toBe(
    'All three models miss more errors than they misplace',
  )
  expect(outcomesFinding([misplacing, misplacing])).toBe(
    'Both models misplace more errors than they miss',
  )
  expect(outcomesFinding([missing, misplacing])).toBeUndefined()
  expect(outcomesFinding([missing])).toBeUndefined()
})
