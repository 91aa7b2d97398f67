import { expect, test } from 'vitest'
import {
  formatSelectionPolicy,
  needsProbabilities,
  parseSelectionPolicy,
} from '#schema/metrics/selection-policy.ts'

test.for([
  ['pass', { kind: 'pass' }],
  ['majority', { kind: 'majority' }],
  ['best_of:min', { kind: 'best_of', aggregation: 'min' }],
  ['vote:prod', { kind: 'vote', aggregation: 'prod' }],
  ['majority_or_best:0.5:last', { kind: 'majority_or_best', cut: 0.5, aggregation: 'last' }],
  ['mixed:1:max', { kind: 'mixed', weight: 1, aggregation: 'max' }],
  ['first_n:pass', { kind: 'first_n', policy: { kind: 'pass' } }],
  [
    'first_n:mixed:0.25:mean',
    { kind: 'first_n', policy: { kind: 'mixed', weight: 0.25, aggregation: 'mean' } },
  ],
] as const)('reads and writes %s', ([text, policy]) => {
  expect(parseSelectionPolicy(text)).toEqual(policy)
  expect(formatSelectionPolicy(policy)).toBe(text)
})

test('writes a number in one way', () => {
  const policy = parseSelectionPolicy('mixed:.50:min')
  expect(policy && formatSelectionPolicy(policy)).toBe('mixed:0.5:min')
})

test.for([
  '',
  'best_of',
  'best_of:median',
  'best_of:0.5:min',
  'pass:min',
  'first_n:',
  'first_n:first_n:pass',
  'mixed:min',
  'mixed:1.1:min',
  'mixed:-0.1:min',
  'mixed::min',
  'majority_or_best:x:min',
  'majority_or_best:0.5:min:min',
])('%o is no policy', (text) => {
  expect(parseSelectionPolicy(text)).toBeUndefined()
})

test('knows the policies that add or multiply scores', () => {
  const needs = (text: string) => {
    const policy = parseSelectionPolicy(text)
    return policy && needsProbabilities(policy)
  }
  for (const text of ['vote:min', 'best_of:prod', 'mixed:0.5:last', 'first_n:vote:max']) {
    expect([text, needs(text)]).toEqual([text, true])
  }
  for (const text of ['pass', 'majority', 'best_of:min', 'majority_or_best:0.5:mean']) {
    expect([text, needs(text)]).toEqual([text, false])
  }
})
