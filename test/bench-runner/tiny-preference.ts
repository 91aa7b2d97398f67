import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './stepmark.ts'

/** Rows as a web agent's benchmark writes them: a context of several fields, actions to compare. */
export const TINY_ROWS = [
  {
    task_id: 1,
    intent: 'Buy milk',
    history: ['Opened the shop', 'Searched milk'],
    chosen: [{ thought: 'It is there.', action: 'click(milk)' }],
    rejected: [{ thought: 'Leave.', action: 'close()' }, { action: 'click(bread)' }],
    source_name: 'web',
  },
  {
    task_id: 1,
    intent: 'Buy milk',
    history: null,
    chosen: [{ thought: 'Pay.', action: 'click(pay)' }],
    rejected: [{ thought: 'Wait.', action: 'noop()' }],
    source_name: 'web',
  },
  {
    task_id: 7,
    intent: 'Find a bus',
    history: [],
    chosen: [{ action: 'type(bus)' }],
    rejected: [{ action: 'noop()' }, { action: 'close()' }, { action: 'scroll()' }],
    source_name: 'arena',
  },
]

/** MRR 1, 1/2 (tied) and 1/3 (behind one, tied with none; one missing): web 3/4, arena 1/2. */
export const TINY_LINES = [
  { id: 'item-0', chosen: 0.9, rejected: [0.1, null] },
  { id: 'item-1', chosen: 0.5, rejected: [0.5] },
  { id: 'item-2', chosen: 0.5, rejected: [0.25, 0.75, null] },
]

export const TINY_MANIFEST = {
  id: 'tiny-preference',
  name: 'Tiny preference',
  kind: 'preference',
  description: 'Three choices to rank by hand.',
  subsets: [
    { id: 'web', name: 'Web' },
    { id: 'arena', name: 'Arena' },
  ],
  license: 'CC0-1.0',
  source: 'the tests',
  files: ['rows.jsonl'],
  fields: {
    problem: ['intent', 'history'],
    chosen: ['chosen.0.thought', 'chosen.0.action'],
    rejected: ['rejected.*.thought', 'rejected.*.action'],
    task: 'task_id',
    subset: 'source_name',
  },
}

/** Writes a preference benchmark and gives the path of its manifest. */
export function tinyPreference(rows: readonly object[] = TINY_ROWS, change: object = {}): string {
  const folder = temporaryFolder()
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify({ ...TINY_MANIFEST, ...change }))
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}

/** Writes a predictions file. */
export function linesFile(lines: readonly object[] = TINY_LINES): string {
  const path = join(temporaryFolder(), 'scores.jsonl')
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return path
}
