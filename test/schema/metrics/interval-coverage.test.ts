import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intervalCoverage } from '#schema/metrics/interval-coverage.ts'
import { labelled } from './steps.ts'

const ends = (...pairs: readonly (readonly [number, number])[]) => ({
  lower: Float64Array.from(pairs, ([lower]) => lower),
  upper: Float64Array.from(pairs, ([, upper]) => upper),
})

test('says how often intervals hold the label and the score, ends included', () => {
  const steps = labelled([0.9, 0.5, 0.2, Number.NaN], [1, 1, 0, 0])
  const found = intervalCoverage(steps, ends([0.8, 1], [0.6, 0.9], [0.1, 0.2], [0, 0.4]))
  // Labels 1, 1, 0, 0: in [.8, 1] and [0, .4]. Scores: .9 and .2 are in, .5 is not.
  expect(found.label).toMatchObject({ k: 2, n: 4, value: 0.5 })
  expect(found.score).toMatchObject({ k: 2, n: 3 })
  // (.2 + .3 + .1 + .4) / 4
  expect(found.width).toMatchObject({ n: 4, value: expect.closeTo(0.25, 12) })
  expect(found.crossed).toBe(0)
})

test('groups steps by the middle of their interval and looks for their share of right steps in it', () => {
  // 20 steps make ten groups of two. One of two is right in each; only the interval [.4, .6] holds 0.5.
  const scores = Array.from({ length: 20 }, (_, index) => index / 20)
  const right = scores.map((_, index) => index % 2)
  const intervals = scores.map((_, index) =>
    index < 2 ? ([0.4, 0.6] as const) : ([0.6 + index / 100, 0.8 + index / 100] as const),
  )
  const { groups } = intervalCoverage(labelled(scores, right), ends(...intervals))
  expect(groups.value).toMatchObject({ k: 1, n: 10 })
  expect(groups.table[0]).toMatchObject({
    lower: 0.4,
    upper: 0.6,
    accuracy: { k: 1, n: 2 },
    isCovered: true,
  })
})

test('leaves out steps without both ends, and counts crossed ones, which hold nothing', () => {
  const steps = labelled([0.5, 0.5, 0.5], [1, 1, 1])
  const found = intervalCoverage(steps, ends([Number.NaN, 1], [0, Number.NaN], [1, 0]))
  expect(found).toMatchObject({
    label: { k: 0, n: 1 },
    score: { k: 0, n: 1 },
    width: { value: -1, n: 1 },
    crossed: 1,
    steps: { expected: 3, scored: 1 },
  })
})

test('is undefined without any interval', () => {
  const none = { lower: new Float64Array(0), upper: new Float64Array(0) }
  const reason = 'no labelled step with an interval'
  expect(intervalCoverage(labelled([], []), none)).toMatchObject({
    label: { reason },
    groups: { value: { reason }, table: [] },
    width: { reason },
  })
})

test('intervals from 0 to 1 hold everything; every step is in one group', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(10), fc.nat(1)), { minLength: 1 }), (pairs) => {
      const steps = labelled(
        pairs.map(([score]) => score / 10),
        pairs.map(([, right]) => right),
      )
      const found = intervalCoverage(steps, ends(...pairs.map(() => [0, 1] as const)))
      expect(found.label).toMatchObject({ value: 1, n: pairs.length })
      expect(found.score).toMatchObject({ value: 1 })
      expect(found.groups.value).toMatchObject({ value: 1 })
      expect(found.width).toMatchObject({ value: 1 })
      const sizes = found.groups.table.map(({ accuracy }) => accuracy.n)
      expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(pairs.length)
    }),
  )
})
