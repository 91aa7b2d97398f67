import { expect, test } from 'vitest'
import { parseRPrm } from '../../../bench-runner/imports/r-prm.ts'

function item(id: string, steps: number) {
  const subset = id.slice(0, id.indexOf('_prm'))
  return { id, subset, problem: 'p', steps: Array(steps).fill('s'), wrongSteps: [] }
}

function file(rows: readonly (readonly [string, readonly (number | null)[]])[]) {
  const text = rows.map(([idx, scores]) => {
    const labels = scores.map((score) => score !== null && score >= 0.61)
    const row = { step_level_validity_scores: scores, step_level_validity_labels: labels }
    return `${JSON.stringify({ scores: row, idx })}\n`
  })
  return [{ path: 'prm_result.jsonl', text: text.join('') }]
}

const ITEMS = [
  item('circular_prm_test_p1_0', 2),
  item('multi_solutions_prm_test_p2_863', 3),
  item('multi_solutions_prm_test_p2_864', 1),
]

test('takes vote fractions as they are, and nothing for ids that belong to another item', () => {
  const rows = file([
    ['multi_solutions_prm_test_p2_864', [0.6]],
    // The second item with this id has two steps; the first, which counts, has three.
    ['multi_solutions_prm_test_p2_863', [1, 0.1]],
    ['circular_prm_test_p1_0', [1, 7 / 9]],
  ])
  expect(parseRPrm(rows, { items: ITEMS })).toEqual({
    status: 'ok',
    warnings: [],
    lines: [
      { id: 'circular_prm_test_p1_0', scores: [1, 7 / 9] },
      { id: 'multi_solutions_prm_test_p2_863', scores: [null, null, null] },
      { id: 'multi_solutions_prm_test_p2_864', scores: [0.6] },
    ],
  })
})

test('counts rows of no item and rows that come twice', () => {
  const rows = file([
    ['circular_prm_test_p1_0', [0, 0]],
    ['circular_prm_test_p1_0', [1, 1]],
    ['correct_prm_test_p1_0', [1, 1]],
  ])
  expect(parseRPrm(rows, { items: ITEMS })).toMatchObject({
    lines: [{ id: 'circular_prm_test_p1_0', scores: [1, 1] }],
    warnings: [
      'Rows of no item: 1 (correct_prm_test_p1_0, …)',
      'Rows whose id comes again later: 1; the last counts',
    ],
  })
})

test('refuses a file of another benchmark, and rows it cannot read', () => {
  expect(parseRPrm(file([['gsm8k-1', [1]]]), { items: ITEMS })).toMatchObject({ code: 'invalid' })
  const text = '{"idx": "circular_prm_test_p1_0", "scores": {"step_level_validity_scores": [NaN]}}'
  expect(parseRPrm([{ path: 'a.jsonl', text }], { items: ITEMS })).toMatchObject({
    message: 'a.jsonl has rows that cannot be read',
    issues: [{ line: 1 }],
  })
})
