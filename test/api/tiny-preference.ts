import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { PreferenceItem } from '#schema/preference-item.ts'

export const PREFERENCE: BenchmarkDefinition = {
  id: 'tiny-preference',
  name: 'Tiny preference',
  kind: 'preference',
  subsets: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
  description: 'To rank by hand.',
  license: 'CC0-1.0',
  source: 'the tests',
}
export const PREFERENCE_ITEMS: readonly PreferenceItem[] = [
  { id: 'a-1', subset: 'a', problem: 'P', chosen: ['x', 'y'], rejected: [['z'], ['w']], task: 't' },
  { id: 'a-2', subset: 'a', problem: 'Q', chosen: ['x'], rejected: [['z']], task: 't' },
  { id: 'b-1', subset: 'b', problem: 'R', chosen: ['x'], rejected: [['z'], ['w'], ['v']] },
]
export const FIRST_PREFERENCE = {
  id: 'a-1',
  draws: [
    { chosen: 1, rejected: [0.5, 0] },
    { chosen: 0.5, rejected: [0.25, null] },
  ],
  channels: { progress: { chosen: 3, rejected: [2, null] } },
  attachments: [
    { kind: 'rubric', candidate: 0, step: 1, json: { found: 'yes' } },
    { kind: 'critique', candidate: 2, draw: 1, text: '<b>no</b>' },
  ],
}
/** Ranks 1, 2 (tied) and 4 (no score): a (1 + 1/2) / 2, b 1/4; strict 1/2 and 0. */
export const PREFERENCE_PREDICTIONS = {
  a: `${JSON.stringify(FIRST_PREFERENCE)}\n{"id":"a-2","chosen":0.5,"rejected":[0.5]}\n`,
  b: '{"id":"b-1","chosen":null,"rejected":[0.1,null,0.3]}\n',
}
