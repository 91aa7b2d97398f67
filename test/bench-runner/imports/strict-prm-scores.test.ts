import { expect, test } from 'vitest'
import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import {
  parseStrictPrmScores,
  strictPrmScores,
} from '../../../bench-runner/imports/strict-prm-scores.ts'

const ITEMS: readonly BestOfNItem[] = [
  {
    id: 'gsm8k_000',
    subset: 'all',
    problem: 'p',
    groundTruth: '1',
    candidates: [
      { steps: ['a', 'b'], answer: '1', correct: true },
      { steps: ['a'], answer: '2', correct: false },
    ],
  },
]

const FIRST = {
  benchmark: 'gsm8k',
  prm_name: 'qwen_prm',
  problem_id: 'gsm8k_000',
  candidate_index: 0,
  step_scores: [0.9, 0.8],
  is_correct: true,
  n_steps: 2,
}
const SECOND = { ...FIRST, candidate_index: 1, step_scores: [0.1], is_correct: false, n_steps: 1 }

function parse(rows: readonly object[]) {
  const [model] = strictPrmScores.models
  if (model === undefined) throw new Error('no model')
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  return parseStrictPrmScores([{ path: 'qwen_prm_gsm8k.jsonl', text }], { model, items: ITEMS })
}

test('puts the rows of candidates in the order of the pool', () => {
  expect(parse([SECOND, FIRST])).toEqual({
    status: 'ok',
    warnings: [],
    lines: [{ id: 'gsm8k_000', scores: [[0.9, 0.8], [0.1]] }],
  })
})

test('leaves a candidate without a row unscored', () => {
  expect(parse([SECOND])).toMatchObject({
    lines: [{ id: 'gsm8k_000', scores: [[null, null], [0.1]] }],
  })
})

test('refuses MATH-500 and says why', () => {
  expect(parse([{ ...FIRST, benchmark: 'math500' }])).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('157 of 500 gold answers were read wrongly'),
  })
})

test.for([
  [{ ...FIRST, prm_name: 'skywork_prm' }, 'is of skywork_prm, not qwen_prm'],
  [{ ...FIRST, benchmark: 'aime' }, 'is of aime, not of gsm8k'],
  [{ ...FIRST, is_correct: false }, 'does not fit the pool'],
  [{ ...FIRST, n_steps: 3 }, 'does not fit the pool'],
  [{ ...FIRST, step_scores: [0.9] }, 'does not fit the pool'],
  [{ ...FIRST, candidate_index: -1 }, 'rows that cannot be read'],
  [SECOND, 'does not fit the pool'],
] as const)('refuses rows that are not of this pool and model', ([row, message]) => {
  const parsed = parse([row, SECOND])
  expect(parsed).toMatchObject({ code: 'invalid', message: expect.stringContaining(message) })
})
