import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { BENCHMARK_KINDS, type BenchmarkKind } from '#schema/benchmark.ts'
import { kindOf } from '#schema/kinds/kinds.ts'
import type { Revision } from '#schema/revision.ts'
import { GSM8K_REVISION } from '../../../bench-runner/benchmarks/best-of-n.ts'
import { BenchmarkManifest } from '../../../bench-runner/benchmarks/manifest.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { evaluateFile } from '../../../bench-runner/evaluate-file.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_MANIFEST, TINY_ROWS, tinyBenchmark } from '../tiny-benchmark.ts'

test('reads rows as the manifest says they are written', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'manifest.json')
  const rows = [
    { uid: 'a:1', q: { text: 'p' }, answer: { parts: ['x', 'y'], by: 'm' }, wrong: 2, ok: false },
    { uid: 'a:2', q: { text: 'p' }, answer: { parts: ['x'], by: 'm' }, wrong: 'none', ok: true },
  ]
  writeFileSync(
    join(folder, 'rows.jsonl.gz'),
    gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')),
  )
  const manifest = {
    ...TINY_MANIFEST,
    subsets: [{ id: 'only', name: 'Only' }],
    tuningSubset: undefined,
    files: { only: 'rows.jsonl.gz' },
    fields: {
      id: 'uid',
      problem: 'q.text',
      steps: 'answer.parts',
      label: 'wrong',
      generator: 'answer.by',
      finalAnswerCorrect: 'ok',
    },
    indexBase: 1,
    noError: 'none',
  }
  writeFileSync(path, JSON.stringify(manifest))
  const opened = await openBenchmark({ benchmark: path })
  expect(opened).toMatchObject({
    status: 'ok',
    labelSet: 'custom',
    revision: {
      items: [
        { id: 'a:1', label: { kind: 'at', step: 1 }, generator: 'm', finalAnswerCorrect: false },
        { id: 'a:2', label: { kind: 'none' }, steps: ['x'], problem: 'p' },
      ],
    },
  })
})

test('reads the files of another folder with --data', async () => {
  const manifest = tinyBenchmark({}, {})
  const data = join(tinyBenchmark(), '..')
  expect(await openBenchmark({ benchmark: manifest })).toMatchObject({ code: 'missing_file' })
  expect(await openBenchmark({ benchmark: manifest, data })).toMatchObject({ status: 'ok' })
})

test.for([
  [{ files: { left: '../left.json', right: 'right.json' } }, 'files.left', 'inside the folder'],
  [{ files: { left: 'a/../../left.json', right: 'right.json' } }, 'files.left', 'inside'],
  [{ files: { left: '/etc/passwd', right: 'right.json' } }, 'files.left', 'inside'],
  [{ files: { left: 'left.json' } }, 'files.right', 'no file'],
  [{ files: { left: 'a', right: 'b', up: 'c' } }, 'files.up', 'Not a subset'],
  [{ subsets: [{ id: '../x', name: 'X' }] }, 'subsets.0.id', 'Write lower-case'],
  [{ tuningSubset: 'middle' }, 'tuningSubset', 'Not a subset'],
  [{ indexBase: 2 }, 'indexBase', ''],
  [{ noError: 0 }, 'noError', '0 is a step when steps count from 0'],
  [{ extra: 1 }, '', 'Unrecognized key'],
  [{ homepage: 'javascript:alert(1)' }, 'homepage', ''],
] as const)('refuses %s', async ([changes, field, message]) => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark(changes) })
  if (opened.status === 'ok') throw new Error('It was read')
  expect(opened.code).toBe('invalid')
  expect(opened.issues).toContainEqual({ field, message: expect.stringContaining(message) })
})

test('takes no key for a prototype', async () => {
  const path = tinyBenchmark()
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('{"left"', '{"__proto__":"left.json","left"'))
  expect(await openBenchmark({ benchmark: path })).toMatchObject({ status: 'ok' })
  writeFileSync(path, text.replace('"label":"label"', '"label":"__proto__.label"'))
  expect(await openBenchmark({ benchmark: path })).toMatchObject({
    code: 'invalid',
    issues: expect.arrayContaining([
      { item: 'left-1', field: '[0].__proto__.label', message: 'Missing' },
    ]),
  })
  expect(Object.hasOwn(Object.prototype, 'label')).toBe(false)
})

test('refuses the id of a built-in benchmark', async () => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark({ id: 'processbench' }) })
  expect(opened).toMatchObject({ code: 'invalid' })
})

