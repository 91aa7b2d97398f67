import { describe, expect, test } from 'vitest'
import {
  aggregationsOf,
  blockOf,
  candidateRows,
  candidatesFinding,
  choicesFinding,
  picksOf,
  problemOf,
} from '../../site/lib/pool-item.ts'

const candidate = (answer: string | null, correct: boolean, steps = 1) => ({
  answer,
  correct,
  steps: Array.from({ length: steps }, () => 'So.'),
})
// 3 gives no answer; 0 and 1 agree.
const CANDIDATES = [
  candidate('1', true, 2),
  candidate('1', true),
  candidate('2', false),
  candidate(null, false),
]
const PROBLEM = problemOf(CANDIDATES, [[0.5, 0.8], [0.4], [0.5], [null]])

describe('what policies pick', () => {
  test('the first of equals, with how many tie and how many of them are right', () => {
    // min: 0.5, 0.4, 0.5, none
    expect(picksOf(PROBLEM, ['best_of:min'])).toEqual([
      { policy: 'best_of:min', candidate: 0, answer: '1', right: true, tied: 2, tiedRight: 1 },
    ])
  })

  test('a vote adds up, the majority counts, a transform comes first', () => {
    // vote:min: 0.5 + 0.4 against 0.5. Without a sign, affine:-1,0 turns the order: -0.4 is highest.
    const picks = picksOf(PROBLEM, ['vote:min', 'majority', 'affine:-1,0>best_of:last'])
    expect(picks.map(({ candidate, answer }) => [candidate, answer])).toEqual([
      [0, '1'],
      [0, '1'],
      [1, '1'],
    ])
  })

  test('nothing where nobody has a score, and not by what is no policy', () => {
    const unscored = problemOf(CANDIDATES, [])
    expect(picksOf(unscored, ['best_of:min', 'fixed:0.5'])).toMatchObject([
      { candidate: undefined, answer: null, right: false, tied: 0 },
    ])
  })
})

describe('candidates', () => {
  const rows = candidateRows(CANDIDATES, PROBLEM, ['min', 'prod'])

  test('mark the one that is chosen and those that tie with it', () => {
    expect(rows.map(({ cells }) => cells[0]?.place)).toEqual(['chosen', 'below', 'tied', 'below'])
    // prod: 0.4, 0.4, 0.5
    expect(rows.map(({ cells }) => cells[1]?.place)).toEqual(['below', 'below', 'chosen', 'below'])
  })

  test('have no score where a step has none', () => {
    expect(rows[3]?.cells.map(({ score }) => score)).toEqual([null, null])
  })

  test('tell how many agree; no answer agrees with nobody', () => {
    expect(rows.map(({ agreeing }) => agreeing)).toEqual([2, 2, 1, 0])
  })

  test('stand without scores when nobody judged them', () => {
    expect(candidateRows(CANDIDATES, undefined, ['min'])[0]).toMatchObject({ cells: [], steps: 2 })
  })
})

test('shows the aggregations that a run may be chosen by', () => {
  expect(aggregationsOf(['pass', 'best_of:mean', 'best_of:min', 'vote:prod'])).toEqual([
    'min',
    'mean',
  ])
})

test.for([
  [[32, 0], { from: 0, to: 32, previous: undefined, next: undefined }],
  [[70, 40], { from: 32, to: 64, previous: 0, next: 64 }],
  [[70, 64], { from: 64, to: 70, previous: 32, next: undefined }],
  [[70, 99], { from: 0, to: 32, previous: undefined, next: 32 }],
] as const)('of %j candidates and the one asked for shows %o', ([[total, asked], block]) => {
  expect(blockOf(total, asked)).toEqual(block)
})

test('tells a problem in one sentence', () => {
  expect(candidatesFinding(CANDIDATES)).toBe('Two of 4 candidates are right.')
  expect(candidatesFinding([candidate('1', true), candidate('2', false)])).toBe(
    'One of 2 candidates is right.',
  )
  expect(candidatesFinding([candidate('1', false), candidate('2', false)])).toBe(
    'None of 2 candidates is right, so no choice can be.',
  )
  expect(candidatesFinding([candidate('1', true), candidate('2', true)])).toBe(
    'All 2 candidates are right, so any choice is.',
  )
})

test('tells what models choose, unless they could choose nothing else', () => {
  const right = { outcome: 'chose_right' } as const
  const wrong = { outcome: 'chose_wrong' } as const
  expect(choicesFinding([wrong, right, right], { all: true })).toBe(
    'Two of three models choose a right one and one chooses a wrong one.',
  )
  expect(choicesFinding([wrong], { all: true })).toBe('The one model shown chooses a wrong one.')
  expect(choicesFinding([{ outcome: 'none_right' }], { all: true })).toBe('')
  expect(choicesFinding([], { all: true })).toBe('No run has judged it yet.')
})
