import { expect, test } from 'vitest'
import { sizeFacts, sizeSentence } from '../../site/lib/benchmark-facts.ts'
import { headlineWords, judgedPolicies, usualPolicy } from '../../site/lib/run-results.ts'
import { publishedBenchmark as benchmark } from './benchmark.ts'

test('counts what its kind holds', () => {
  expect(sizeFacts(benchmark('first_error'))).toEqual([
    { name: 'Items', value: '20: 12 with an error, 8 correct' },
    { name: 'Problems', value: '18' },
    { name: 'Steps', value: '900' },
    { name: 'Subsets', value: '2 of 10' },
  ])
  expect(sizeFacts(benchmark('step_labels'))).toContainEqual({ name: 'Classes', value: '2' })
  expect(sizeFacts(benchmark('best_of_n'))).toContainEqual({
    name: 'Candidates',
    value: '20 candidates, 8 of them right',
  })
})

test('tells its size in one sentence', () => {
  expect(sizeSentence(benchmark('step_labels'))).toBe('20 items: 12 with a wrong step, 8 without.')
  expect(sizeSentence(benchmark('best_of_n'))).toBe(
    '20 problems with 20 candidates, 8 of them right.',
  )
})

test('opens a run with the policy its board opens with', () => {
  expect(usualPolicy('best_of_n', ['best_of:last', 'best_of:min'])).toBe('best_of:min')
  expect(usualPolicy('best_of_n', ['best_of:last'])).toBe('best_of:last')
  expect(usualPolicy('first_error', ['fixed:0.5', 'oracle'])).toBe('fixed:0.5')
  expect(judgedPolicies('first_error', ['fixed:0.5', 'oracle'])).toEqual(['fixed:0.5', 'oracle'])
  expect(judgedPolicies('best_of_n', ['pass', 'best_of:min'])).toEqual(['best_of:min'])
  expect(judgedPolicies('best_of_n', [])).toEqual([])
})

test('says the number a run ranks by', () => {
  const about = { status: 'ok', value: 0.888, n: 500 } as const
  expect(
    headlineWords('best_of_n', [
      { policy: 'best_of:min', subset: 'all', metric: 'accuracy', candidates: 32, ...about },
    ]),
  ).toBe('88.8 % of problems right with the best of 32 under best_of:min')
  expect(
    headlineWords('step_labels', [
      { policy: 'fixed:0.5', subset: 'overall', metric: 'prm_score', ...about },
    ]),
  ).toBe('PRMScore 88.8 under fixed:0.5')
  expect(headlineWords('first_error', [])).toBeUndefined()
})
