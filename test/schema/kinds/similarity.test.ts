import { expect, test } from 'vitest'
import { stepLabels } from '#schema/kinds/step-labels.ts'
import type { Prediction } from '#schema/prediction.ts'

const SUBSETS = ['circular', 'confidence', 'multi_solutions'].map((id) => ({ id, name: id }))
const DEFINITION = {
  id: 'tiny',
  name: 'Tiny',
  kind: 'step_labels',
  description: 'Three flawed solutions of one.',
  subsets: SUBSETS,
  license: 'CC0-1.0',
  source: 'the tests',
} as const

const SCORES: Readonly<Record<string, readonly number[]>> = {
  circular_q1: [0.9, 0.6, 0.3, 0.8],
  confidence_q1: [0.4, 0.9, 0.9, 0.1],
  multi_solutions_q1: [0.9, 0.9, 0.4],
  correct_q1: [0.9, 0.9, 0.9, 0.2],
}

function report(names: readonly string[]) {
  const item = (id: string, subset: string, gold: readonly number[]) => {
    const lengths = (SCORES[id] ?? []).map(() => 1)
    return { id, subset, gold, cluster: 'q1', facts: {}, expected: { id, lengths } }
  }
  const items = [
    item('circular_q1', 'circular', [1, 2]),
    item('confidence_q1', 'confidence', [3]),
    item('multi_solutions_q1', 'multi_solutions', []),
  ]
  const byItem = new Map(
    names.map((id): [string, Prediction] => {
      const scores = Float64Array.from(SCORES[id] ?? [])
      return [id, { kind: 'scores', scores, channels: {}, draws: [] }]
    }),
  )
  const run = stepLabels.score(
    { ...DEFINITION, subsets: [...SUBSETS] },
    items,
    { kind: 'scores', byItem },
    {
      scoreKind: { kind: 'probability' },
      originals: [item('correct_q1', 'correct', [])],
    },
  )
  return run.report(['fixed:0.5']).filter(({ metric }) => metric === 'similarity')
}

test('similarity is told where the flawless solution was scored', () => {
  // Shares that pass: correct 3/4, circular 3/4, confidence 2/4, multi_solutions 2/3.
  expect(report(Object.keys(SCORES))).toMatchObject([
    { subset: 'circular', value: 1, n: 1 },
    { subset: 'confidence', value: 0.75, n: 1 },
    { subset: 'multi_solutions', value: 1 - (3 / 4 - 2 / 3), n: 1 },
    // 1 − (0 + 1/4 + 1/12) / 3
    { subset: 'overall', value: 1 - 1 / 9, n: 3 },
  ])
})

test('without it there is none', () => {
  expect(report(['circular_q1', 'confidence_q1', 'multi_solutions_q1'])).toEqual([])
})
