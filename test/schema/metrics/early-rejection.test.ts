import { describe, expect, test } from 'vitest'
import type { Aggregation } from '#schema/aggregation.ts'
import {
  earlyRejection,
  type EarlyRejection,
  type RejectionRule,
} from '#schema/metrics/early-rejection.ts'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { partialAgreement } from '#schema/metrics/partial-agreement.ts'
import { stepsAt } from '#schema/metrics/partial-score.ts'
import { hasSharedData } from '../../shared-data.ts'
import { randomPool } from './pool.ts'
import { poolRun } from './real-runs.ts'

const MODELS = ['qwen_prm', 'math_shepherd', 'rlhflow_prm']
const HALF = { kind: 'fraction', fraction: 0.5 } as const

function pool(...candidates: readonly (readonly [string, ...number[]])[]): JudgedProblem {
  return {
    answers: candidates.map(([answer]) => answer),
    correct: candidates.map(([answer]) => answer === answer.toUpperCase()),
    steps: candidates.map(([, ...scores]) => Float64Array.from(scores)),
  }
}

/** Early rejection by one rule. */
function rejected(
  problems: readonly JudgedProblem[],
  { aggregation, cut, keep }: RejectionRule & { readonly aggregation: Aggregation },
): EarlyRejection {
  const [found] = earlyRejection(problems, { aggregation, cuts: [cut], keeps: [keep] })
  if (!found) throw new Error('one rule has one result')
  return found
}

test('a cut leaves at least one step and never more than there are', () => {
  expect([0, 0.5, 0.51, 1].map((fraction) => stepsAt({ kind: 'fraction', fraction }, 4))).toEqual([
    1, 2, 3, 4,
  ])
  expect([0, 3, 9].map((steps) => stepsAt({ kind: 'steps', steps }, 4))).toEqual([1, 3, 4])
  expect(stepsAt(HALF, 0)).toBe(0)
})

test('the winner survives when its beginning is among the best', () => {
  // By last: A wins with .9. After half, b has .8, A .5, c .4.
  const problems = [pool(['A', 0.5, 0.9], ['b', 0.8, 0.2], ['c', 0.4, 0.3, 0.3, 0.3])]
  const rule = { aggregation: 'last', cut: HALF } as const
  const one = rejected(problems, { ...rule, keep: 1 })
  expect(one.survival).toMatchObject({ k: 0, n: 1 })
  expect(one.accuracy).toMatchObject({ all: { k: 1, n: 1 }, kept: { k: 0, n: 1 } })
  // A saves 1 of 2 steps, c 2 of 4.
  expect(one.saved).toMatchObject({ k: 3, n: 8 })
  const two = rejected(problems, { ...rule, keep: 2 })
  expect(two).toMatchObject({ survival: { k: 1 }, accuracy: { kept: { k: 1 } }, saved: { k: 2 } })
})

test('ties go to the lowest index, before and after', () => {
  const problems = [pool(['a', 0.5, 0.9], ['B', 0.5, 0.9])]
  const found = rejected(problems, { aggregation: 'last', cut: HALF, keep: 1 })
  expect(found).toMatchObject({ survival: { k: 1 }, accuracy: { kept: { k: 0 } } })
})

test('another candidate of the best final score may survive instead', () => {
  // Both end at .9; after half, b is ahead.
  const problems = [pool(['A', 0.5, 0.9], ['b', 0.6, 0.9])]
  const found = rejected(problems, { aggregation: 'last', cut: HALF, keep: 1 })
  expect(found).toMatchObject({ survival: { k: 0, n: 1 }, tiedSurvival: { k: 1, n: 1 } })
})

