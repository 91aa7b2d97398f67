import { expect, test } from 'vitest'
import { formatPolicy, parsePolicy, rankingClass } from '#schema/policy.ts'
import { PolicyText, rankingClassOf } from '#schema/policy-text.ts'

test.for([
  ['fixed:0.5', 'fixed:0.5', 'label_free'],
  ['fixed:.50', 'fixed:0.5', 'label_free'],
  ['fixed:-0.05', 'fixed:-0.05', 'label_free'],
  ['fixed:1e-3', 'fixed:0.001', 'label_free'],
  ['tuned:gsm8k', 'tuned:gsm8k', 'tuned'],
  ['oracle', 'oracle', 'oracle'],
  ['vote', 'vote', 'label_free'],
] as const)('%s is written %s and is %s', ([text, written, ranking]) => {
  const policy = parsePolicy(text)
  expect(policy && formatPolicy(policy)).toBe(written)
  expect(policy && rankingClass(policy)).toBe(ranking)
  expect(PolicyText.parse(text)).toBe(written)
  expect(rankingClassOf(text)).toBe(ranking)
})

test.for([
  'fixed',
  'fixed:',
  'fixed:x',
  'fixed:0x10',
  'fixed:1e999',
  'fixed: 1',
  'tuned:',
  'tuned:A b',
  'oracle:x',
  '',
])('%s is no policy', (text) => {
  expect(parsePolicy(text)).toBeUndefined()
  expect(PolicyText.safeParse(text).success).toBe(false)
})

test.for([
  ['best_of:min', 'best_of:min', 'label_free'],
  ['sigmoid>vote:prod', 'sigmoid>vote:prod', 'label_free'],
  ['first_n:majority', 'first_n:majority', 'label_free'],
  // The ceiling: it looks at which candidate is right.
  ['pass', 'pass', 'oracle'],
] as const)('%s, of a pool, is written %s and is %s', ([text, written, ranking]) => {
  expect(PolicyText.parse(text)).toBe(written)
  expect(rankingClassOf(text)).toBe(ranking)
})
