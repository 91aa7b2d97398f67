import { fileURLToPath } from 'node:url'
import type { BenchmarkDefinition } from '#schema/benchmark.ts'
import type { BenchmarkItem } from '#schema/kinds/kinds.ts'
import { type Failed, failed } from '../failure.ts'
import { readText } from '../read-text.ts'
import { STEP_LABEL_GROUPS } from '../stepmark-mini/step-label-groups.ts'
import { type BenchmarkSource, uniqueRevision } from './benchmark-source.ts'
import { PROCESSBENCH_ROWS, readFirstErrorRow } from './first-error-rows.ts'
import { parsePool, WHOLE_POOL } from './pool-file.ts'
import { readRows } from './read-rows.ts'
import { readStepLabelRow, type StepLabelRows } from './step-label-rows.ts'

const OURS = {
  license: 'Apache-2.0',
  source: 'Stepmark, bench-runner/stepmark-mini',
} as const

/** Our own benchmark, part of the runner: solutions with one planted error or none. */
export const stepmarkMini = miniSource(
  {
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
    ...OURS,
  },
  {
    file: 'first-error.jsonl',
    parse(path, text) {
      const fields = { ...PROCESSBENCH_ROWS.fields, subset: 'subset' }
      const format = { ...PROCESSBENCH_ROWS, fields }
      return readRows([{ path, text, subset: undefined }], (row, place) =>
        readFirstErrorRow(row, { place, format }),
      )
    },
  },
)

const CLASS_NAMES = {
  redundancy: 'Redundancy',
  circular: 'Circular logic',
  counterfactual: 'Misread problem',
  step_contradiction: 'Step contradiction',
  domain_inconsistency: 'Wrong rule or unit',
  confidence: 'Unsupported claim',
  missing_condition: 'Dropped condition',
  deception: 'Hidden slip',
  multi_solutions: 'Other solution',
}

const STEP_LABEL_ROWS: StepLabelRows = {
  fields: {
    id: 'id',
    subset: 'class',
    problem: 'problem',
    steps: 'steps',
    labels: 'wrong_steps',
    reason: 'reason',
  },
  indexBase: 0,
}

/** Its solutions with every wrong step marked, in nine classes of flaws. */
export const stepmarkMiniSteps = miniSource(
  {
    id: 'stepmark-mini-steps',
    name: 'Stepmark mini, step labels',
    kind: 'step_labels',
    description:
      'Generated solutions with every wrong step marked, in nine classes of flaws; part of the runner.',
    subsets: Object.entries(CLASS_NAMES).map(([id, name]) => ({ id, name })),
    groups: Object.entries(STEP_LABEL_GROUPS).map(([id, classes]) => ({
      id,
      name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
      subsets: Object.keys(classes),
    })),
    ...OURS,
  },
  {
    file: 'step-labels.jsonl',
    parse: (path, text) =>
      readRows([{ path, text, subset: undefined }], (row, place) =>
        readStepLabelRow(row, { place, format: STEP_LABEL_ROWS }),
      ),
  },
)

/** Its problems with eight solutions each, to choose from. */
export const stepmarkMiniPool = miniSource(
  {
    id: 'stepmark-mini-pool',
    name: 'Stepmark mini, Best-of-8',
    kind: 'best_of_n',
    description:
      'Choose among eight generated solutions of each of 60 problems, where most of them may be wrong; part of the runner.',
    subsets: [{ id: WHOLE_POOL, name: 'All problems' }],
    ...OURS,
  },
  { file: 'best-of-n.jsonl', parse: parsePool },
)

function miniSource(
  definition: BenchmarkDefinition,
  {
    file,
    parse,
  }: {
    readonly file: string
    readonly parse: (
      path: string,
      text: string,
    ) => { readonly status: 'ok'; readonly items: readonly BenchmarkItem[] } | Failed
  },
): BenchmarkSource {
  const path = fileURLToPath(new URL(`../stepmark-mini/data/${file}`, import.meta.url))
  return {
    definition,
    labelSets: [],
    downloads: [],
    async load({ data }) {
      if (data !== undefined) {
        return failed('usage', `${definition.id} is part of the runner; leave --data out`)
      }
      const read = await readText(path)
      if (read.status === 'failed') return read
      const rows = parse(path, read.text)
      if (rows.status === 'failed') return rows
      const unique = await uniqueRevision(definition, rows.items)
      if (unique.status === 'failed') return unique
      return { status: 'ok', revision: unique.revision, labelSet: '1', warnings: [] }
    },
  }
}