test('a candidate with a missing score ranks last; a problem of no other has no winner', () => {
  const missing = pool(['a', Number.NaN, 0.9], ['B', 0.1, 0.1])
  const rule = { aggregation: 'last', cut: HALF, keep: 1 } as const
  expect(rejected([missing], rule)).toMatchObject({ survival: { k: 1, n: 1 } })
  const unscored = pool(['A', Number.NaN])
  expect(rejected([unscored], rule)).toMatchObject({
    survival: { reason: 'no problem with a scored candidate' },
    accuracy: { all: { k: 0, n: 1 } },
  })
  expect(rejected([], rule)).toMatchObject({
    accuracy: { all: { status: 'undefined' } },
    saved: { reason: 'no step' },
  })
})

test('keeping all, or looking at the end, changes nothing', () => {
  for (const rule of [
    { cut: HALF, keep: 8 },
    { cut: { kind: 'fraction', fraction: 1 } as const, keep: 1 },
  ]) {
    const problems = randomPool(3, { problems: 40, candidates: 8 })
    const found = rejected(problems, { aggregation: 'min', ...rule })
    expect(found.survival).toMatchObject({ value: 1 })
    expect(found.saved).toMatchObject({ k: 0 })
    expect(found.accuracy.kept).toEqual(found.accuracy.all)
  }
})

test('agreement within a problem is a mean over the problems that have one', () => {
  const problems = [
    // Partial .1, .2, .3 against final .1, .2, .3, and against .3, .2, .1.
    pool(['a', 0.1, 0.1], ['b', 0.2, 0.2], ['c', 0.3, 0.3]),
    pool(['a', 0.1, 0.3], ['b', 0.2, 0.2], ['c', 0.3, 0.1]),
    pool(['a', 0.1, 0.3], ['b', 0.1, 0.2]),
  ]
  const { pearson, kendall } = partialAgreement(problems, { cut: HALF, aggregation: 'last' })
  expect(pearson.within).toMatchObject({ value: expect.closeTo(0, 12), n: 2 })
  expect(kendall.within).toMatchObject({ value: 0, n: 2 })
  expect(kendall.pooled).toMatchObject({ status: 'ok', n: 8 })
  expect(partialAgreement([], { cut: HALF, aggregation: 'last' }).pearson).toMatchObject({
    pooled: { reason: 'fewer than two pairs' },
    within: { status: 'undefined', n: 0 },
  })
})

describe.skipIf(!hasSharedData)('on real pools, against sorting every problem', () => {
  test.for(MODELS)('%s', (model) => {
    const problems = poolRun(model)
    const keeps = [1, 4, 16]
    const found = earlyRejection(problems, { aggregation: 'mean', cuts: [HALF], keeps })
    const counts = found.map(({ survival, tiedSurvival, accuracy, saved }) => [
      survival.k,
      tiedSurvival.k,
      accuracy.kept.k,
      saved.k,
    ])
    expect(counts).toEqual(keeps.map((keep) => bySorting(problems, keep)))
  })
})

function bySorting(problems: readonly JudgedProblem[], keep: number) {
  const mean = (scores: readonly number[]) => scores.reduce((a, b) => a + b) / scores.length
  let survived = 0
  let tied = 0
  let right = 0
  let saved = 0
  for (const { steps, correct } of problems) {
    const rows = steps.map((all, index) => {
      const seen = [...all].slice(0, Math.ceil(all.length / 2))
      return { index, length: all.length, seen, partial: mean(seen), final: mean([...all]) }
    })
    const best = rows.toSorted((a, b) => b.partial - a.partial || a.index - b.index).slice(0, keep)
    const byFinal = (of: typeof rows) =>
      of.toSorted((a, b) => b.final - a.final || a.index - b.index)[0]?.index ?? -1
    if (byFinal(rows) === byFinal(best)) survived += 1
    const highest = Math.max(...rows.map(({ final }) => final))
    if (best.some(({ final }) => final === highest)) tied += 1
    if (correct[byFinal(best)]) right += 1
    for (const row of rows) if (!best.includes(row)) saved += row.length - row.seen.length
  }
  return [survived, tied, right, saved]
}
