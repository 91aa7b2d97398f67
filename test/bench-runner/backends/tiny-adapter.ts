import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../stepmark.ts'

/** Writes an adapter for the tokenizer of the small test models; gives its path. */
export function tinyAdapter(changes: Readonly<Record<string, unknown>> = {}): string {
  const path = join(temporaryFolder(), 'tiny.yaml')
  const adapter = {
    schema: 'stepmark.adapter/1',
    id: 'tiny',
    version: '1',
    status: 'complete',
    models: ['stepmark/tiny-class-head'],
    needs: 'token_vectors',
    sources: ['the tests'],
    tokens: { '<extra_0>': [261] },
    render: { mode: 'raw', bos: 'none', before: '{problem}\n', step: '{step}<extra_0>' },
    score: {
      at: { anchor: 'token', token: '<extra_0>' },
      read: { fn: 'softmax_classes', classes: 2, good: 1 },
    },
    threshold: 0.5,
    ...changes,
  }
  writeFileSync(path, JSON.stringify(adapter))
  return path
}
