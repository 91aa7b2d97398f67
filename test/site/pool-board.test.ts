import { expect, test } from 'vitest'
import type { MetricResult } from '#schema/metric.ts'
import { accuracyChart, majorityFinding, spread } from '../../site/lib/accuracy-chart.ts'
import { inPolicyOrder, policyGroups, policyRule } from '../../site/lib/pool-policies.ts'
import { accuracyLine, atAll, gapWords, sizesOf, wholeOf } from '../../site/lib/pool-results.ts'

function accuracy(policy: string, candidates: number, value: number, subset = 'all'): MetricResult {
  return { policy, subset, metric: 'accuracy', status: 'ok', value, n: 10, candidates }
}
const UNDEFINED: MetricResult = {
  policy: 'best_of:min',
  subset: 'all',
  metric: 'accuracy',
  status: 'undefined',
  reason: 'no problem in the pool',
  n: 0,
  candidates: 0,
}
const RESULTS = [
  accuracy('best_of:min', 4, 0.9),
  accuracy('best_of:min', 1, 0.8),
  accuracy('pass', 1, 0.8),
  accuracy('pass', 4, 1),
]

test('orders a policy by the number of candidates', () => {
  const line = accuracyLine(RESULTS, { policy: 'best_of:min' })
  expect(line.map(({ candidates }) => candidates)).toEqual([1, 4])
  expect(atAll(RESULTS, 'pass')).toMatchObject({ value: 1 })
  expect(atAll(RESULTS, 'majority')).toBeUndefined()
  expect(sizesOf(RESULTS)).toEqual([1, 4])
})

test('takes the average of several subsets for the whole', () => {
  const parts = [accuracy('pass', 1, 0.5, 'a'), accuracy('pass', 1, 0.7, 'average')]
  expect(wholeOf(parts)).toBe('average')
  expect(atAll(parts, 'pass')).toMatchObject({ value: 0.7 })
  expect(wholeOf(RESULTS)).toBe('all')
  expect(wholeOf([])).toBe('all')
})

test.for([
  [0.9, 0.8, '+10.0'],
  [0.8, 0.9, '−10.0'],
  [0.8, 0.8, '0.0'],
  [0.80001, 0.8, '0.0'],
] as const)('writes %f against %f as %s', ([to, from, words]) => {
  expect(gapWords(accuracy('a', 1, to), accuracy('b', 1, from))).toBe(words)
})

test('writes no gap to what is undefined', () => {
  expect(gapWords(UNDEFINED, accuracy('b', 1, 1))).toBe('–')
  expect(gapWords(undefined, undefined)).toBe('–')
})

test('groups policies by their way of choosing, in the order of the aggregations', () => {
  const groups = policyGroups(['vote:prod', 'best_of:max', 'best_of:min', 'sigmoid>vote:min'])
  expect(groups.map(({ id, policies }) => [id, policies.map(({ words }) => words)])).toEqual([
    ['best_of', ['min', 'max']],
    ['vote', ['prod']],
    ['other', ['sigmoid>vote:min']],
  ])
})

test('lists the ceiling and the majority before the policies of a model', () => {
  const rows = ['vote:min', 'pass', 'best_of:max', 'best_of:min', 'majority']
  expect(inPolicyOrder(rows.map((policy) => ({ policy }))).map(({ policy }) => policy)).toEqual([
    'pass',
    'majority',
    'best_of:min',
    'best_of:max',
    'vote:min',
  ])
})

test('says what a policy does', () => {
  expect(policyRule('best_of:min')).toContain('whose lowest step score is highest')
  expect(policyRule('vote:prod')).toContain('product of step scores')
  expect(policyRule('none')).toBe('')
})

const BOX = { left: 0, right: 100, top: 0, bottom: 100 }

test('draws accuracy on a log scale, and all of it in words', () => {
  const chart = accuracyChart(
    [{ letter: 'A', name: 'prm', results: accuracyLine(RESULTS, { policy: 'best_of:min' }) }],
    [{ name: 'any right', results: accuracyLine(RESULTS, { policy: 'pass' }) }],
    BOX,
  )
  // Values 0.8 to 1: a round scale already.
  expect(chart?.lines[0]?.points).toEqual([
    { x: 0, y: 100 },
    { x: 100, y: 50 },
  ])
  expect(chart?.references[0]?.d).toBe('M0.0 100.0L100.0 0.0')
  expect(chart?.sizes).toEqual([
    { n: 1, x: 0 },
    { n: 4, x: 100 },
  ])
  expect(chart?.words).toBe('prm: 80.0 of 1, 90.0 of 4. any right: 80.0 of 1, 100.0 of 4')
})

test('draws nothing where nothing has a value', () => {
  expect(accuracyChart([{ letter: 'A', name: 'a', results: [UNDEFINED] }], [], BOX)).toBeUndefined()
})

test('draws a pool of one candidate', () => {
  const results = [accuracy('pass', 1, 0.5)]
  const chart = accuracyChart([{ letter: 'A', name: 'a', results }], [], BOX)
  expect(chart?.lines[0]?.points).toHaveLength(1)
  expect(chart?.lines[0]?.d).not.toContain('NaN')
})

test('moves labels apart and keeps them in the box', () => {
  expect(spread([50, 50, 52], { gap: 10, top: 0, bottom: 100 })).toEqual([50, 60, 70])
  expect(spread([98, 96], { gap: 10, top: 0, bottom: 100 })).toEqual([100, 90])
  expect(spread([], { gap: 10, top: 0, bottom: 100 })).toEqual([])
})

test.for([
  [[0.9, 0.8, 0.7], 0.85, 'Only one of three models beats a plain vote'],
  [[0.9, 0.9, 0.7], 0.85, 'Two of three models beat a plain vote'],
  [[0.9, 0.9], 0.85, 'Both models beat a plain vote'],
  [[0.8, 0.8], 0.85, 'None of two models beats a plain vote'],
  [[0.9, 0.9, 0.9], 0.85, 'All three models beat a plain vote'],
  [[0.85], 0.85, 'The model does not beat a plain vote'],
  [[0.9], 0.85, 'The model beats a plain vote'],
  [[null], 0.85, undefined],
  [[0.9], null, undefined],
] as const)('of %j against a majority of %f says %s', ([values, majority, finding]) => {
  expect(majorityFinding(values, majority)).toBe(finding)
})
