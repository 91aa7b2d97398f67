import { describe, expect, test } from 'vitest'
import type { MetricResult } from '#schema/metric.ts'
import type { StepLabelsJudgement } from '../../site/lib/judgement.ts'
import { f1OnlyNote, groupedClasses, hardestClass, shade } from '../../site/lib/classes.ts'
import { outcomeBars, stepGroups, stepsFinding } from '../../site/lib/outcome-bars.ts'
import {
  labelsFinding,
  stepNotes,
  stepTally,
  stepVerdictsFinding,
} from '../../site/lib/step-findings.ts'
import { stepLabelsLane } from '../../site/lib/step-labels-lane.ts'
import { standing } from './standing.ts'

function judgement(given: Partial<StepLabelsJudgement> = {}): StepLabelsJudgement {
  return {
    run: 'run_a',
    rank: 1,
    model: { id: 'owner/a', kind: 'generative_prm' },
    policy: 'fixed:0.5',
    threshold: 0.5,
    scores: [0.9, 0.2, 0.6, null],
    channels: {},
    draws: [],
    votes: null,
    kind: 'step_labels',
    outcome: 'both',
    flagged: [1],
    unscored: [3],
    ...given,
  }
}
const PLACE = { index: 0, subset: 'counterfactual', wrongSteps: [1, 2] }

describe('a lane', () => {
  test('marks flags by the label of their step, and wrong steps that passed', () => {
    const { cells, head } = stepLabelsLane(judgement({ flagged: [0, 1] }), PLACE)
    expect(cells).toMatchObject([
      { as: 'flag', mark: 'alarm', words: 'flagged, though right' },
      { as: 'flag', mark: 'found', words: 'flagged, rightly' },
      { as: 'missed', mark: 'missed' },
      { kind: 'unscored' },
    ])
    expect(head).toEqual({ mark: 'both', text: '2', after: ' flags' })
  })

  test('shows channels on tracks of their own and how draws spread', () => {
    const lane = stepLabelsLane(
      judgement({
        channels: { lower: [0.1, null, 4, 2] },
        draws: [
          [0.8, 0.2, 0.6, null],
          [1, 0.2, 0.6, null],
        ],
      }),
      PLACE,
    )
    // 0.1 to 4 is told on a scale from 0 to 4.
    expect(lane.tracks).toMatchObject([
      { name: 'lower', values: [{ text: '0.10' }, null, { text: '4.00', at: 1 }, { at: 0.5 }] },
    ])
    expect(lane.spreads).toEqual([
      { from: 0.8, to: 1, ticks: [0.8, 1], words: '2 draws from 0.80 to 1.00' },
      { from: 0.2, to: 0.2, ticks: [0.2], words: '2 draws from 0.20 to 0.20' },
      { from: 0.6, to: 0.6, ticks: [0.6], words: '2 draws from 0.60 to 0.60' },
      null,
    ])
  })

  test('shows redundancy first in the classes that are judged by it', () => {
    const said = judgement({ channels: { redundancy: [0.1, 0.2, 0, 0] } })
    const lane = stepLabelsLane(said, { ...PLACE, subset: 'redundency' })
    expect(lane).toMatchObject({ flagged: 'above', threshold: 0.15 })
    expect(lane.cells[1]).toMatchObject({ text: '0.20', as: 'flag' })
    expect(lane.tracks.map(({ name }) => name)).toEqual(['score'])
    const elsewhere = stepLabelsLane(said, PLACE)
    expect(elsewhere).toMatchObject({ flagged: 'below', threshold: 0.5 })
    expect(elsewhere.tracks.map(({ name }) => name)).toEqual(['redundancy'])
  })
})

test.for([
  [[], 4, 'Every step is right.'],
  [[2], 4, 'One of four steps is wrong: step 2.'],
  [[1, 2], 40, 'Two of 40 steps are wrong: steps 1 and 2.'],
  [[1, 2, 3, 4, 5, 6, 7], 9, 'Seven of nine steps are wrong.'],
] as const)('tells the labels %j of %i steps', ([wrong, steps, sentence]) => {
  expect(labelsFinding(wrong, steps)).toBe(sentence)
})

test('tells what models make of the steps', () => {
  const right = { outcome: 'all_right' } as const
  const missed = { outcome: 'missed_steps' } as const
  expect(stepVerdictsFinding([missed, right, right], { all: true })).toBe(
    'Two of three models judge every step as labelled and one lets a wrong step pass.',
  )
  expect(stepVerdictsFinding([{ outcome: 'false_flags' }], { all: false })).toBe(
    'The one model shown flags a right step.',
  )
  expect(stepVerdictsFinding([], { all: true })).toBe('No run has judged it yet.')
})

