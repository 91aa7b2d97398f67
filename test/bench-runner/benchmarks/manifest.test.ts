import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Revision, subsetHashes } from '#schema/revision.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { temporaryFolder } from '../stepmark.ts'
import { TINY_MANIFEST, TINY_ROWS, tinyBenchmark } from '../tiny-benchmark.ts'

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
  const itemHashes = async (revision: Revision) =>
    (await subsetHashes('first_error', revision)).map(({ items }) => items)
  expect(await itemHashes(after.revision)).toEqual(await itemHashes(before.revision))
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

test('refuses a manifest that is no YAML', async () => {
  const path = join(temporaryFolder(), 'manifest.yaml')
  writeFileSync(path, 'id: [')
  expect(await openBenchmark({ benchmark: path })).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('is not YAML'),
  })
})
