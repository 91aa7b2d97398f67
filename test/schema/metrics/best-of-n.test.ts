import { describe, expect, test } from 'vitest'
import { missShare, topRankShares } from '#schema/metrics/binomial-ratio.ts'
import { problem, randomPool, results, valueOf } from './pool.ts'

describe('binomial ratios', () => {
  test('of four candidates, the best of a random pair', () => {
    // C(3,1), C(2,1), C(1,1), C(0,1) of C(4,2): 3/6, 2/6, 1/6, 0
    const [first, second, third, last] = topRankShares(4, 2)
    expect([first, last]).toEqual([0.5, 0])
    expect(second).toBeCloseTo(1 / 3, 15)
    expect(third).toBeCloseTo(1 / 6, 15)
  })

  test('are exact for one candidate and for all of them', () => {
    expect([...topRankShares(5, 1)]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2])
    expect([...topRankShares(3, 3)]).toEqual([1, 0, 0])
    expect([...topRankShares(1, 1)]).toEqual([1])
  })

  test('neither overflow nor lose their sum for 1,024 candidates', () => {
    for (const n of [1, 2, 32, 512, 1023, 1024]) {
      const sum = topRankShares(1024, n).reduce((total, share) => total + share)
      expect(sum).toBeCloseTo(1, 12)
    }
    expect(missShare(1024, 512, 512)).toBeLessThan(1e-300)
    expect(missShare(1024, 513, 512)).toBe(0)
    expect(missShare(1024, 0, 1024)).toBe(1)
  })
})

test('the best of the four answers and its votes, by hand', () => {
  // Scores 0.9, 0.5, 0.4, 0.85 of the answers a, B, B, c; pairs in the order 01 02 03 12 13 23.
  const found = results(
    [problem('aBBc', 0.9, 0.5, 0.4, 0.85)],
    ['pass', 'majority', 'best_of:min', 'vote:min'],
  )
  const values = (policy: string) => [1, 2, 4].map((n) => valueOf(found[`${policy}@${n}`]))
  // 1 - C(2,1)/C(4,1), 1 - C(2,2)/C(4,2), 1
  expect(values('pass')).toEqual([0.5, expect.closeTo(5 / 6, 14), 1])
  // Pairs: a a a B B B, the first of two that differ.
  expect(values('majority')).toEqual([0.5, 0.5, 1])
  // Pairs: 0 0 0 1 3 3. All: 0.
  expect(values('best_of:min')).toEqual([0.5, expect.closeTo(1 / 6, 14), 0])
  // Pairs: a a a B c c. All: a 0.9, B 0.5 + 0.4 = 0.9, c 0.85; a was seen first.
  expect(values('vote:min')).toEqual([0.5, expect.closeTo(1 / 6, 14), 0])
  expect(found['vote:min@4']).toMatchObject({ k: 0, tieShare: 1, randomTies: 0.5 })
  expect(found['majority@2']).toMatchObject({ tieShare: 5 / 6 })
})

test('a tie goes to the lowest index, with its share and the random choice beside it', () => {
  const found = results([problem('aBa', 0.8, 0.8, 0.1)], ['best_of:last'])
  // Pairs: 01 tied (a; 1/2 at random), 02 a, 12 B.
  expect(found['best_of:last@2']).toMatchObject({
    value: { status: 'ok', value: expect.closeTo(1 / 3, 14), n: 1 },
    tieShare: expect.closeTo(1 / 3, 14),
    randomTies: expect.closeTo(1 / 2, 14),
  })
  expect(found['best_of:last@3']).toMatchObject({ k: 0, tieShare: 1, randomTies: 0.5 })
  expect(found['best_of:last@2']).not.toHaveProperty('k')
})

test('a candidate without a score ranks last and casts no vote', () => {
  const pool = [problem('Abb', 0.2, Number.NaN, Number.NaN)]
  const found = results(pool, ['pass', 'majority', 'best_of:min', 'vote:min'])
  const values = (policy: string) => [1, 2, 3].map((n) => valueOf(found[`${policy}@${n}`]))
  // Alone: right 1 in 3. Pairs: 01 A, 02 A, 12 has no score.
  const expected = [expect.closeTo(1 / 3, 14), expect.closeTo(2 / 3, 14), 1]
  expect(values('best_of:min')).toEqual(expected)
  expect(values('vote:min')).toEqual(expected)
  expect(values('pass')).toEqual(expected)
  // Pairs: 01 A, 02 A (seen first), 12 b. All: b.
  expect(values('majority')).toEqual([...expected.slice(0, 2), 0])
})

test('without any score every choice by score is wrong, and is no tie', () => {
  const found = results([problem('AAAA')], ['best_of:prod', 'vote:prod', 'mixed:0.5:min', 'pass'])
  for (const n of [1, 2, 4]) {
    for (const policy of ['best_of:prod', 'vote:prod', 'mixed:0.5:min']) {
      expect(found[`${policy}@${n}`]).toMatchObject({
        value: { status: 'ok', value: 0 },
        tieShare: 0,
        randomTies: 0,
      })
    }
    expect(valueOf(found[`pass@${n}`])).toBe(1)
  }
})

test('a candidate without an answer may be chosen by its score but casts no vote', () => {
  const pool = [{ ...problem('aaB', 0.9, 0.8, 0.1), answers: [null, null, 'B'] }]
  const found = results(pool, ['majority', 'best_of:min', 'vote:min'])
  expect(valueOf(found['majority@3'])).toBe(1)
  expect(valueOf(found['vote:min@3'])).toBe(1)
  expect(valueOf(found['best_of:min@3'])).toBe(0)
})

