import { expect, test } from 'vitest'
import { formatPolicy, PolicyText, parsePolicy, rankingClass } from '#schema/policy.ts'

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
