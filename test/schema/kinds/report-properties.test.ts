import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BenchmarkDefinition, BenchmarkKind } from '#schema/benchmark.ts'
import { type BenchmarkItem, kindOf } from '#schema/kinds/kinds.ts'
import type { MetricResult } from '#schema/metric.ts'
import type { Prediction, Predictions } from '#schema/prediction.ts'
import { at, NONE } from '#schema/verdict.ts'

const SUBSETS = ['a', 'b']
/** Scores in eighths, where every product and sum below is exact; missing now and then. */
const score = fc.option(fc.integer({ min: 0, max: 8 }), { nil: Number.NaN, freq: 8 })
const solution = fc.record({
  subset: fc.constantFrom(...SUBSETS),
  scores: fc.array(score, { minLength: 1, maxLength: 5 }),
  wrong: fc.nat(7),
})
const solutions = fc.array(solution, { minLength: 1, maxLength: 12 })

interface Judged {
  readonly item: BenchmarkItem
  readonly prediction: Prediction
}

/** Items with their predictions. A `wrong` past the last step is none. */
function judged(
  kind: 'first_error' | 'step_labels',
  drawn: readonly { subset: string; scores: readonly number[]; wrong: number }[],
): readonly Judged[] {
  return drawn.map(({ subset, scores, wrong }, index) => {
    const common = { id: `i-${index}`, subset, problem: 'p', steps: scores.map(() => 'x') }
    const isWrong = wrong < scores.length
    const item =
      kind === 'first_error'
        ? { ...common, label: isWrong ? at(wrong) : NONE }
        : { ...common, wrongSteps: isWrong ? [wrong] : [] }
    return { item, prediction: scored(scores.map((eighths) => eighths / 8)) }
  })
}

function scored(scores: readonly number[]): Prediction {
  return { kind: 'scores', scores: Float64Array.from(scores), channels: {}, draws: [] }
}

function report(
  kind: BenchmarkKind,
  all: readonly Judged[],
  policies: readonly string[],
): readonly MetricResult[] {
  const definition: BenchmarkDefinition = {
    id: 'tiny',
    name: 'Tiny',
    kind,
    description: '',
    subsets: SUBSETS.map((id) => ({ id, name: id })),
    ...(kind === 'step_labels' && { groups: [{ id: 'both', name: 'Both', subsets: SUBSETS }] }),
    license: '',
    source: '',
  }
  const { clusterOf, expectedOf, factsOf, goldOf, score } = kindOf(kind)
  const items = all.map(({ item }) => ({
    id: item.id,
    subset: item.subset,
    cluster: clusterOf(item),
    facts: factsOf(item),
    expected: expectedOf(item),
    gold: goldOf(item),
  }))
  const predictions: Predictions = {
    kind: 'scores',
    byItem: new Map(all.map(({ item, prediction }) => [item.id, prediction])),
  }
  return score(definition, items, predictions, { scoreKind: { kind: 'unbounded' } }).report(
    policies,
  )
}

const POLICIES = {
  first_error: ['fixed:0.5', 'tuned:a', 'oracle'],
  step_labels: ['fixed:0.5', 'delta>fixed:-0.125'],
} as const

test.for(['first_error', 'step_labels'] as const)(
  '%s: the report does not depend on the order of the items',
  (kind) => {
    fc.assert(
      fc.property(solutions, (drawn) => {
        const all = judged(kind, drawn)
        const before = report(kind, all, POLICIES[kind])
        expect(report(kind, all.toReversed(), POLICIES[kind])).toEqual(before)
      }),
    )
  },
)

test.for(['first_error', 'step_labels'] as const)(
  '%s: every value lies between 0 and 1, and is made of its counts',
  (kind) => {
    fc.assert(
      fc.property(solutions, (drawn) => {
        for (const result of report(kind, judged(kind, drawn), POLICIES[kind])) {
          if (result.status === 'undefined') continue
          expect(result.value).toBeGreaterThanOrEqual(0)
          expect(result.value).toBeLessThanOrEqual(1)
          if (result.k !== undefined) expect(result.k).toBeLessThanOrEqual(result.n)
        }
      }),
    )
  },
)

test('a positive scale and any shift leave the oracle and tuning as they were', () => {
  fc.assert(
    fc.property(
      solutions,
      fc.constantFrom(0.25, 0.5, 2, 16),
      fc.integer({ min: -64, max: 64 }),
      (drawn, scale, shift) => {
        const all = judged('first_error', drawn)
        for (const policy of ['oracle', 'tuned:a']) {
          const moved = report('first_error', all, [`affine:${scale},${shift}>${policy}`])
          expect(moved.map(measured)).toEqual(report('first_error', all, [policy]).map(measured))
        }
      },
    ),
  )
})

test('no threshold beats the oracle of a subset', () => {
  fc.assert(
    fc.property(solutions, fc.integer({ min: -1, max: 9 }), (drawn, eighths) => {
      const all = judged('first_error', drawn)
      const best = report('first_error', all, ['oracle'])
      for (const result of report('first_error', all, [`fixed:${eighths / 8}`])) {
        if (result.metric !== 'f1' || result.status === 'undefined') continue
        const ceiling = best.find(
          (other) => other.subset === result.subset && other.metric === 'f1',
        )
        expect(ceiling?.status === 'ok' && ceiling.value).toBeGreaterThanOrEqual(result.value)
      }
    }),
  )
})

const problem = fc.record({
  subset: fc.constantFrom(...SUBSETS),
  candidates: fc.array(
    fc.record({
      answer: fc.constantFrom('1', '2', null),
      scores: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 2, maxLength: 2 },
  ),
})

test('best_of_n: the report does not depend on the order of the problems, and lies in 0 to 1', () => {
  fc.assert(
    fc.property(fc.array(problem, { minLength: 1, maxLength: 8 }), (drawn) => {
      const all = drawn.map(({ subset, candidates }, index) => ({
        item: {
          id: `p-${index}`,
          subset,
          problem: 'p',
          candidates: candidates.map(({ answer, scores }) => ({
            steps: scores.map(() => 'x'),
            answer,
            correct: answer === '1',
          })),
        },
        prediction: scored(candidates.flatMap(({ scores }) => scores.map((each) => each / 8))),
      }))
      const policies = ['pass', 'majority', 'best_of:min', 'best_of:mean', 'best_of:last']
      const before = report('best_of_n', all, policies)
      const after = report('best_of_n', all.toReversed(), policies)
      expect(after).toHaveLength(before.length)
      for (const [index, result] of before.entries()) {
        expect(after[index]).toMatchObject({
          policy: result.policy,
          subset: result.subset,
          status: result.status,
        })
        if (result.status === 'undefined') continue
        expect(after[index]).toMatchObject({ value: expect.closeTo(result.value, 12) })
        expect(result.value).toBeGreaterThanOrEqual(0)
        expect(result.value).toBeLessThanOrEqual(1)
      }
    }),
  )
})

/** A result without what names its policy and its cut. */
function measured({ policy: _policy, threshold: _threshold, ...rest }: MetricResult) {
  return rest
}