test('a vote of zero is a vote', () => {
  const found = results([problem('Ab', 0, 0)], ['vote:prod'])
  // Pair: both have 0, A was seen first.
  expect(found['vote:prod@2']).toMatchObject({ k: 1, tieShare: 1, randomTies: 0.5 })
})

describe('hybrids', () => {
  // All: a has 2 of 5 votes, B 2 of 5, c 1; the best is candidate 4.
  const pool = [problem('aBacB', 0.1, 0.2, 0.3, 0.4, 0.5)]

  test('the majority stands at a share equal to the cut and gives way below it', () => {
    const found = results(pool, ['majority_or_best:0.4:min', 'majority_or_best:0.41:min'])
    expect(found['majority_or_best:0.4:min@5']).toMatchObject({ k: 0, tieShare: 1 })
    expect(found['majority_or_best:0.41:min@5']).toMatchObject({ k: 1, tieShare: 0 })
  })

  test('mix a score with the share of its answer', () => {
    // a: 0.5 * 0.9 + 0.5 * 1/3 = 0.617; B: 0.5 * 0.6 + 0.5 * 2/3 = 0.633; at 0.75: 0.758 and 0.617
    const three = [problem('aBB', 0.9, 0.6, 0.1)]
    const found = results(three, ['mixed:0.5:min', 'mixed:0.75:min'])
    expect(valueOf(found['mixed:0.5:min@3'])).toBe(1)
    expect(valueOf(found['mixed:0.75:min@3'])).toBe(0)
  })

  test('end in the policies they mix', () => {
    const complete = randomPool(3, { problems: 20, candidates: 9 }).map((judged) => ({
      ...judged,
      steps: judged.steps.map((steps) => steps.map((score) => (Number.isNaN(score) ? 0 : score))),
    }))
    const pairs = [
      ['mixed:1:min', 'best_of:min', [1, 2, 9]],
      ['mixed:0:min', 'majority', [1, 2, 4, 8, 9]],
      ['majority_or_best:0:min', 'majority', [1, 2, 4, 8, 9]],
    ] as const
    for (const [hybrid, end, sizes] of pairs) {
      const found = results(complete, [hybrid, end])
      for (const n of sizes) {
        const value = valueOf(found[`${end}@${n}`]) ?? Number.NaN
        expect(valueOf(found[`${hybrid}@${n}`])).toBeCloseTo(value, 13)
      }
    }
  })
})

test('first_n takes the candidates as they come', () => {
  const policies = ['pass', 'majority', 'best_of:min', 'vote:min']
  const found = results(
    [problem('aBBc', 0.5, 0.9, 0.1, 0.95), problem('Abbb', 0.5, 0.9, 0.1, 0.3)],
    policies.map((policy) => `first_n:${policy}`),
  )
  const counts = (policy: string) => [1, 2, 4].map((n) => found[`first_n:${policy}@${n}`]?.k)
  expect(counts('pass')).toEqual([1, 2, 2])
  // First: a, a (tie), B. Second: A, A (tie), b.
  expect(counts('majority')).toEqual([1, 1, 1])
  // First: a, B, c. Second: A, b, b.
  expect(counts('best_of:min')).toEqual([1, 1, 0])
  // First: a, B, B (1.0). Second: A, b, b (1.3).
  expect(counts('vote:min')).toEqual([1, 1, 1])
  expect(found['first_n:pass@4']).not.toHaveProperty('tieShare')
})

test('one candidate is every choice', () => {
  const pool = [problem('A', 0.3), problem('b', 0.9)]
  const found = results(pool, ['pass', 'majority', 'best_of:min', 'vote:min', 'mixed:0.5:min'])
  expect(Object.keys(found).every((key) => key.endsWith('@1'))).toBe(true)
  for (const result of Object.values(found)) {
    expect(result).toMatchObject({ value: { value: 0.5, n: 2 }, k: 1 })
    expect([...result.perProblem]).toEqual([1, 0])
  }
})

test('none correct is 0, and all correct is 1 where a choice can be made', () => {
  const policies = ['pass', 'majority', 'best_of:min', 'vote:min', 'majority_or_best:0.5:min']
  const none = results([problem('abcabcab', 1, 1, 0, 1, 0.5, 0.5, 0, 1)], policies)
  for (const result of Object.values(none)) expect(valueOf(result)).toBe(0)
  const all = results([problem('AABAABAB', 1, 1, 0, 1, 0.5, 0.5, 0, 1)], policies)
  for (const result of Object.values(all)) expect(valueOf(result)).toBeCloseTo(1, 14)
})

test('N need not be a power of two, and is the fewest candidates of any problem', () => {
  const found = results([problem('Abcde', 5, 4, 3, 2, 1), problem('Abc', 1, 2, 3)], ['best_of:min'])
  expect(Object.keys(found)).toEqual(['best_of:min@1', 'best_of:min@2', 'best_of:min@3'])
  // First: C(4,2)/C(5,3) = 6/10. Second: its three candidates end in c.
  expect(valueOf(found['best_of:min@3'])).toBeCloseTo(0.3, 14)
  expect(found['best_of:min@3']).not.toHaveProperty('k')
})

test('an empty pool is undefined, and so is a problem without candidates', () => {
  const empty = { value: { status: 'undefined', reason: 'no problem in the pool', n: 0 } }
  expect(results([], ['pass'])['pass@0']).toMatchObject(empty)
  const bare = { value: { status: 'undefined', reason: 'a problem without candidates', n: 1 } }
  expect(results([problem('')], ['pass'])['pass@0']).toMatchObject(bare)
})
