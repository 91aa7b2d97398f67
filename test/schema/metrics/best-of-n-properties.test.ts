import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JudgedProblem } from '#schema/metrics/judged-problem.ts'
import { problem, results, valueOf } from './pool.ts'

/** Policies that are exact at every n, and those that are so for n = 1, 2 and N. */
const CLOSED = ['pass', 'best_of:min', 'best_of:mean']
const COUNTED = ['majority', 'vote:min', 'majority_or_best:0.5:min', 'mixed:0.5:min']

/** Scores in eighths, so that sums are exact whatever their order; null is a missing one. */
const score = fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined, freq: 6 })
const candidate = fc.record({ letter: fc.constantFrom('A', 'B', 'c', 'd'), score })
type Drawn = typeof candidate extends fc.Arbitrary<infer One> ? One : never

/** Problems of one number of candidates each. */
const pool = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.array(fc.array(candidate, { minLength: size, maxLength: size }), {
    minLength: 1,
    maxLength: 5,
  }),
)
/** The same, where the scores of a problem all differ and none is missing. */
const poolWithoutTies = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.array(
    fc
      .uniqueArray(fc.integer({ min: 0, max: 64 }), { minLength: size, maxLength: size })
      .chain((scores) =>
        fc.tuple(
          ...scores.map((each) =>
            fc.record({ letter: candidateLetter, score: fc.constant(each / 8) }),
          ),
        ),
      ),
    { minLength: 1, maxLength: 5 },
  ),
)
const candidateLetter = fc.constantFrom('A', 'B', 'c', 'd')

function judged(candidates: readonly Drawn[]): JudgedProblem {
  const letters = candidates.map(({ letter }) => letter).join('')
  return problem(letters, ...candidates.map(({ score: eighths = Number.NaN }) => eighths / 8))
}

test('a report does not depend on the order of the problems', () => {
  fc.assert(
    fc.property(pool, (problems) => {
      const all = problems.map(judged)
      const before = exact(all)
      const after = exact(all.toReversed())
      for (const [key, { value, random, ties }] of Object.entries(before)) {
        expect(after[key]?.value).toBeCloseTo(value, 12)
        expect(after[key]?.random).toBeCloseTo(random, 12)
        expect(after[key]?.ties).toBeCloseTo(ties, 12)
      }
    }),
  )
})

test('ties broken at random give the same, whatever the order of the candidates', () => {
  fc.assert(
    fc.property(pool, fc.nat(), (problems, turn) => {
      const before = exact(problems.map(judged))
      const after = exact(problems.map((candidates) => judged(turned(candidates, turn))))
      for (const [key, { random, ties }] of Object.entries(before)) {
        expect(after[key]?.random).toBeCloseTo(random, 12)
        expect(after[key]?.ties).toBeCloseTo(ties, 12)
      }
    }),
  )
})

test('without ties the value too is the same, whatever the order of the candidates', () => {
  fc.assert(
    fc.property(poolWithoutTies, fc.nat(), (problems, turn) => {
      const before = results(problems.map(judged), CLOSED)
      const after = results(
        problems.map((candidates) => judged(turned(candidates, turn))),
        CLOSED,
      )
      for (const [key, result] of Object.entries(before)) {
        expect(valueOf(after[key])).toBeCloseTo(valueOf(result) ?? Number.NaN, 12)
        expect(result.tieShare ?? 0).toBe(0)
        expect(result.randomTies ?? valueOf(result)).toBeCloseTo(valueOf(result) ?? Number.NaN, 12)
      }
    }),
  )
})

test('a positive scale and any shift leave the choice of the best as it was', () => {
  fc.assert(
    fc.property(pool, fc.constantFrom(0.25, 2, 8), fc.integer(), (problems, scale, shift) => {
      const all = problems.map(judged)
      const moved = all.map(({ steps, ...rest }) => ({
        ...rest,
        steps: steps.map((scores) => scores.map((each) => scale * each + (shift % 64))),
      }))
      const policies = ['best_of:min', 'best_of:max', 'best_of:last']
      const before = results(all, policies)
      for (const [key, result] of Object.entries(results(moved, policies)))
        expect(valueOf(result)).toBe(valueOf(before[key]))
    }),
  )
})

test('nothing lies outside 0 to 1, or above the ceiling', () => {
  fc.assert(
    fc.property(pool, (problems) => {
      const found = results(problems.map(judged), [...CLOSED, ...COUNTED])
      for (const result of Object.values(found)) {
        for (const share of [valueOf(result), result.randomTies, result.tieShare]) {
          if (share === undefined) continue
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
      }
      // Subsets drawn at random may be the luckier ones, so only what is exact has the ceiling.
      for (const [key, { value }] of Object.entries(exact(problems.map(judged)))) {
        const ceiling = valueOf(found[key.replace(/^.*@/, 'pass@')]) ?? Number.NaN
        expect(value).toBeLessThanOrEqual(ceiling + 1e-12)
      }
    }),
  )
})

test('pass is 1 − C(wrong, n) / C(N, n)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), (total, some) => {
      const right = some % (total + 1)
      const found = results([problem('A'.repeat(right) + 'b'.repeat(total - right))], ['pass'])
      for (const result of Object.values(found)) {
        const { candidates } = result
        // (wrong / N) · ((wrong − 1) / (N − 1)) · …, n factors
        let none = 1
        for (let drawn = 0; drawn < candidates; drawn++)
          none *= Math.max(0, total - right - drawn) / (total - drawn)
        expect(valueOf(result)).toBeCloseTo(1 - none, 12)
      }
    }),
  )
})

/** Value, random-tie value and tie share of everything that is no estimate. */
function exact(problems: readonly JudgedProblem[]) {
  const found = results(problems, [...CLOSED, ...COUNTED])
  const certain = Object.entries(found).filter(
    ([, { standardError }]) => standardError === undefined,
  )
  return Object.fromEntries(
    certain.map(([key, result]) => [
      key,
      {
        value: valueOf(result) ?? Number.NaN,
        random: result.randomTies ?? valueOf(result) ?? Number.NaN,
        ties: result.tieShare ?? 0,
      },
    ]),
  )
}

function turned<Member>(members: readonly Member[], by: number): Member[] {
  const start = by % Math.max(1, members.length)
  return [...members.slice(start), ...members.slice(0, start)].reverse()
}
