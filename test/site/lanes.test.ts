import { expect, test } from 'vitest'
import { at, NONE } from '#schema/verdict.ts'
import { firstErrorLane } from '../../site/lib/first-error-lane.ts'
import { chooseLanes, laneScale } from '../../site/lib/lanes.ts'
import { judgement } from './judgement.ts'

const PLACE = { index: 0, steps: 4, label: at(1) }

test('marks the first flag and what comes after it', () => {
  const early = judgement({
    run: 'a',
    scores: [0.4, 0.9, null, 0.5],
    decision: { kind: 'at', step: 0 },
    outcome: 'early',
  })
  const lane = firstErrorLane(early, PLACE)
  expect(lane.cells).toEqual([
    {
      kind: 'mark',
      text: '0.40',
      at: 0.4,
      as: 'flag',
      mark: 'early',
      words: 'first flag, too early',
    },
    { kind: 'mark', text: '0.90', at: 0.9, as: 'after' },
    { kind: 'unscored' },
    { kind: 'mark', text: '0.50', at: 0.5, as: 'after' },
  ])
  expect(lane).toMatchObject({ letter: 'A', axis: ['0', '.5', '1'], threshold: 0.5 })
})

test('rings the gold step that a model lets pass', () => {
  const missed = judgement({ run: 'a', scores: [0.9, 0.8, null, null], outcome: 'passed_gold' })
  expect(
    firstErrorLane(missed, PLACE).cells.map((cell) => cell.kind === 'mark' && cell.as),
  ).toEqual(['step', 'missed', false, false])
})

test('takes its scale from the data, with the threshold on it', () => {
  const ratios = judgement({ run: 'a', scores: [-4, 2, 6, 0], threshold: -2 })
  const lane = firstErrorLane(ratios, PLACE)
  // −4 to 6 is a round scale: (−2 − −4) / 10 = 0.2
  expect(lane.axis).toEqual(['−4', '6'])
  expect(lane.threshold).toBeCloseTo(0.2)
  expect(lane.cells[2]).toMatchObject({ text: '6.00', at: 1 })
})

test.for([
  [
    [0, 0.2, 1],
    [0, 1],
  ],
  [[], [0, 1]],
  [
    [null, null],
    [0, 1],
  ],
  [
    [7, 7],
    [6, 8],
  ],
  [
    [-1, 1],
    [-1, 1],
  ],
] as const)('puts %j on a scale of %j', ([values, scale]) => {
  expect(laneScale(values)).toEqual(scale)
})

test('draws scores without a threshold', () => {
  expect(
    firstErrorLane(judgement({ run: 'a', scores: [1, 0, 1, 1], threshold: null }), PLACE),
  ).toMatchObject({ threshold: null })
})

test('shows votes as their share, of those that could be read', () => {
  const voted = judgement({
    run: 'a',
    votes: [1, 1, -1, 3, null],
    threshold: null,
    decision: { kind: 'at', step: 1 },
    outcome: 'hit',
  })
  expect(firstErrorLane(voted, PLACE).cells).toEqual([
    { kind: 'empty' },
    { kind: 'mark', text: '2/4', at: 0.5, as: 'flag', mark: 'found', words: 'first flag, found' },
    { kind: 'empty' },
    { kind: 'mark', text: '1/4', at: 0.25, as: 'after' },
  ])
})

test('shows nothing where no vote could be read', () => {
  const unread = judgement({ run: 'a', votes: [null], outcome: 'undecided' })
  expect(
    firstErrorLane(unread, { ...PLACE, label: NONE }).cells.every(({ kind }) => kind === 'empty'),
  ).toBe(true)
})

test('gives lanes to the first five, models before baselines, in the order of the board', () => {
  const baseline = judgement({ run: 'base', model: { id: 'random', kind: 'baseline' } })
  const rows = [baseline, ...['a', 'b', 'c', 'd'].map((run) => judgement({ run }))]
  expect(runsOf(chooseLanes(rows, []).shown)).toEqual(['base', 'a', 'b', 'c', 'd'])
  const more = [...rows, judgement({ run: 'e' })]
  expect(runsOf(chooseLanes(more, []).shown)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(runsOf(chooseLanes(more, []).others)).toEqual(['base'])
  expect(runsOf(chooseLanes(more, ['base']).shown)).toEqual(['base', 'a', 'b', 'c', 'd'])
  expect(chooseLanes([], ['none'])).toEqual({ shown: [], others: [] })
})

function runsOf(judgements: readonly { run: string }[]) {
  return judgements.map(({ run }) => run)
}
