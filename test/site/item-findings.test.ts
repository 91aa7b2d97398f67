import { describe, expect, test } from 'vitest'
import { at, NONE } from '#schema/verdict.ts'
import {
  flagsAt,
  missingNote,
  solutionFinding,
  verdictFinding,
} from '../../site/lib/item-findings.ts'
import { judgement } from './judgement.ts'

const hit = judgement({ run: 'hit', decision: at(6), outcome: 'hit' })
const early = judgement({ run: 'early', decision: at(5), outcome: 'early' })
const earlier = judgement({ run: 'earlier', decision: at(2), outcome: 'early' })
const late = judgement({ run: 'late', decision: at(8), outcome: 'late' })
const missed = judgement({ run: 'missed', outcome: 'missed' })
const soFar = judgement({
  run: 'so-far',
  decision: { kind: 'undecided', step: 7 },
  outcome: 'passed_gold',
})
const GOLD = { label: at(6), all: true }

test.for([
  [at(6), true, 'The final answer is right, but a step is wrong.'],
  [at(6), false, 'The final answer is wrong; the first wrong step is step 6.'],
  [at(0), null, 'The solution first goes wrong at step 0.'],
  [NONE, true, 'Every step is right.'],
  [NONE, false, 'The final answer is wrong, though no step is labelled wrong.'],
  [NONE, null, 'No step is labelled wrong.'],
] as const)('tells a solution: %o, answer right %s', ([label, right, sentence]) => {
  expect(solutionFinding(label, right)).toBe(sentence)
})

describe('what the models say', () => {
  test('counts them by what they do', () => {
    expect(verdictFinding([early, early, hit, hit, missed], GOLD)).toBe(
      'Two of five models find the labelled step, two flag the step before it and one lets it pass.',
    )
  })

  test('says when there are more than those shown', () => {
    expect(verdictFinding([hit, soFar], { ...GOLD, all: false })).toBe(
      'One of the two models shown finds the labelled step and one lets it pass.',
    )
  })

  test('names a distance only when it is one', () => {
    expect(verdictFinding([early, earlier], GOLD)).toBe('Both models flag an earlier step.')
    expect(verdictFinding([late, late, late], GOLD)).toBe(
      'All three models flag a step two after it.',
    )
  })

  test('holds for one model and for none', () => {
    expect(verdictFinding([late], GOLD)).toBe('The one model shown flags a step two after it.')
    expect(verdictFinding([], GOLD)).toBe('No run has judged it yet.')
  })

  test('tells of a solution without an error', () => {
    const passed = judgement({ run: 'a' })
    const alarm = judgement({ run: 'b', decision: at(1), outcome: 'false_alarm' })
    const open = judgement({
      run: 'c',
      decision: { kind: 'undecided', step: 0 },
      outcome: 'undecided',
    })
    expect(verdictFinding([passed, alarm, open], { label: NONE, all: true })).toBe(
      'One of three models passes every step, one raises a false alarm and one hinges on a missing score.',
    )
  })
})

test('names who flags a step', () => {
  const lanes = [early, hit, early].map((one, index) => ({
    letter: 'ABC'.charAt(index),
    judgement: one,
  }))
  expect(flagsAt(lanes, 5)).toEqual([
    { mark: 'early', word: 'too early', words: 'A and C flag this step' },
  ])
  expect(flagsAt(lanes, 6)).toMatchObject([{ words: 'B flags this step' }])
  expect(flagsAt(lanes, 7)).toEqual([])
})

test('says what is missing, and blames the gold step only for what comes after it', () => {
  const ended = { scores: [1, 0.2, null] }
  expect(missingNote([ended, ended], at(1))).toContain('after the gold error')
  expect(missingNote([ended, { scores: [1, 0.2, 0.4] }], at(1))).not.toContain('gold')
  expect(missingNote([{ scores: [null, 0.2, 0.4] }], at(1))).not.toContain('gold')
  expect(missingNote([{ scores: [null] }], NONE)).not.toContain('gold')
  expect(missingNote([{ scores: [1, 0.2, 0.4] }, { scores: null }], at(1))).toBeUndefined()
})
