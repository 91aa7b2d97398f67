import { expect, test } from 'vitest'
import {
  bodiesOf,
  boardFinding,
  breakable,
  charted,
  resultOf,
  isPinned,
} from '../../site/lib/board.ts'
import { standing } from './standing.ts'

test('says by how much the first model leads', () => {
  // 73.1 − 58.2 = 14.9 points
  const rows = [first('a', 0.731, 1), standing('b', { rank: 2, value: 0.582 })]
  expect(boardFinding(rows)).toBe('a leads by 14.9 points')
})

test('does not call a lead settled where intervals leave the first place open', () => {
  const rows = [first('a', 0.731, 2), standing('b', { rank: 2, value: 0.721 })]
  expect(boardFinding(rows)).toBe('a is first by 1.0 points, which is not settled')
})

/** The first of a board, which its interval allows to be as low as `worst`. */
function first(name: string, value: number, worst: number) {
  return standing(name, { rank: 1, value, rankRange: { best: 1, worst } })
}

test('measures the lead to the best other model, not to another run of the same', () => {
  const rows = [
    first('a', 0.7, 1),
    standing('a', { rank: 2, value: 0.69 }),
    standing('b', { rank: 3, value: 0.5 }),
  ]
  expect(boardFinding(rows)).toBe('a leads by 20.0 points')
})

test('passes over baselines, which have no rank', () => {
  const rows = [standing('base', { value: 0.9 }), standing('a', { rank: 1, value: 0.7 })]
  expect(boardFinding(rows)).toBe('a is the only model so far, at 70.0')
})

test('names both models of a tie', () => {
  const rows = [standing('a', { rank: 1 }), standing('b', { rank: 1 })]
  expect(boardFinding(rows)).toBe('a and b share the lead')
})

test('says nothing of a board without ranks, or of one that does not begin with the first', () => {
  expect(boardFinding([])).toBeUndefined()
  expect(boardFinding([standing('a', { value: null })])).toBeUndefined()
  expect(boardFinding([standing('b', { rank: 2 }), standing('c', { rank: 3 })])).toBeUndefined()
})

test('charts the first five that are no baseline', () => {
  const baseline = standing('base', { model: { id: 'random', kind: 'baseline' } })
  const rows = [baseline, ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => standing(name))]
  expect(charted(rows).map(({ letter, row }) => [letter, row.run])).toEqual([
    ['A', 'run_a'],
    ['B', 'run_b'],
    ['C', 'run_c'],
    ['D', 'run_d'],
    ['E', 'run_e'],
  ])
})

test('figures show baselines where there is nothing else', () => {
  const rows = ['a', 'b'].map((name) => standing(name, { model: { id: name, kind: 'baseline' } }))
  expect(charted(rows).map(({ letter }) => letter)).toEqual(['A', 'B'])
})

test('finds a value by subset and metric', () => {
  expect(resultOf(standing('a', { value: 0.25 }), 'average', 'f1')).toMatchObject({ value: 0.25 })
  expect(resultOf(standing('a'), 'gsm8k', 'f1')).toBeUndefined()
})

test('breaks a name only inside', () => {
  expect(breakable('OlympiadBench')).toBe('Olympiad\u200bBench')
  expect(breakable('GSM8K')).toBe('GSM8K')
})

test('the operator’s baselines stand below the rest, and nobody else’s', () => {
  const model = { id: 'baseline/random', kind: 'baseline' } as const
  const rows = [
    standing('pinned', { model, submitter: 'baselines' }),
    standing('a'),
    standing('own', { model }),
    standing('posing', { submitter: 'baselines' }),
  ]
  expect(rows.filter(isPinned).map(({ run }) => run)).toEqual(['run_pinned'])
  const bodies = bodiesOf(rows).map((body) => [body.pinned, body.rows.map(({ run }) => run)])
  expect(bodies).toEqual([
    [false, ['run_a', 'run_own', 'run_posing']],
    [true, ['run_pinned']],
  ])
  expect(bodiesOf(rows.slice(1)).map((body) => body.pinned)).toEqual([false])
})
