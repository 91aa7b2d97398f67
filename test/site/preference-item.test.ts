import { expect, test } from 'vitest'
import type { PreferenceJudgement } from '../../site/lib/judgement.ts'
import {
  marginWords,
  placeWords,
  preferenceFinding,
  preferenceLane,
} from '../../site/lib/preference-item.ts'

function judged(given: Partial<PreferenceJudgement>): PreferenceJudgement {
  return {
    run: 'run_x',
    rank: null,
    model: { id: 'lab/prm', kind: 'discriminative_prm' },
    policy: 'rank',
    threshold: null,
    scores: null,
    channels: {},
    draws: [],
    votes: null,
    kind: 'preference',
    outcome: 'chosen_first',
    above: 0,
    tied: 0,
    beaten: 0,
    ...given,
  }
}

// Chosen 0.5; one above, one tied, one below, one without a score.
const MIXED = judged({
  scores: [0.5, 0.75, 0.5, 0.25, null],
  outcome: 'outranked',
  above: 1,
  tied: 1,
  beaten: 2,
})

test('the place counts those above and those tied', () => {
  expect(placeWords(MIXED)).toBe('3 of 5')
  expect(placeWords(judged({ beaten: 2 }))).toBe('1 of 3')
})

test('the margin is over the best rejected one that has a score', () => {
  expect(marginWords(MIXED)).toBe('−0.25')
  expect(marginWords(judged({ scores: [null, 0.5] }))).toBe('–')
  expect(marginWords(judged({ scores: [0.5, null] }))).toBe('–')
  expect(marginWords(judged({ scores: [0.5] }))).toBe('–')
})

test('a lane draws the line at the chosen one, and marks what ranks before it', () => {
  const lane = preferenceLane(MIXED, 0)
  expect(lane).toMatchObject({ letter: 'A', threshold: 0.5, head: { mark: 'alarm', text: '3' } })
  expect(lane.cells).toMatchObject([
    { as: 'step', at: 0.5 },
    { as: 'flag', words: 'above the chosen one' },
    { as: 'flag', words: 'tied with the chosen one' },
    { as: 'step', at: 0.25 },
    { kind: 'unscored' },
  ])
  expect(preferenceLane(judged({ scores: [null, 1] }), 1).threshold).toBeNull()
})

test('says in one sentence what the models make of it', () => {
  const all = true
  expect(preferenceFinding([], { all })).toBe('No run has judged it yet.')
  expect(preferenceFinding([judged({})], { all })).toBe(
    'The one model shown puts the chosen one first.',
  )
  expect(preferenceFinding([judged({}), MIXED, MIXED], { all })).toBe(
    'One of three models puts the chosen one first and two rank a rejected one above it.',
  )
})