test.for(['not json', '[]', 'null'])('refuses a manifest that is %s', async (text) => {
  const path = join(temporaryFolder(), 'manifest.json')
  writeFileSync(path, text)
  expect(await openBenchmark({ benchmark: path })).toMatchObject({ code: 'invalid' })
})

test('has a different revision once a label differs', async () => {
  const [first, ...rest] = TINY_ROWS.left
  const before = await openBenchmark({ benchmark: tinyBenchmark() })
  const after = await openBenchmark({
    benchmark: tinyBenchmark({}, { ...TINY_ROWS, left: [{ ...first, label: 0 }, ...rest] }),
  })
  if (before.status === 'failed' || after.status === 'failed') throw new Error('Not read')
  expect(after.revision.id).not.toBe(before.revision.id)
  const itemHashes = (revision: Revision) => revision.subsets.map(({ items }) => items)
  expect(itemHashes(after.revision)).toEqual(itemHashes(before.revision))
})

const DOCS = readFileSync('docs/benchmarks.md', 'utf8')

const FIELDS = BenchmarkManifest.options.flatMap(({ shape }) => [
  ...Object.keys(shape),
  ...Object.keys(shape.fields.shape),
])

test.for([...new Set(FIELDS)])('%s is documented', (field) => {
  expect(DOCS).toContain(`\`${field}\``)
})

/** The examples of the page, as files are named. */
const EXAMPLES = Array.from(
  DOCS.matchAll(/```(json|yaml)\n(.*?)\n```/gs),
  ([, type, text = '']) => ({
    text,
    name: `manifest.${type}`,
  }),
)

/** Writes the documented manifest of a kind to a folder of its own and opens it on these data. */
async function openExample(kind: BenchmarkKind, data: string) {
  const example = EXAMPLES.find(({ text }) => new RegExp(`kind"?: "?${kind}`).test(text))
  if (!example) throw new Error(`There is no example of ${kind}`)
  const path = join(temporaryFolder(), example.name)
  writeFileSync(path, example.text)
  return openBenchmark({ benchmark: path, data })
}

test('the documented JSON Schema is the one in force', () => {
  const [, schema = ''] = /```json schema\n(.*?)```/s.exec(DOCS) ?? []
  expect(JSON.parse(schema)).toEqual(z.toJSONSchema(BenchmarkManifest, { io: 'input' }))
})

test.skipIf(!hasSharedData)(
  'the documented first-error manifest reads BIG-Bench-Mistake',
  async () => {
    const opened = await openExample(
      'first_error',
      fileURLToPath(new URL('data/big-bench-mistake', SHARED)),
    )
    if (opened.status === 'failed') throw new Error(opened.message)
    const { items } = opened.revision
    const counts = opened.definition.subsets.map(({ id }) => {
      const own = items.filter(({ subset }) => subset === id)
      return [id, own.length, kindOf('first_error').count(own).error]
    })
    expect(counts).toEqual([
      ['dyck_languages', 986, 650],
      ['logical_deduction', 300, 294],
      ['multistep_arithmetic', 300, 238],
      ['tracking_shuffled_objects', 300, 260],
      ['word_sorting', 300, 266],
    ])
    expect(items).toHaveLength(2186)
    expect(items.at(-1)?.id).toBe('word_sorting-299')
    expect(items.find(({ id }) => id === 'word_sorting-0')).toMatchObject({
      problem: expect.stringMatching(/^kitten normative scan/),
    })
  },
)

test.skipIf(!hasSharedData)(
  'the documented step-labels manifest reads ratings of PRM800K',
  async () => {
    const file = fileURLToPath(new URL('data/import-samples/samples_prm800k.jsonl', SHARED))
    const refused = await openExample('step_labels', join(file, '..'))
    // In one of the six, nothing was written at the step at which the labeler gave up.
    expect(refused).toMatchObject({
      code: 'invalid',
      issues: [
        { line: 5, field: 'label.steps.8.completions.0.text' },
        { line: 5, field: 'label.steps.8.completions.0.rating' },
      ],
    })
    const data = temporaryFolder()
    const rows = readFileSync(file, 'utf8').split('\n')
    writeFileSync(join(data, 'samples_prm800k.jsonl'), rows.toSpliced(4, 1).join('\n'))
    const opened = await openExample('step_labels', data)
    if (opened.status === 'failed') throw new Error(opened.message)
    const read = opened.revision.items.map((item) => [
      item.id,
      'steps' in item && item.steps.length,
      'wrongSteps' in item && item.wrongSteps,
    ])
    expect(read).toEqual([
      ['rated-0', 6, [1]],
      ['rated-1', 7, [6]],
      ['rated-2', 5, []],
      ['rated-3', 7, [5]],
      ['rated-4', 12, []],
    ])
  },
)

