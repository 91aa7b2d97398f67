import { expect, test } from 'vitest'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { randomPool, results, valueOf } from './pool.ts'

const PROBLEMS = 24
const EXACT = ['pass', 'best_of:min']
const DRAWN = ['majority', 'vote:min', 'majority_or_best:0.5:min', 'mixed:0.4:min']

test.for([1, 2, 3, 5, 8, 9])(
  'the closed forms agree with visiting every subset of %i candidates',
  (candidates) => {
    for (const seed of [1, 2, 3]) {
      const pool = randomPool(seed, { problems: PROBLEMS, candidates })
      const found = results(pool, EXACT)
      for (const [key, result] of Object.entries(found)) {
        const [policy = '', n] = key.split('@')
        const expected = enumerate(pool, { policy, n: Number(n) })
        expect(valueOf(result)).toBeCloseTo(expected.accuracy, 12)
        if (policy === 'pass') continue
        expect(result.tieShare).toBeCloseTo(expected.tieShare, 12)
        expect(result.randomTies).toBeCloseTo(expected.randomTies, 12)
      }
    }
  },
)

test('votes and hybrids visit every subset for n = 1, 2 and N', () => {
  const pool = randomPool(4, { problems: PROBLEMS, candidates: 9 })
  const found = results(pool, DRAWN)
  for (const policy of DRAWN) {
    for (const n of [1, 2, 9]) {
      const result = found[`${policy}@${n}`]
      const expected = enumerate(pool, { policy, n })
      expect(valueOf(result)).toBeCloseTo(expected.accuracy, 12)
      expect(result?.tieShare).toBeCloseTo(expected.tieShare, 12)
      expect(result?.randomTies).toBeCloseTo(expected.randomTies, 12)
      expect(result).not.toHaveProperty('standardError')
    }
  }
})

test('between them 1,000 random subsets come within four standard errors', () => {
  const pool = randomPool(5, { problems: PROBLEMS, candidates: 10 })
  for (const seed of [1, 2, 3, 4, 5]) {
    const found = results(pool, DRAWN, seed)
    for (const policy of DRAWN) {
      for (const n of [4, 8]) {
        const result = found[`${policy}@${n}`]
        const difference = (valueOf(result) ?? NaN) - enumerate(pool, { policy, n }).accuracy
        expect(result?.standardError).toBeGreaterThan(0)
        expect(result?.standardError).toBeLessThan(0.005)
        expect(Math.abs(difference)).toBeLessThan(4 * (result?.standardError ?? 0))
      }
    }
  }
})

test('the standard error is the spread of the value over seeds', () => {
  const pool = randomPool(6, { problems: 10, candidates: 10 })
  const runs = Array.from({ length: 100 }, (_, seed) => results(pool, ['majority'], seed))
  const values = runs.map((run) => valueOf(run['majority@4']) ?? NaN)
  const mean = values.reduce((sum, value) => sum + value) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 99
  const stated = runs[0]?.['majority@4']?.standardError ?? NaN
  expect(Math.sqrt(variance) / stated).toBeGreaterThan(0.8)
  expect(Math.sqrt(variance) / stated).toBeLessThan(1.2)
})

test('the same seed draws the same subsets, whatever other policies there are', () => {
  const pool = randomPool(7, { problems: PROBLEMS, candidates: 10 })
  const alone = results(pool, ['vote:min'], 42)
  const together = results(pool, ['mixed:0.5:max', 'vote:min', 'pass'], 42)
  expect(together['vote:min@4']).toEqual(alone['vote:min@4'])
  expect(results(pool, ['vote:min'], 42)).toEqual(alone)
  expect(results(pool, ['vote:min'], 43)['vote:min@4']).not.toEqual(alone['vote:min@4'])
})

/** The definitions, slowly: every subset, every candidate, lists. */
function enumerate(
  problems: readonly JudgedProblem[],
  { policy, n }: { policy: string; n: number },
): { accuracy: number; tieShare: number; randomTies: number } {
  const means = problems.map((judged) => {
    const choices = subsetsOf(judged.answers.length, n).map((subset) =>
      tops(judged, policy, subset).map((candidate) => (judged.correct[candidate] ? 1 : 0)),
    )
    return {
      accuracy: mean(choices.map((top) => top[0] ?? 0)),
      tieShare: mean(choices.map((top) => (top.length > 1 ? 1 : 0))),
      randomTies: mean(choices.map((top) => (top.length === 0 ? 0 : mean(top)))),
    }
  })
  return {
    accuracy: mean(means.map(({ accuracy }) => accuracy)),
    tieShare: mean(means.map(({ tieShare }) => tieShare)),
    randomTies: mean(means.map(({ randomTies }) => randomTies)),
  }
}

/** The candidates that share the top, first seen first; for votes the first voter of each answer. */
function tops(
  { answers, correct, steps }: JudgedProblem,
  policy: string,
  subset: number[],
): number[] {
  const scoreOf = (candidate: number) => steps[candidate]?.[0] ?? Number.NaN
  const scored = subset.filter((candidate) => !Number.isNaN(scoreOf(candidate)))
  const sameAnswer = (candidate: number) =>
    subset.filter((other) => answers[other] === answers[candidate])
  const leaders = (candidates: number[], merit: (candidate: number) => number) => {
    const highest = Math.max(...candidates.map(merit))
    return candidates.filter((candidate) => merit(candidate) === highest)
  }
  const firstOfAnswer = (candidates: number[]) =>
    candidates.filter(
      (candidate, index) =>
        candidates.findIndex((other) => answers[other] === answers[candidate]) === index,
    )
  const majority = () => firstOfAnswer(leaders(subset, (candidate) => sameAnswer(candidate).length))
  switch (policy) {
    case 'pass':
      return subset.some((candidate) => correct[candidate])
        ? subset.filter((candidate) => correct[candidate])
        : subset
    case 'best_of:min':
      return leaders(scored, scoreOf)
    case 'majority':
      return majority()
    case 'vote:min': {
      const votes = (candidate: number) =>
        sameAnswer(candidate)
          .filter((other) => scored.includes(other))
          .reduce((sum, other) => sum + scoreOf(other), 0)
      return firstOfAnswer(leaders(scored, votes))
    }
    case 'majority_or_best:0.5:min': {
      const share = Math.max(...subset.map((one) => sameAnswer(one).length)) / subset.length
      return share < 0.5 ? leaders(scored, scoreOf) : majority()
    }
    default: {
      const share = (candidate: number) => sameAnswer(candidate).length / subset.length
      return leaders(scored, (candidate) => 0.4 * scoreOf(candidate) + (1 - 0.4) * share(candidate))
    }
  }
}

function subsetsOf(total: number, n: number): number[][] {
  return Array.from({ length: 2 ** total }, (_, mask) =>
    Array.from({ length: total }, (__, candidate) => candidate).filter(
      (candidate) => mask & (1 << candidate),
    ),
  ).filter((subset) => subset.length === n)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
