import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { StepLabelsItem } from '#schema/step-labels-item.ts'

const about = { description: 'To count by hand.', license: 'CC0-1.0', source: 'the tests' }

export const STEPS: BenchmarkDefinition = {
  id: 'tiny-steps',
  name: 'Tiny steps',
  kind: 'step_labels',
  subsets: [
    { id: 'circular', name: 'Circular' },
    { id: 'deception', name: 'Deception' },
  ],
  groups: [{ id: 'both', name: 'Both', subsets: ['circular', 'deception'] }],
  ...about,
}
export const ORIGINAL = { problem: 'P', steps: ['x'] }
export const STEPS_ITEMS: readonly StepLabelsItem[] = [
  {
    id: 'circular_1',
    subset: 'circular',
    problem: 'P',
    steps: ['x', 'y', 'z'],
    wrongSteps: [1],
    reason: 'y rests on z',
    original: ORIGINAL,
  },
  {
    id: 'deception_1',
    subset: 'deception',
    problem: 'P′',
    steps: ['x', 'y'],
    wrongSteps: [0, 1],
    original: ORIGINAL,
  },
]
// At 0.5: circular passes x, lets the wrong y pass and flags z; deception flags x, y has no score.
export const STEPS_PREDICTIONS = {
  circular: '{"id":"circular_1","scores":[0.9,0.8,0.5],"channels":{"redundancy":[0.1,0.2,0]}}\n',
  deception: '{"id":"deception_1","draws":[[0.1,null],[0.3,null]],"text":["so","so"]}\n',
}
