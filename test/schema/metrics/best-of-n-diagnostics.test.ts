import { expect, test } from 'vitest'
import { aggregationDisagreement } from '#schema/metrics/aggregation-disagreement.ts'
import { answerSpellings } from '#schema/metrics/answer-spellings.ts'
import { lastStepMinimum } from '#schema/metrics/last-step-minimum.ts'
import { problem } from './pool.ts'

const steps = (...candidates: number[][]) => candidates.map((scores) => Float64Array.from(scores))

test('tells where the aggregations take another candidate, answer or outcome', () => {
  const problems = [
    // min takes candidate 0 (0.5 of 0.5, 0.2), last candidate 1.
    { answers: ['a', 'B'], correct: [false, true], steps: steps([0.9, 0.5], [0.2, 0.8]) },
    { answers: ['B', 'B'], correct: [true, true], steps: steps([0.9, 0.5], [0.2, 0.8]) },
    { answers: ['c', 'd'], correct: [false, false], steps: steps([0.9, 0.5], [0.2, 0.8]) },
    { answers: ['a', 'B'], correct: [false, true], steps: steps([0.9, 0.5], [0.6, 0.8]) },
  ]
  const found = aggregationDisagreement(problems, ['min', 'last'])
  expect(found.candidates).toEqual({ value: { status: 'ok', value: 3 / 4, n: 4 }, k: 3 })
  expect(found.answers).toMatchObject({ k: 2 })
  expect(found.outcomes).toMatchObject({ k: 1 })
  expect(found.problems.map((entry) => entry.problem)).toEqual([0, 2])
  expect(found.problems[0]?.picks).toEqual([
    { aggregation: 'min', candidate: 0, answer: 'a', right: false },
    { aggregation: 'last', candidate: 1, answer: 'B', right: true },
  ])
})

test('without scores all aggregations agree on nothing; without problems there is no share', () => {
  expect(aggregationDisagreement([problem('Ab')], ['min', 'max'])).toMatchObject({
    candidates: { k: 0 },
  })
  expect(aggregationDisagreement([], ['min']).candidates.value).toMatchObject({
    reason: 'no problem in the pool',
  })
})

test('counts the candidates whose last step alone is the lowest', () => {
  const found = lastStepMinimum([
    { steps: steps([0.9, 0.1], [0.1, 0.9], [0.5, 0.9, 0.5]) },
    // One step, a missing score and no step at all say nothing.
    { steps: steps([0.9], [Number.NaN, 0.1], [], [0.3, 0.2]) },
  ])
  expect(found).toEqual({ value: { status: 'ok', value: 2 / 4, n: 4 }, k: 2, tied: 1 })
  expect(lastStepMinimum([]).value).toMatchObject({ reason: 'no candidate of two scored steps' })
})

test('finds correct answers split over spellings, and where that loses the majority', () => {
  const found = answerSpellings([
    // Outvoted: c has 3 votes, A and B have 2 each.
    problem('AcBcAcB'),
    // Split, but A still wins.
    problem('AABc'),
    // Lost to c, which no spelling explains: 3 votes against 2.
    problem('AccBc'),
    problem('AAb'),
    problem('cc'),
  ])
  expect(found).toEqual({
    value: { status: 'ok', value: 3 / 4, n: 4 },
    k: 3,
    outvoted: 1,
    problems: [
      { problem: 0, spellings: ['A', 'B'] },
      { problem: 1, spellings: ['A', 'B'] },
      { problem: 2, spellings: ['A', 'B'] },
    ],
  })
  expect(answerSpellings([]).value).toMatchObject({ reason: 'no problem with a correct answer' })
})