test.skipIf(!hasSharedData)(
  'the documented pool manifest reads a pool as best-of-n does',
  async () => {
    const data = fileURLToPath(new URL('data/best-of-n-gsm8k', SHARED))
    const opened = await openExample('best_of_n', data)
    expect(opened).toMatchObject({
      status: 'ok',
      definition: { id: 'my-pool' },
      labelSet: 'custom',
      revision: { id: GSM8K_REVISION, items: { length: 500 } },
    })
  },
)

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

test('takes the subset of each row from a list of files', async () => {
  const rows = {
    one: [
      { ...TINY_ROWS.left[0], part: 'right' },
      { ...TINY_ROWS.left[1], part: 'left' },
    ],
    two: [{ ...TINY_ROWS.right[0], part: 'left' }],
  }
  const changes = {
    files: ['one.json', 'two.json'],
    fields: { ...TINY_MANIFEST.fields, subset: 'part' },
  }
  const opened = await openBenchmark({ benchmark: tinyBenchmark(changes, rows) })
  if (opened.status === 'failed') throw new Error(opened.message)
  expect(opened.revision.items.map(({ id, subset }) => [id, subset])).toEqual([
    ['left-2', 'left'],
    ['right-1', 'left'],
    ['left-1', 'right'],
  ])
  const stray = { ...rows, two: [{ ...TINY_ROWS.right[0], part: 'middle' }] }
  expect(await openBenchmark({ benchmark: tinyBenchmark(changes, stray) })).toMatchObject({
    issues: [{ item: 'right-1', field: 'subset', message: 'middle is none of left, right' }],
  })
  const files = { left: 'one.json', right: 'two.json' }
  expect(
    await openBenchmark({ benchmark: tinyBenchmark({ ...changes, files }, rows) }),
  ).toMatchObject({ issues: [{ field: 'files' }] })
})

const POOL = {
  kind: 'best_of_n',
  subsets: [{ id: 'left', name: 'Left' }],
  tuningSubset: undefined,
  files: { left: 'left.json' },
  fields: { problem: 'q', steps: 'solutions.*', answer: 'says.*.final', correct: 'ok' },
  indexBase: undefined,
  noError: undefined,
}
const POOL_ROW = {
  q: 'p',
  solutions: [['x', 'y'], ['z']],
  says: [{ final: '2' }, { final: null }],
  ok: [true, false],
}

test('reads a pool whose steps, answers and grades lie in lists of their own', async () => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark(POOL, { left: [POOL_ROW] }) })
  if (opened.status === 'failed') throw new Error(opened.message)
  expect(opened.revision.items).toEqual([
    {
      id: 'left-0',
      subset: 'left',
      problem: 'p',
      candidates: [
        { steps: ['x', 'y'], answer: '2', correct: true },
        { steps: ['z'], answer: null, correct: false },
      ],
    },
  ])
})

test.for([
  [{ ok: [true] }, 'solutions.*', '2 solutions, 2 answers, 1 grades'],
  [{ ok: [true, 'no'] }, 'ok.1', ''],
  [{ says: [{ final: '2' }, {}] }, 'says.1.final', ''],
  [{ says: [{ final: '2' }, { final: 3 }] }, 'says.1.final', ''],
  [{ solutions: [['x'], []] }, 'solutions.1', ''],
  [{ solutions: 'x' }, 'solutions.*', ''],
] as const)('refuses a problem with %o', async ([changes, field, message]) => {
  const rows = { left: [{ ...POOL_ROW, ...changes }] }
  const opened = await openBenchmark({ benchmark: tinyBenchmark(POOL, rows) })
  if (opened.status === 'ok') throw new Error('It was read')
  expect(opened.issues).toContainEqual(
    expect.objectContaining({ field: `[0].${field}`, message: expect.stringContaining(message) }),
  )
})

test('refuses a manifest that is no YAML', async () => {
  const path = join(temporaryFolder(), 'manifest.yaml')
  writeFileSync(path, 'id: [')
  expect(await openBenchmark({ benchmark: path })).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('is not YAML'),
  })
})

test.for(BENCHMARK_KINDS)('the documented %s manifest can be read', async (kind) => {
  // Its files are not there; all else is.
  expect(await openExample(kind, temporaryFolder())).toMatchObject({ code: 'missing_file' })
})
