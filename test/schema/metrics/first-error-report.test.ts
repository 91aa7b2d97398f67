import { expect, test } from 'vitest'
import {
  countByOutcome,
  coverageOf,
  decideAll,
  firstErrorReport,
  type JudgedItem,
} from '#schema/metrics/first-error-report.ts'
import { at, NONE, UNPARSED } from '#schema/verdict.ts'

const item = (label: number, ...scores: number[]): JudgedItem => ({
  label: label < 0 ? NONE : at(label),
  scores: Float64Array.from(scores),
})
const subsets = [
  { id: 'a', items: [item(1, 0.9, 0.2), item(0, 0.7), item(-1, 0.8)] },
  { id: 'b', items: [item(0, 0.75), item(-1, 0.9, 0.78)] },
]

test('reports every subset and the average with integer counts', () => {
  const report = firstErrorReport({ kind: 'fixed', threshold: 0.5 }, subsets)
  expect(report.find(({ subset, metric }) => subset === 'a' && metric === 'f1')).toEqual({
    policy: 'fixed:0.5',
    subset: 'a',
    metric: 'f1',
    status: 'ok',
    // error 1/2, correct 1/1
    value: 2 / 3,
    n: 3,
    counts: { error_k: 1, error_n: 2, correct_k: 1, correct_n: 1 },
    threshold: 0.5,
  })
  expect(
    report.filter(({ metric }) => metric === 'f1').map((row) => [row.subset, value(row)]),
  ).toEqual([
    ['a', 2 / 3],
    // error 0/1, correct 1/1
    ['b', 0],
    ['average', 1 / 3],
  ])
  expect(report.find(({ metric }) => metric === 'error_accuracy')).toMatchObject({ k: 1, n: 2 })
})

test('a tuned cut is chosen on its subset alone, whose own cell is in sample', () => {
  const report = firstErrorReport({ kind: 'tuned', subset: 'a' }, subsets)
  const f1 = report.filter(({ metric }) => metric === 'f1')
  // On a, 0.8 makes all three right; on b, step 0 of the first (0.75) is found, 0.78 is flagged too.
  expect(f1.map((row) => [row.subset, row.threshold, row.inSample, value(row)])).toEqual([
    ['a', 0.8, true, 1],
    ['b', 0.8, undefined, 0],
    ['average', 0.8, undefined, 0.5],
  ])
})

test('the oracle cuts each subset at its best, all in sample, and has no shared cut', () => {
  const f1 = firstErrorReport({ kind: 'oracle' }, subsets).filter(({ metric }) => metric === 'f1')
  expect(f1.map((row) => [row.threshold, row.inSample, value(row)])).toEqual([
    [0.8, true, 1],
    [0.78, true, 1],
    [undefined, true, 1],
  ])
})

test('without the tuning subset everything tuned is undefined, and says why', () => {
  const report = firstErrorReport({ kind: 'tuned', subset: 'a' }, [
    { id: 'a', items: [] },
    ...subsets.slice(1),
  ])
  for (const row of report) expect(row).toMatchObject({ status: 'undefined' })
  expect(report.at(-1)).toMatchObject({ reason: expect.stringContaining('no items of a') })
})

test('votes need no cut; ties go to the first seen and unparsed votes are dropped', () => {
  const items: JudgedItem[] = [
    { label: at(1), steps: 3, votes: [at(1), at(2), at(2), at(1)] },
    { label: NONE, steps: 3, votes: [UNPARSED, NONE] },
    { label: NONE, steps: 3, votes: [UNPARSED, UNPARSED] },
  ]
  const voted = [{ id: 'a', items }]
  const [f1] = firstErrorReport({ kind: 'vote' }, voted)
  // error 1/1, correct 1/2
  expect(f1).toMatchObject({ counts: { error_k: 1, error_n: 1, correct_k: 1, correct_n: 2 } })
  expect(countByOutcome(decideAll({ kind: 'vote' }, voted))).toMatchObject({ hit: 1, undecided: 1 })
  expect(coverageOf(voted)).toEqual({
    items: { expected: 3, scored: 2 },
    steps: { expected: 8, scored: 5 },
  })
})

test('coverage counts the steps that have a label', () => {
  const items = [item(1, 0.9, Number.NaN, 0.4, 0.4), item(-1, Number.NaN, Number.NaN)]
  // Steps 0 and 1 of the first, both of the second; only the first score is there.
  expect(coverageOf([{ id: 'a', items }])).toEqual({
    items: { expected: 2, scored: 1 },
    steps: { expected: 4, scored: 1 },
  })
})

function value(row: { status: 'ok'; value: number } | { status: 'undefined' }): number | undefined {
  return row.status === 'ok' ? row.value : undefined
}
