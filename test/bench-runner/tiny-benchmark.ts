import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './stepmark.ts'

/** Two subsets of two items: one with an error at step 1 and one without, of 2 steps each. */
export const TINY_ROWS = {
  left: [
    { id: 'left-1', problem: 'p', steps: ['a', 'b'], label: 1 },
    { id: 'left-2', problem: 'q', steps: ['a', 'b'], label: -1 },
  ],
  right: [
    { id: 'right-1', problem: 'p', steps: ['a', 'b'], label: 1 },
    { id: 'right-2', problem: 'q', steps: ['a', 'b'], label: -1 },
  ],
}

export const TINY_MANIFEST = {
  id: 'tiny',
  name: 'Tiny',
  kind: 'first_error',
  description: 'Four items.',
  subsets: [
    { id: 'left', name: 'Left' },
    { id: 'right', name: 'Right' },
  ],
  tuningSubset: 'left',
  license: 'CC0',
  source: 'a test',
  files: { left: 'left.json', right: 'right.json' },
  fields: { id: 'id', problem: 'problem', steps: 'steps', label: 'label' },
  indexBase: 0,
  noError: -1,
}

/** Writes the tiny benchmark, or one like it, and gives the path of its manifest. */
export function tinyBenchmark(
  changes: object = {},
  rows: Readonly<Record<string, unknown>> = TINY_ROWS,
): string {
  const folder = temporaryFolder()
  for (const [subset, content] of Object.entries(rows)) {
    writeFileSync(join(folder, `${subset}.json`), JSON.stringify(content))
  }
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify({ ...TINY_MANIFEST, ...changes }))
  return path
}

/** Right on every item: below 0.5 exactly where the label says. */
export const TINY_PREDICTIONS = [
  { id: 'left-1', scores: [0.9, 0.1] },
  { id: 'left-2', scores: [0.9, 0.8] },
  { id: 'right-1', scores: [0.9, 0.1] },
  { id: 'right-2', scores: [0.9, 0.8] },
]

/** Writes lines, given as values or as they are, to a file of its own. */
export function predictionsFile(lines: readonly (object | string)[]): string {
  const path = join(temporaryFolder(), 'predictions.jsonl')
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(path, text.map((line) => `${line}\n`).join(''))
  return path
}
