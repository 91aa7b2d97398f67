import { fileURLToPath } from 'node:url'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import { type Failed, failed } from '../failure.ts'
import { readText } from '../read-text.ts'
import { type BenchmarkSource, type LoadedBenchmark, uniqueRevision } from './benchmark-source.ts'
import { readRows } from './read-rows.ts'
import { PROCESSBENCH_ROWS } from './row-format.ts'

const FILE = fileURLToPath(new URL('../stepmark-mini/data/first-error.jsonl', import.meta.url))

const definition: BenchmarkDefinition = {
  id: 'stepmark-mini',
  name: 'Stepmark mini',
  kind: 'first_error',
  description:
    'Generated arithmetic and algebra solutions with one planted error or none; small enough to ship with the runner.',
  subsets: [
    { id: 'easy', name: 'Easy' },
    { id: 'medium', name: 'Medium' },
    { id: 'hard', name: 'Hard' },
  ],
  tuningSubset: 'easy',
  license: 'Apache-2.0',
  source: 'Stepmark, bench-runner/stepmark-mini',
}

/** Our own benchmark, part of the runner: no download, no other copy. */
export const stepmarkMini: BenchmarkSource = {
  definition,
  labelSets: [],
  downloads: [],
  async load({ data }): Promise<LoadedBenchmark | Failed> {
    if (data !== undefined) {
      return failed('usage', 'stepmark-mini is part of the runner; leave --data out')
    }
    const file = await readText(FILE)
    if (file.status === 'failed') return file
    const rows = readRows(
      { path: FILE, text: file.text, subset: { field: 'subset' } },
      PROCESSBENCH_ROWS,
    )
    if (rows.status === 'failed') return rows
    const unique = await uniqueRevision(definition, rows.items)
    if (unique.status === 'failed') return unique
    return { status: 'ok', revision: unique.revision, labelSet: '1', warnings: [] }
  },
}
