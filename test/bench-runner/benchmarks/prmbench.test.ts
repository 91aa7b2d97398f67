import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { PRMBENCH_CLASSES } from '#schema/metrics/step-classes.ts'
import { StepLabelsItem } from '#schema/step-labels-item.ts'
import { sha256Of } from '../../../bench-runner/benchmarks/pinned-file.ts'
import { prmBench, readPrmBench } from '../../../bench-runner/benchmarks/prmbench.ts'
import { PRMBENCH_FILES } from '../../../bench-runner/benchmarks/prmbench-files.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'

const ROW = {
  original_question: 'one',
  modified_question: 'two',
  original_process: ['a', 'b'],
  modified_process: ['a', 'c', 'd'],
  modified_steps: [2],
  error_steps: [2, 3],
  reason: 'c is wrong',
  idx: 'prm_test_p1_0',
  question: 'three',
  classification: 'circular',
}

function read(...rows: unknown[]) {
  return readPrmBench([{ path: 'rows.jsonl', lines: rows.map((r) => JSON.stringify(r)) }])
}

function itemsOf(...rows: unknown[]) {
  const result = read(...rows)
  if (result.status === 'failed') throw new Error(result.message)
  return result
}

test('reads the modified solution, its wrong steps 0-based, and the original beside it', () => {
  expect(itemsOf(ROW)).toEqual({
    status: 'ok',
    items: [
      {
        id: 'circular_prm_test_p1_0',
        subset: 'circular',
        problem: 'two',
        steps: ['a', 'c', 'd'],
        wrongSteps: [1, 2],
        reason: 'c is wrong',
        original: { problem: 'one', steps: ['a', 'b'] },
      },
    ],
    correctItems: [],
    warnings: [],
  })
})

test('puts the class before an idx only once', () => {
  const prefixed = itemsOf({ ...ROW, idx: 'circular_prm_test_p1_0' })
  expect(prefixed).toEqual(itemsOf(ROW))
  const redundant = { ...ROW, classification: 'redundency', idx: 'redundency_prm_test_p1_0' }
  expect(itemsOf(redundant).correctItems[0]?.id).toBe('correct_prm_test_p1_0')
})

test('makes a correct item of the original of a redundency row', () => {
  expect(itemsOf({ ...ROW, classification: 'redundency' }).correctItems).toEqual([
    {
      id: 'correct_prm_test_p1_0',
      subset: 'correct',
      problem: 'one',
      steps: ['a', 'b'],
      wrongSteps: [],
    },
  ])
})

test.each([
  ['id', { idx: 'i'.repeat(128) }, `circular_${'i'.repeat(128)}`],
  [
    'steps',
    // 3 + 75,000 + 75,000 characters with the problems: more than an item may hold
    { modified_process: ['a'.repeat(75_000)], original_process: ['a'.repeat(75_000)] },
    'circular_prm_test_p1_0',
  ],
])('refuses a row whose item is too long in its %s', (field, changed, item) => {
  expect(read({ ...ROW, error_steps: [1], ...changed })).toMatchObject({
    status: 'failed',
    issues: [{ line: 1, item, field }],
  })
})

test('counts the first of two rows with one id', () => {
  const { items, warnings } = itemsOf(ROW, { ...ROW, modified_question: 'again' })
  expect(items.map(({ problem }) => problem)).toEqual(['two'])
  expect(warnings).toEqual([
    'Rows left out because an earlier row has the same id: 1 (circular_prm_test_p1_0)',
  ])
})

test('leaves out and counts wrong steps that do not exist, and sorts the others', () => {
  const { items, warnings } = itemsOf({ ...ROW, error_steps: [4, 3, 0, 1, 3] })
  expect(items[0]?.wrongSteps).toEqual([0, 2])
  expect(warnings).toEqual(['Labels left out because the solution has no such step: 2, in 1 items'])
})