test('names who flags a step and who lets a wrong one pass, but nobody without a score', () => {
  const lanes = [
    { letter: 'A', judgement: judgement() },
    { letter: 'B', judgement: judgement({ flagged: [], unscored: [] }) },
    { letter: 'C', judgement: judgement({ flagged: [0], unscored: [1] }) },
  ]
  expect(stepNotes(lanes, { step: 1, isWrong: true })).toEqual([
    { mark: 'found', words: 'A flags this step', word: 'found' },
    { mark: 'missed', words: 'B lets it pass', word: 'missed' },
  ])
  expect(stepNotes(lanes, { step: 0, isWrong: false })).toEqual([
    { mark: 'alarm', words: 'C flags this step', word: 'a right step' },
  ])
  expect(stepNotes(lanes, { step: 2, isWrong: false })).toEqual([])
})

test('counts steps found, missed and flagged without reason', () => {
  const verdict = { flagged: [0, 1], unscored: [3] }
  expect(stepTally(verdict, [1, 2, 3])).toEqual({ found: [1], missed: [2], alarms: [0] })
})

const CLASSES = [
  { id: 'a', name: 'Class a' },
  { id: 'b', name: 'Class b' },
  { id: 'multi_solutions', name: 'Several solutions' },
]

test('puts classes under their group, and the rest last', () => {
  const groups = [{ id: 'g', name: 'G', subsets: ['b'] }]
  expect(
    groupedClasses({ subsets: CLASSES, groups }).map(({ group, classes }) => [
      group?.id,
      classes.map(({ id }) => id),
    ]),
  ).toEqual([
    ['g', ['b']],
    [undefined, ['a', 'multi_solutions']],
  ])
  expect(groupedClasses({ subsets: CLASSES })).toHaveLength(1)
})

test('shades from 40 to 80', () => {
  expect([0.2, 0.4, 0.6, 0.8, 1].map(shade)).toEqual([0, 0, 50, 100, 100])
})

const COUNTS = { tp: 60, fp: 4, tn: 16, fn: 20 }
function scored(name: string, values: Record<string, number>, counts = COUNTS) {
  const results = Object.entries(values).map(
    ([subset, value]): MetricResult => ({
      policy: 'fixed:0.5',
      subset,
      metric: 'prm_score',
      status: 'ok',
      value,
      n: 100,
      counts,
    }),
  )
  return standing(name, { results })
}

test('names the class that is hardest for all', () => {
  const first = scored('first', { a: 0.5, b: 0.6 })
  expect(hardestClass([first], CLASSES)).toBe('Class a is hardest for first')
  expect(hardestClass([first, scored('second', { a: 0.1, b: 0.2 })], CLASSES)).toBe(
    'Class a is hardest for both models',
  )
  expect(hardestClass([first, scored('second', { a: 0.7, b: 0.2 })], CLASSES)).toBeUndefined()
  expect(hardestClass([], CLASSES)).toBeUndefined()
})

test('says which class counts F1 alone', () => {
  expect(f1OnlyNote(CLASSES)).toContain('Several solutions')
  expect(f1OnlyNote(CLASSES.slice(0, 2))).toBeUndefined()
})

test('draws wrong and right steps, each on half the width', () => {
  const groups = stepGroups(scored('a', { overall: 0.5 }))
  // 20 wrong steps on 50 units, 80 right ones on 50.
  const { error, correct, correctFrom } = outcomeBars(groups, {
    from: 0,
    to: 110,
    gap: 10,
    halves: true,
  })
  expect(error.map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ['right', 0, 40],
    ['open', 40, 10],
  ])
  expect(correctFrom).toBe(60)
  expect(correct.map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ['right', 60, 37.5],
    ['early', 97.5, 12.5],
  ])
  expect(groups.words).toBe('16 wrong steps flagged, 4 passed, 60 right steps passed, 20 flagged')
})

test('says whether models flag more than half of the wrong steps', () => {
  const more = scored('a', { overall: 0.5 })
  const fewer = scored('b', { overall: 0.5 }, { ...COUNTS, tn: 1 })
  expect(stepsFinding([more])).toBe('The model flags more than half of the wrong steps')
  expect(stepsFinding([fewer, fewer])).toBe('Both models flag fewer than half of the wrong steps')
  expect(stepsFinding([more, fewer])).toBeUndefined()
  expect(stepsFinding([])).toBeUndefined()
})
