import { expect, test } from 'vitest'
import { formatPolicy, parsePolicy, rankingClass } from '#schema/policy.ts'
import { firstErrorReport } from '#schema/metrics/first-error-report.ts'
import { formatTransform, parseTransform, transformScores } from '#schema/transform.ts'
import { at, NONE } from '#schema/verdict.ts'

const scores = (...values: number[]) => Float64Array.from(values)

test('delta keeps the first score and is missing beside a missing one', () => {
  const changed = transformScores(scores(0.5, 0.25, NaN, 1, 0.5), [{ kind: 'delta' }])
  expect([...changed]).toEqual([0.5, -0.25, NaN, NaN, -0.5])
})

test('sigmoid and affine go one after the other', () => {
  const affine = { kind: 'affine', scale: 2, shift: -1 } as const
  expect([...transformScores(scores(0.5, NaN), [affine, { kind: 'sigmoid' }])]).toEqual([0.5, NaN])
  expect([...transformScores(scores(0, 1000, -1000), [{ kind: 'sigmoid' }])]).toEqual([0.5, 1, 0])
})

test.for([
  ['delta', 'delta'],
  ['sigmoid', 'sigmoid'],
  ['affine:2,-.5', 'affine:2,-0.5'],
] as const)('%s is written %s', ([text, written]) => {
  const transform = parseTransform(text)
  expect(transform && formatTransform(transform)).toBe(written)
})

test.for(['', 'log', 'affine:1', 'affine:0,1', 'affine:1e999,0', 'delta:1'])(
  '%s is none',
  (text) => {
    expect(parseTransform(text)).toBeUndefined()
  },
)

test.for([
  ['delta>fixed:-0.05', 'delta>fixed:-0.05', 'label_free'],
  ['affine:2,-1>sigmoid>tuned:a', 'affine:2,-1>sigmoid>tuned:a', 'tuned'],
  ['identity>oracle', 'oracle', 'oracle'],
] as const)('belongs to the policy: %s', ([text, written, ranking]) => {
  const policy = parsePolicy(text)
  expect(policy && formatPolicy(policy)).toBe(written)
  expect(policy && rankingClass(policy)).toBe(ranking)
})

test.for(['delta', 'delta>', '>fixed:0.5', 'log>oracle', 'delta>vote'])(
  '%s is no policy',
  (text) => {
    expect(parsePolicy(text)).toBeUndefined()
  },
)

test('a policy decides on the transformed scores', () => {
  // Differences 0.9, -0.1, -0.5 and 0.9, 0: only the third step of the first falls by 0.2 or more.
  const items = [
    { label: at(2), scores: scores(0.9, 0.8, 0.3) },
    { label: NONE, scores: scores(0.9, 0.9) },
  ]
  const policy = parsePolicy('delta>fixed:-0.2')
  const [f1] = policy ? firstErrorReport(policy, [{ id: 'a', items }]) : []
  expect(f1).toMatchObject({ policy: 'delta>fixed:-0.2', value: 1, threshold: -0.2 })
  const tuned = parsePolicy('delta>tuned:a')
  const [best] = tuned ? firstErrorReport(tuned, [{ id: 'a', items }]) : []
  // Right above -0.5 and up to the lowest difference before it, -0.1, and of the other item, 0.
  expect(best).toMatchObject({ value: 1 })
  expect(best?.threshold).toBeCloseTo(-0.1, 12)
})
