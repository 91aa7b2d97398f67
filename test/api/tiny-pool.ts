import type { BestOfNItem } from '#schema/best-of-n-item.ts'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'

const about = { description: 'To count by hand.', license: 'CC0-1.0', source: 'the tests' }

export const POOL: BenchmarkDefinition = {
  id: 'tiny-pool',
  name: 'Tiny pool',
  kind: 'best_of_n',
  subsets: [{ id: 'all', name: 'All' }],
  ...about,
}
export const POOL_ITEMS: readonly BestOfNItem[] = [
  {
    id: 'p-1',
    subset: 'all',
    problem: 'P',
    groundTruth: '1',
    candidates: [
      { steps: ['x', 'y'], answer: '1', correct: true },
      { steps: ['x'], answer: '2', correct: false },
    ],
  },
  {
    id: 'p-2',
    subset: 'all',
    problem: 'Q',
    candidates: [
      { steps: ['x'], answer: '3', correct: true },
      { steps: ['x', 'y', 'z'], answer: null, correct: false },
    ],
  },
]
// p-1: min 0.2 against 0.5 takes the wrong one, max 0.9 the right one. p-2: 0.7 against 0.6 takes the right one.
export const POOL_PREDICTIONS = {
  all: '{"id":"p-1","scores":[[0.2,0.9],[0.5]]}\n{"id":"p-2","scores":[[0.7],[0.6,0.8,0.6]]}\n',
}
