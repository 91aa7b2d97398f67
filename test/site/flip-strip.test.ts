import { expect, test } from 'vitest'
import type { ItemVerdict } from '#schema/item-verdict.ts'
import { type Flip, flipStrip } from '../../site/lib/flip-strip.ts'

const flip = (right: Flip['right'], verdicts: { a: ItemVerdict; b: ItemVerdict }, steps = 4) =>
  ({ subset: 'x', item: 'x-1', right, steps, ...verdicts }) satisfies Flip
const at = (outcome: 'hit' | 'early' | 'false_alarm', step: number): ItemVerdict => ({
  kind: 'first_error',
  outcome,
  decision: { kind: 'at', step },
})
const none = (outcome: 'missed' | 'passed'): ItemVerdict => ({
  kind: 'first_error',
  outcome,
  decision: { kind: 'none' },
})

test('the run that is right tells the labelled step, and the other one parts where it flags', () => {
  expect(flipStrip(flip('a', { a: at('hit', 2), b: at('early', 1) }))).toEqual({
    from: 0,
    steps: 4,
    gold: [2],
    a: ['passed', 'passed', 'right', 'after'],
    b: ['passed', 'wrong', 'after', 'after'],
    parts: 1,
  })
})

test('a run that flags nothing parts at the labelled step', () => {
  expect(flipStrip(flip('b', { a: none('missed'), b: at('hit', 3) }))).toMatchObject({
    gold: [3],
    a: ['passed', 'passed', 'passed', 'passed'],
    parts: 3,
  })
})

test('a correct item has no labelled step', () => {
  const strip = flipStrip(flip('a', { a: none('passed'), b: at('false_alarm', 0) }))
  expect(strip).toMatchObject({ gold: [], b: ['wrong', 'after', 'after', 'after'], parts: 0 })
})

test('what a missing score leaves open is not scored', () => {
  const undecided: ItemVerdict = {
    kind: 'first_error',
    outcome: 'undecided',
    decision: { kind: 'undecided', step: 1 },
  }
  expect(flipStrip(flip('a', { a: at('hit', 2), b: undecided }))?.b).toEqual([
    'passed',
    'unscored',
    'unscored',
    'unscored',
  ])
})

test('of step labels every step is judged', () => {
  const all: ItemVerdict = {
    kind: 'step_labels',
    outcome: 'all_right',
    flagged: [1, 3],
    unscored: [],
  }
  const some: ItemVerdict = {
    kind: 'step_labels',
    outcome: 'both',
    flagged: [0, 1],
    unscored: [2],
  }
  expect(flipStrip(flip('a', { a: all, b: some }))).toMatchObject({
    gold: [1, 3],
    a: ['passed', 'right', 'passed', 'right'],
    b: ['wrong', 'right', 'unscored', 'passed'],
    parts: 0,
  })
})

test('of a long solution the steps around the flags are shown', () => {
  const strip = flipStrip(flip('a', { a: at('hit', 30), b: at('early', 28) }, 40))
  // 16 steps that end 3 after the last flag: 18 to 33.
  expect(strip).toMatchObject({ from: 18, steps: 40, gold: [12], parts: 28 })
  expect(strip?.a).toHaveLength(16)
  expect(strip?.b[10]).toBe('wrong')
})

test('a choice among candidates has no strip', () => {
  const chose = (right: boolean): ItemVerdict => ({
    kind: 'best_of_n',
    outcome: right ? 'chose_right' : 'chose_wrong',
    right,
    chosen: 0,
    tied: 1,
  })
  expect(flipStrip(flip('a', { a: chose(true), b: chose(false) }))).toBeUndefined()
})