test('leaves an empty reason out', () => {
  const row = { ...ROW, classification: 'multi_solutions', error_steps: [], reason: '' }
  expect(itemsOf(row).items[0]).not.toHaveProperty('reason')
})

test('names file, line and field of a row that it cannot read', () => {
  expect(read(ROW, { ...ROW, classification: 'other' }, { ...ROW, error_steps: ['2'] })).toEqual({
    status: 'failed',
    code: 'invalid',
    message: 'rows.jsonl has rows that cannot be read',
    issues: [
      expect.objectContaining({ line: 2, item: 'prm_test_p1_0', field: 'classification' }),
      expect.objectContaining({ line: 3, field: 'error_steps.0' }),
    ],
  })
  expect(readPrmBench([{ path: 'rows.jsonl', lines: ['', '{'] }])).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('rows.jsonl: line 2 is not JSON'),
  })
})

test('reads no rows as no items', () => {
  expect(readPrmBench([])).toEqual({ status: 'ok', items: [], correctItems: [], warnings: [] })
})

test('has a subset for every class', () => {
  expect(prmBench.definition.subsets.map(({ id }) => id)).toEqual(PRMBENCH_CLASSES)
})

test.for([
  [[1, 1], 'Write each wrong step once, in ascending order'],
  [[1, 0], 'Write each wrong step once, in ascending order'],
  [[3], 'A wrong step does not exist'],
])('a record refuses the wrong steps %o', ([wrongSteps, message]) => {
  const record = { ...itemsOf(ROW).items[0], wrongSteps }
  expect(StepLabelsItem.safeParse(record).error?.issues).toMatchObject([{ message }])
})

test('a record refuses texts that a database row cannot hold', () => {
  const record = { ...itemsOf(ROW).items[0], problem: 'x'.repeat(149_999) }
  expect(StepLabelsItem.safeParse(record).success).toBe(false)
})

test.skipIf(!hasSharedData)('reads the whole benchmark with the counts of its authors', () => {
  const files = PRMBENCH_FILES.map(({ path, sha256 }) => {
    const bytes = readFileSync(new URL(`data/prmbench/${basename(path)}`, SHARED))
    expect([path, sha256Of(bytes)]).toEqual([path, sha256])
    return { path, lines: bytes.toString().split('\n') }
  })
  expect(files).toHaveLength(25)
  const result = readPrmBench(files)
  if (result.status === 'failed') throw new Error(result.message)
  const { items, correctItems, warnings } = result
  const counts = PRMBENCH_CLASSES.map((id) => [id, ...sizes(items, id)])
  expect(counts).toEqual([
    ['redundency', 758, 11613, 1537],
    ['circular', 758, 7813, 2135],
    ['counterfactual', 757, 10477, 2074],
    ['step_contradiction', 758, 10765, 1192],
    ['domain_inconsistency', 757, 10031, 1338],
    ['confidence', 757, 10748, 1304],
    ['missing_condition', 756, 9613, 1869],
    ['deception', 750, 10070, 1700],
    ['multi_solutions', 160, 2241, 0],
  ])
  expect(sizes(correctItems, 'correct')).toEqual([758, 10832, 0])
  expect(items).toHaveLength(6211)
  expect(warnings).toEqual([
    `Rows left out because an earlier row has the same id: 5 (${[863, 889, 997, 1053, 1058]
      .map((n) => `multi_solutions_prm_test_p2_${n}`)
      .join(', ')})`,
    'Labels left out because the solution has no such step: 151, in 100 items',
  ])
  for (const item of [...items, ...correctItems]) expect(StepLabelsItem.parse(item)).toEqual(item)
})

function sizes(items: readonly StepLabelsItem[], subset: string): number[] {
  const own = items.filter((item) => item.subset === subset)
  const sum = (size: (item: StepLabelsItem) => number) => own.reduce((n, item) => n + size(item), 0)
  return [own.length, sum(({ steps }) => steps.length), sum(({ wrongSteps }) => wrongSteps.length)]
}
