import { expect, test } from 'vitest'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { evaluateFile } from '../../../bench-runner/evaluate-file.ts'
import { predictionsFile, tinyBenchmark } from '../tiny-benchmark.ts'

const STEP_ROWS = [
  { q: 'p', s: ['x', 'y', 'z'], wrong: [3, 1], why: 'slip' },
  { q: 'p', s: ['x'], wrong: [], why: null },
]
const STEP_LABELS = {
  kind: 'step_labels',
  subsets: [{ id: 'left', name: 'Left' }],
  tuningSubset: undefined,
  files: { left: 'left.json' },
  fields: { problem: 'q', steps: 's', labels: 'wrong', reason: 'why' },
  indexBase: 1,
  noError: undefined,
}

test('reads the numbers of wrong steps, in any order', async () => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark(STEP_LABELS, { left: STEP_ROWS }) })
  expect(opened).toMatchObject({
    status: 'ok',
    revision: {
      items: [
        { id: 'left-0', subset: 'left', wrongSteps: [0, 2], reason: 'slip' },
        { id: 'left-1', wrongSteps: [] },
      ],
    },
  })
})

test('reads groups, whose values are means of their classes', async () => {
  const benchmark = tinyBenchmark(
    { ...STEP_LABELS, groups: [{ id: 'both', name: 'Both', subsets: ['left'] }] },
    { left: STEP_ROWS },
  )
  const evaluated = await evaluateFile({
    benchmark,
    predictions: predictionsFile([
      { id: 'left-0', scores: [0, 1, 1] },
      { id: 'left-1', scores: [1] },
    ]),
    scoreKind: { kind: 'probability' },
    variant: 'strict',
    seed: 0,
  })
  if (evaluated.status === 'failed') throw new Error(evaluated.message)
  // tp 2, fn 0, tn 1, fp 1: f1 4 / (4 + 1), negative f1 2 / (2 + 1); their mean 11/15
  for (const subset of ['left', 'both', 'overall']) {
    expect(evaluated.report.results).toContainEqual(
      expect.objectContaining({ subset, metric: 'prm_score', value: expect.closeTo(11 / 15, 14) }),
    )
  }
})

test('reads one mark a step, of any type', async () => {
  const changes = {
    ...STEP_LABELS,
    indexBase: undefined,
    marks: { right: ['+', 1], wrong: [false] },
  }
  const rows = [{ q: 'p', s: ['x', 'y', 'z'], wrong: ['+', false, 1] }]
  const opened = await openBenchmark({ benchmark: tinyBenchmark(changes, { left: rows }) })
  expect(opened).toMatchObject({ revision: { items: [{ id: 'left-0', wrongSteps: [1] }] } })
})

test.for([
  [{ wrong: [0] }, {}, 'wrong', 'There is no step 0. Write 1 to 3'],
  [{ wrong: [4] }, {}, 'wrong', 'There is no step 4'],
  [{ wrong: ['1'] }, {}, 'wrong', 'There is no step "1"'],
  [{ wrong: 1 }, {}, 'wrong', 'Write a list of step numbers or of marks'],
  [
    { wrong: ['+', '-'] },
    { marks: { right: ['+'], wrong: ['-'] } },
    'wrong',
    '2 marks for 3 steps',
  ],
  [
    { wrong: ['+', '?', '-'] },
    { marks: { right: ['+'], wrong: ['-'] } },
    'wrong',
    '"?" is no mark',
  ],
  [{ s: ['x', 5, 'z'] }, {}, 's.1', ''],
  [{ s: [] }, {}, 's', ''],
] as const)('refuses a row with %o', async ([row, changes, field, message]) => {
  const manifest = {
    ...STEP_LABELS,
    ...('marks' in changes && { ...changes, indexBase: undefined }),
  }
  const benchmark = tinyBenchmark(manifest, { left: [{ ...STEP_ROWS[0], ...row }] })
  const opened = await openBenchmark({ benchmark })
  if (opened.status === 'ok') throw new Error('It was read')
  expect(opened.issues).toContainEqual(
    expect.objectContaining({ field: `[0].${field}`, message: expect.stringContaining(message) }),
  )
})

test.for([
  [{ indexBase: undefined }, 'indexBase', 'Give either indexBase'],
  [{ marks: { right: [1], wrong: [0] } }, 'marks', 'Give either indexBase'],
  [{ indexBase: undefined, marks: { right: [1], wrong: [1] } }, 'marks', '1 cannot mean right and'],
  [{ indexBase: undefined, marks: { right: [], wrong: [1] } }, 'marks.right', ''],
  [{ noError: -1 }, '', 'Unrecognized key: "noError"'],
  [{ groups: [{ id: 'g', name: 'G', subsets: ['x'] }] }, 'groups.0.subsets', 'Not a subset'],
  [{ groups: [{ id: 'left', name: 'G', subsets: ['left'] }] }, 'subsets', 'the same id'],
  [{ fields: { problem: 'q', steps: 's' } }, 'fields.labels', ''],
  [{ fields: { problem: 'q', steps: 's', labels: 'a..b' } }, 'fields.labels', 'joined by dots'],
  [{ kind: 'ranking' }, 'kind', ''],
  [{ files: ['left.json'] }, 'files', 'Write a list of files just when'],
] as const)('refuses a step-labels manifest with %o', async ([changes, field, message]) => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark({ ...STEP_LABELS, ...changes }) })
  if (opened.status === 'ok') throw new Error('It was read')
  expect(opened.issues).toContainEqual({ field, message: expect.stringContaining(message) })
})
