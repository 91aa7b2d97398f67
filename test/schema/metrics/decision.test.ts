import { expect, test } from 'vitest'
import { decide, outcome, rightRange } from '#schema/metrics/decision.ts'
import { at, NONE } from '#schema/verdict.ts'

const scores = (...values: number[]) => Float64Array.from(values)

test('flags the first step below the threshold; a score equal to it passes', () => {
  expect(decide(scores(0.9, 0.5, 0.4, 0.1), 0.5)).toEqual({ kind: 'at', step: 2 })
  expect(decide(scores(0.9, 0.5), 0.5)).toEqual({ kind: 'none' })
})

test('a decision before a missing score stands; one that depends on it is undecided', () => {
  expect(decide(scores(0.1, NaN), 0.5)).toEqual({ kind: 'at', step: 0 })
  expect(decide(scores(0.9, NaN, 0.1), 0.5)).toEqual({ kind: 'undecided', step: 1 })
  expect(decide(scores(NaN), 0.5)).toEqual({ kind: 'undecided', step: 0 })
})

test.for([
  [at(2), { kind: 'at', step: 2 }, 'hit'],
  [at(2), { kind: 'at', step: 1 }, 'early'],
  [at(2), { kind: 'at', step: 3 }, 'late'],
  [at(2), { kind: 'none' }, 'missed'],
  [at(2), { kind: 'undecided', step: 3 }, 'passed_gold'],
  [at(2), { kind: 'undecided', step: 2 }, 'undecided'],
  [NONE, { kind: 'none' }, 'passed'],
  [NONE, { kind: 'at', step: 0 }, 'false_alarm'],
  [NONE, { kind: 'undecided', step: 1 }, 'undecided'],
] as const)('label %o and decision %o come to %s', ([label, decision, expected]) => {
  expect(outcome(label, decision)).toBe(expected)
})

test('the thresholds that make an item right form one range', () => {
  // Gold step 2: above its 0.3, up to the lowest score before it, 0.6.
  expect(rightRange(at(2), scores(0.9, 0.6, 0.3, 0.1))).toEqual({ above: 0.3, upTo: 0.6 })
  expect(rightRange(at(0), scores(0.3, 0.1))).toEqual({ above: 0.3, upTo: Infinity })
  expect(rightRange(NONE, scores(0.9, 0.6))).toEqual({ above: -Infinity, upTo: 0.6 })
  expect(rightRange(at(1), scores(0.3, 0.6))).toBeNull()
  expect(rightRange(at(1), scores(0.3, 0.3))).toBeNull()
  expect(rightRange(at(1), scores(NaN, 0.1))).toBeNull()
  expect(rightRange(at(1), scores(0.9, NaN))).toBeNull()
  expect(rightRange(NONE, scores(0.9, NaN))).toBeNull()
})
