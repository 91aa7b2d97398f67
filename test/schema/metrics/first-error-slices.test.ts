import { describe, expect, test } from 'vitest'
import type { Outcome } from '#schema/metrics/decision.ts'
import { decideAll } from '#schema/metrics/first-error-report.ts'
import { firstErrorSlices, SLICE_DIMENSIONS } from '#schema/metrics/first-error-slices.ts'
import { flawedProcess } from '#schema/metrics/flawed-process.ts'
import type { SubsetOutcomes } from '#schema/metrics/item-facts.ts'
import { at, NONE } from '#schema/verdict.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, processBenchRun } from './real-runs.ts'
import { valueOrReason } from './steps.ts'

interface Row {
  readonly label: number
  readonly outcome: Outcome
  readonly steps?: number
  readonly generator?: string
  readonly right?: boolean
}

const subset = (id: string, ...rows: Row[]): SubsetOutcomes => ({
  id,
  items: rows.map(({ label }) => ({ label: label < 0 ? NONE : at(label) })),
  outcomes: rows.map(({ outcome }) => outcome),
  facts: rows.map(({ steps = 4, generator, right }) => ({
    steps,
    generator,
    finalAnswerCorrect: right,
  })),
})

test('counts the items that are alike, apart by whether they have an error', () => {
  const slices = firstErrorSlices(
    [
      subset(
        'b',
        { label: 0, outcome: 'hit', generator: 'y' },
        { label: 1, outcome: 'early', generator: 'x' },
        { label: -1, outcome: 'passed', generator: 'x' },
      ),
      subset('a', { label: 2, outcome: 'missed' }, { label: -1, outcome: 'undecided' }),
    ],
    ['subset', 'generator'],
  )
  // Subsets in their order, generators by name, an unknown one without a key.
  expect(slices).toMatchObject([
    {
      key: { subset: 'b', generator: 'x' },
      n: 2,
      error: { k: 0, n: 1 },
      correct: { k: 1, n: 1, value: 1, uncertainty: { interval: { upper: 1 } } },
      outcomes: { early: 1, passed: 1, hit: 0 },
    },
    {
      key: { subset: 'b', generator: 'y' },
      error: { k: 1, n: 1 },
      correct: { reason: 'no item without an error', n: 0 },
    },
    { key: { subset: 'a' }, n: 2, error: { k: 0, n: 1 }, correct: { k: 0, n: 1 } },
  ])
  expect(slices[2]?.key).toEqual({ subset: 'a' })
})

test('lengths and positions are in their order, with each edge in its bucket', () => {
  const lengths = [47, 15, 14, 10, 9, 7, 6, 5, 4, 1].map(
    (steps): Row => ({ label: -1, outcome: 'passed', steps }),
  )
  expect(
    firstErrorSlices([subset('a', ...lengths)], ['length']).map(({ key, n }) => [key.length, n]),
  ).toEqual([
    ['1-4', 2],
    ['5-6', 2],
    ['7-9', 2],
    ['10-14', 2],
    ['15+', 2],
  ])
  // Of 4 steps each is a quarter; of 2, the second begins the third quarter (1/2); of 1, the first.
  const positions = [
    { label: -1, steps: 4 },
    { label: 3, steps: 4 },
    { label: 1, steps: 2 },
    { label: 1, steps: 4 },
    { label: 0, steps: 1 },
    { label: 46, steps: 47 },
  ].map((row): Row => ({ ...row, outcome: 'hit' }))
  expect(
    firstErrorSlices([subset('a', ...positions)], ['position']).map(({ key, n }) => [
      key.position,
      n,
    ]),
  ).toEqual([
    ['first_quarter', 1],
    ['second_quarter', 1],
    ['third_quarter', 1],
    ['last_quarter', 2],
    ['no_error', 1],
  ])
})

test('a subset without decisions is in no slice; without dimensions there is one', () => {
  const undecided = { ...subset('a', { label: 0, outcome: 'hit' }), outcomes: [] }
  expect(firstErrorSlices([undecided], ['subset'])).toEqual([])
  const all = firstErrorSlices([subset('b', { label: 0, outcome: 'hit' }), undecided], [])
  expect(all).toMatchObject([{ key: {}, n: 1 }])
  expect(firstErrorSlices([], ['length'])).toEqual([])
})

test('flawed-process accuracy looks at items with an error and a right answer', () => {
  const report = flawedProcess([
    subset(
      'a',
      { label: 0, outcome: 'hit', right: true },
      { label: 0, outcome: 'late', right: true },
      { label: 0, outcome: 'hit', right: false },
      { label: 0, outcome: 'hit' },
      { label: -1, outcome: 'passed', right: true },
    ),
    subset('b', { label: 0, outcome: 'hit', right: true }),
  ])
  expect(report.subsets).toMatchObject([
    { id: 'a', right_answer: { k: 1, n: 2 }, wrong_answer: { k: 1, n: 1 } },
    { id: 'b', right_answer: { k: 1, n: 1 }, wrong_answer: { status: 'undefined', n: 0 } },
  ])
  // (1/2 + 1) / 2
  expect(report.average.right_answer).toMatchObject({ value: 0.75 })
  expect(valueOrReason(report.average.wrong_answer)).toBe(
    'b: no item with an error and a wrong answer',
  )
})

describe.skipIf(!hasSharedData)('on real runs, against looking for the items of each slice', () => {
  test.for(PROCESSBENCH_MODELS)('%s', (model) => {
    const subsets = processBenchRun(model)
    const decided = decideAll({ kind: 'fixed', threshold: 0.5 }, subsets).subsets
    const given = subsets.map((one, index) => ({
      ...one,
      outcomes: decided[index]?.outcomes ?? [],
    }))
    const slices = firstErrorSlices(given, SLICE_DIMENSIONS)
    expect(slices.reduce((sum, { n }) => sum + n, 0)).toBe(1000)
    for (const { key, error, correct } of slices) {
      const members = given.flatMap(({ id, items, facts, outcomes }) =>
        items.flatMap(({ label }, index) => {
          const { steps = 0, generator } = facts[index] ?? {}
          const [least = '', most = '99'] = key.length?.split(/[-+]/) ?? []
          const quarters = ['first', 'second', 'third', 'last']
          const quarter = quarters.findIndex((name) => key.position === `${name}_quarter`)
          const isThere =
            label.kind === 'none'
              ? quarter === -1
              : label.step / steps >= quarter / 4 && label.step / steps < (quarter + 1) / 4
          const isMember =
            id === key.subset &&
            generator === key.generator &&
            steps >= Number(least) &&
            steps <= Number(most || 99) &&
            isThere
          return isMember ? [{ label, outcome: outcomes[index] }] : []
        }),
      )
      const count = (kind: 'at' | 'none', outcome?: Outcome) =>
        members.filter(
          (one) => one.label.kind === kind && (outcome === undefined || one.outcome === outcome),
        ).length
      expect([error.k, error.n]).toEqual([count('at', 'hit'), count('at')])
      expect([correct.k, correct.n]).toEqual([count('none', 'passed'), count('none')])
    }
    const flawed = flawedProcess(given)
    for (const [index, { id, items, facts, outcomes }] of given.entries()) {
      const hard = items.flatMap(({ label }, i) =>
        label.kind === 'at' && facts[i]?.finalAnswerCorrect ? [outcomes[i] === 'hit'] : [],
      )
      const expected = { id, right_answer: { k: hard.filter(Boolean).length, n: hard.length } }
      expect(flawed.subsets[index]).toMatchObject(expected)
    }
  })
})
