import { describe, expect, test } from 'vitest'
import { Comparison } from '#schema/comparison.ts'
import { drawProblems } from '#schema/metrics/best-of-n-resamples.ts'
import { bestOfN } from '#schema/metrics/best-of-n.ts'
import { compareBestOfN } from '#schema/metrics/compare-best-of-n.ts'
import { hasSharedData } from '../../shared-data.ts'
import { problem } from './pool.ts'
import { poolRun } from './real-judgements.ts'
import { copies, slowInterval } from './slow-bootstrap.ts'

const policy = { kind: 'best_of', aggregation: 'min' } as const
const accuracies = (...problems: Parameters<typeof problem>[]) =>
  bestOfN(
    problems.map((one) => problem(...one)),
    [policy],
    { seed: 0 },
  )

test('compares at every number of candidates, and asks who is right of all of them', () => {
  const a = accuracies(['Ab', 0.9, 0.1], ['Ab', 0.9, 0.1], ['Ab', 0.1, 0.9])
  const b = accuracies(['Ab', 0.1, 0.9], ['Ab', 0.9, 0.1], ['Ab', 0.1, 0.9])
  const compared = compareBestOfN([
    { subset: 'all', a, b, draws: drawProblems(Array(3).keys(), { seed: 0 }) },
  ])
  // One candidate alone is right half the time whatever its score; of both, A is right on 2, B on 1.
  expect(compared.differences).toMatchObject([
    { candidates: 1, a: { value: 0.5 }, b: { value: 0.5 }, difference: { value: 0 } },
    { candidates: 2, a: { value: 2 / 3 }, b: { value: 1 / 3 }, uncertainty: { swapPValue: 1 } },
  ])
  expect(compared.decisions).toMatchObject({
    all: { both: 1, onlyA: 1, onlyB: 0, neither: 1, pValue: 1 },
    flips: [{ subset: 'all', item: 0, right: 'a' }],
  })
  expect(Comparison.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared)
})

test('an expectation over subsets is no decision', () => {
  const some = accuracies(['Ab', 0.9, 0.1], ['Abc', 0.9, 0.1, 0.2])
  const compared = compareBestOfN([
    { subset: 'all', a: some, b: some, draws: drawProblems(Array(2).keys(), { seed: 0 }) },
  ])
  expect(compared.decisions).toMatchObject({ status: 'undefined' })
})

describe.skipIf(!hasSharedData)('two real models on the GSM8K pool', () => {
  test('differ as in lists of copies', () => {
    const [a, b] = ['qwen_prm', 'math_shepherd'].map((model) => poolRun(model, ['best_of:min']))
    const draws = drawProblems(Array(500).keys(), { seed: 4, resamples: 200 })
    const compared = compareBestOfN([{ subset: 'all', a: a ?? [], b: b ?? [], draws }])
    expect(compared.differences).toHaveLength(6)
    for (const [index, { uncertainty }] of compared.differences.entries()) {
      if (uncertainty.status === 'undefined') throw new Error(uncertainty.reason)
      const own = [...(a?.[index]?.perProblem ?? [])]
      const theirs = b?.[index]?.perProblem ?? []
      const apart = own.map((accuracy, problem) => accuracy - (theirs[problem] ?? Number.NaN))
      const values = Array.from({ length: 200 }, (_, resample) =>
        copies(apart, draws, resample).reduce((sum, one) => sum + one / 500, 0),
      )
      const [lower, upper] = slowInterval(values)
      expect(uncertainty.interval.lower).toBeCloseTo(lower, 11)
      expect(uncertainty.interval.upper).toBeCloseTo(upper, 11)
    }
  })
})
