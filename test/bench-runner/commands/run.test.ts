import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MetricResult } from '#schema/metric.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'

const MINI = ['run', '-b', 'stepmark-mini', '--backend', 'baseline', '--model', 'random']

function replay(predictions: readonly object[], args: readonly string[]) {
  return stepmark([
    ['run', '-b', tinyBenchmark(), '--backend', 'replay', '--model', 'lab/prm'],
    ['--kind', 'discriminative_prm', '--predictions', predictionsFile(predictions), ...args],
  ])
}

function read(folder: string, path: string) {
  return readFileSync(join(folder, path), 'utf8')
}

/** The one run folder under a root. */
function folderIn(root: string): string {
  return globSync('*/*', { cwd: root }).map((path) => join(root, path))[0] ?? ''
}

test('keeps predictions, report, manifest and digests, and says where on stdout', async () => {
  const root = temporaryFolder()
  const { code, stdout, stderr } = await replay(TINY_PREDICTIONS.toReversed(), ['-o', root])
  const folder = stdout.trim()
  expect(folder).toBe(folderIn(root))
  expect(folder).toMatch(/lab__prm\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ_[0-9a-f]{8}$/)
  const [first, second] = TINY_PREDICTIONS.map((line) => `${JSON.stringify(line)}\n`)
  expect(read(folder, 'predictions/left.jsonl')).toBe(`${first}${second}`)
  const manifest = JSON.parse(read(folder, 'run.json'))
  expect(manifest).toMatchObject({
    schema: 'stepmark.run/1',
    benchmark: 'tiny',
    model: { id: 'lab/prm', kind: 'discriminative_prm' },
    backend: { kind: 'replay', version: '1' },
    partial: false,
    claim: { metricVersions: { first_error: '1' } },
  })
  expect(manifest.claim.values).toContainEqual({
    policy: 'fixed:0.5',
    subset: 'average',
    metric: 'f1',
    value: 1,
  })
  expect(JSON.parse(read(folder, 'metrics.json')).results).toHaveLength(3 * 3 * 3)
  expect(Object.keys(JSON.parse(read(folder, 'files.json')).files)).toEqual([
    'config.json',
    'metrics.json',
    'run.json',
    'predictions/left.jsonl',
    'predictions/right.jsonl',
  ])
  expect(stderr).toContain(`npx stepmark submit ${folder}`)
  expect(code).toBe(0)
})

test('writes down the image it runs in, which must be a digest', async () => {
  const image = `sha256:${'1b'.repeat(32)}`
  const root = temporaryFolder()
  const named = await stepmark([...MINI, '-o', root], { STEPMARK_IMAGE: image })
  expect(JSON.parse(read(named.stdout.trim(), 'run.json')).image).toBe(image)
  const tagged = await stepmark([...MINI, '-o', root], { STEPMARK_IMAGE: 'stepmark:latest' })
  expect(tagged.code).toBe(2)
  expect(tagged.stderr).toContain('Write sha256:<64 hexadecimal digits>')
})

test('submits whole runs alone, and finds out before it scores whether it may', async () => {
  const root = temporaryFolder()
  const sample = await stepmark([...MINI, '-o', root, '--limit', '5', '--submit'])
  expect(sample.code).toBe(2)
  expect(sample.stderr).toContain("'--submit' cannot be used with option '--limit <items>'")
  const nobody = await stepmark([...MINI, '-o', root, '--submit'], { STEPMARK_TOKEN: '' })
  expect(nobody.code).toBe(2)
  expect(nobody.stderr).toContain('No token. Set STEPMARK_TOKEN')
  expect(folderIn(root)).toBe('')
})

test('ends with 3 when items are missing, which it writes down and counts', async () => {
  const { code, stdout, stderr } = await replay(TINY_PREDICTIONS.slice(1), [
    '-o',
    temporaryFolder(),
    '--format',
    'json',
  ])
  const report = JSON.parse(stdout)
  expect(report.coverage.items).toEqual({ expected: 4, scored: 3 })
  expect(read(report.folder, 'predictions/left.jsonl').split('\n')[0]).toBe(
    '{"id":"left-1","scores":[null,null],"error":"The file has no prediction for this item"}',
  )
  expect(JSON.parse(read(report.folder, 'run.json')).partial).toBe(true)
  expect(stderr).toContain('1 items failed and count as wrong')
  expect(code).toBe(3)
})

test('scores a seeded sample of every subset and class, and marks it partial', async () => {
  const root = temporaryFolder()
  const args = [...MINI, '--limit', '60', '--seed', '7', '-q', '--format', 'json']
  const [one, two, other] = await Promise.all([
    stepmark([...args, '-o', join(root, 'one')]),
    stepmark([...args, '-o', join(root, 'two')]),
    stepmark([...args, '--seed', '8', '-o', join(root, 'other')]),
  ])
  const { folder, coverage, results } = JSON.parse(one.stdout)
  expect(coverage.items.expected).toBe(60)
  expect(JSON.parse(read(folder, 'run.json'))).toMatchObject({ partial: true, seed: 7 })
  expect(JSON.parse(read(folder, 'run.json'))).not.toHaveProperty('claim')
  // easy and hard hold 70 items a class of 460, medium 90: 60 * 70 / 460 = 9.1, 60 * 90 / 460 = 11.7
  const errors = results.map((result: MetricResult) =>
    Math.round((result.counts && 'error_n' in result.counts ? result.counts.error_n : 0) / 3),
  )
  // to thirds, 9 to 10 and 11 to 12: 3 3 3, 4 4 4, 3 3 3
  expect(errors.slice(0, 9)).toEqual([3, 3, 3, 4, 4, 4, 3, 3, 3])
  const easy = 'predictions/easy.jsonl'
  expect(read(JSON.parse(two.stdout).folder, easy)).toBe(read(folder, easy))
  expect(read(JSON.parse(other.stdout).folder, easy)).not.toBe(read(folder, easy))
})

test.for([
  [['--backend', 'onxx', '--model', 'x', '--kind', 'baseline'], 'Available: baseline, onnx'],
  [['--backend', 'baseline', '--model', 'gpt'], 'Available: constant-good, constant-bad, random'],
  [['--backend', 'replay', '--model', 'a/b'], 'with --kind: discriminative_prm'],
  [['--backend', 'replay', '--model', 'a/b', '--kind', 'baseline'], 'needs --predictions FILE'],
  [['--backend', 'baseline', '--model', 'random', '--predictions', 'x'], '--backend replay'],
  [['--backend', 'baseline', '--model', 'random', '--subset', 'x'], 'Available: easy, medium'],
  [['--backend', 'baseline', '--model', 'random', '--cut', '2'], "outside the scores' range"],
  [['--backend', 'baseline', '--model', 'random', '--limit', '0'], 'above 0'],
  [[], 'Give --benchmark, --backend and --model'],
] as const)('refuses %s as wrong usage', async ([args, message]) => {
  const { code, stdout, stderr } = await stepmark(['run', '-b', 'stepmark-mini', ...args])
  expect(stderr).toContain(message)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
