import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MetricResult } from '#schema/metric.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, tinyBenchmark } from '../tiny-benchmark.ts'
import { tinyPool } from '../tiny-pool.ts'

const MINI = [
  ['stepmark-mini', 460, ['easy', 'medium', 'hard'], 'f1', 'average'],
  ['stepmark-mini-steps', 320, ['redundancy', 'circular'], 'prm_score', 'overall'],
  ['stepmark-mini-pool', 60, ['all'], 'accuracy', 'all'],
] as const
const REPLAY = ['--backend', 'replay', '--model', 'lab/prm', '--kind', 'generative_prm', '-q']

test.for(MINI)(
  '%s: what a baseline scored is kept, replays byte for byte, and validates',
  async ([benchmark, least, subsets, metric, subset]) => {
    const { folder, ...report } = await run(benchmark, '--backend', 'baseline', '--model', 'length')
    expect(report.benchmark).toBe(benchmark)
    expect(report.coverage.items.expected).toBeGreaterThanOrEqual(least)
    expect(report.coverage.items.scored).toBe(report.coverage.items.expected)
    expect(report.coverage.steps.scored).toBe(report.coverage.steps.expected)
    const { claim, partial, backend } = json(folder, 'run.json')
    expect({ partial, backend }).toEqual({
      partial: false,
      backend: { kind: 'baseline', version: '1' },
    })
    const measured = report.results.filter((result) => result.metric === metric)
    expect(measured.length).toBeGreaterThan(0)
    const headline = measured.find((result) => result.subset === subset)
    expect(headline?.status === 'ok' && claim.values).toContainEqual(
      expect.objectContaining({
        policy: headline?.policy,
        subset,
        metric,
        value: headline?.status === 'ok' && headline.value,
      }),
    )
    expect((await stepmark(['validate', folder])).code).toBe(0)

    const lines = report.subsets.flatMap((name) => linesOf(folder, name))
    expect(report.subsets).toEqual(expect.arrayContaining([...subsets]))
    const file = predictionsFile(lines.toReversed())
    const again = await run(benchmark, ...REPLAY, '--predictions', file)
    for (const name of report.subsets)
      expect(linesOf(again.folder, name)).toEqual(linesOf(folder, name))
    expect(again.results).toEqual(report.results)
  },
)

test.for(MINI)('%s: a sample is partial, seeded, and never valid', async ([benchmark]) => {
  const sample = ['--backend', 'baseline', '--model', 'random', '--limit', '20', '--seed', '3']
  const [one, two] = await Promise.all([run(benchmark, ...sample), run(benchmark, ...sample)])
  expect(one.coverage.items).toEqual({ expected: 20, scored: 20 })
  expect(one.subsets.flatMap((name) => linesOf(one.folder, name))).toHaveLength(20)
  expect(json(one.folder, 'run.json')).toMatchObject({ partial: true, seed: 3 })
  expect(json(one.folder, 'run.json')).not.toHaveProperty('claim')
  expect(two.results).toEqual(one.results)
  const { code, stderr } = await stepmark(['validate', one.folder])
  expect(stderr).toContain('partial: Only a sample of the items was scored')
  expect(code).toBe(1)
})

test('a sample of step labels keeps the shares of classes', async () => {
  const args = ['--backend', 'baseline', '--model', 'random', '--limit', '80']
  const all = await run('stepmark-mini-steps', '--backend', 'baseline', '--model', 'random')
  const sample = await run('stepmark-mini-steps', ...args)
  for (const name of all.subsets) {
    const share = (linesOf(all.folder, name).length * 80) / all.coverage.items.expected
    expect(Math.abs(linesOf(sample.folder, name).length - share)).toBeLessThan(1)
  }
})

test('a pool has one line a problem, one list a candidate', async () => {
  const data = tinyPool()
  const { folder, ...report } = await run(
    'best-of-n',
    '--data',
    data,
    '--backend',
    'baseline',
    '--model',
    'constant-good',
  )
  expect(linesOf(folder, 'all')).toEqual([
    '{"id":"p-1","scores":[[1,1],[1,1]]}',
    '{"id":"p-2","scores":[[1,1],[1]]}',
  ])
  expect(report.coverage).toEqual({
    items: { expected: 2, scored: 2 },
    steps: { expected: 7, scored: 7 },
  })
  // All tie: the first candidate is right in one problem of two; at random each is, half the time.
  const best = report.results.find(
    ({ policy, candidates }) => policy === 'best_of:min' && candidates === 2,
  )
  expect(best).toMatchObject({ value: 0.5, k: 1, n: 2, tie_share: 1, random_ties: 0.5 })
  expect(json(folder, 'run.json').claim).toMatchObject({ metricVersions: { best_of_n: '1' } })
  expect(json(folder, 'run.json').claim.values).toContainEqual({
    policy: 'best_of:min',
    subset: 'all',
    metric: 'accuracy',
    candidates: 2,
    value: 0.5,
  })
  expect((await stepmark(['validate', folder])).code).toBe(0)
})

test('a replayed pool keeps channels, draws and what was written of each candidate', async () => {
  const lines = [
    {
      id: 'p-1',
      channels: {
        redundancy: [
          [3, 4],
          [5, 6],
        ],
      },
      draws: [
        [
          [0.25, 0.5],
          [1, 1],
        ],
        [
          [0.75, null],
          [1, 0],
        ],
      ],
      text: ['first', 'second'],
    },
    { id: 'p-2', scores: [[0.1, 0.2], [null]] },
  ]
  const { folder } = await run(
    'best-of-n',
    '--data',
    tinyPool(),
    ...REPLAY,
    '--predictions',
    predictionsFile(lines),
  )
  expect(linesOf(folder, 'all').map((line) => JSON.parse(line))).toEqual(lines)
})

test('a replayed solution keeps channels, draws, spans and text', async () => {
  const lines = [
    // "a" and "b" joined by two line breaks: 0-1 and 3-4
    { id: 'left-1', scores: [0.5], spans: [[0, 4]], text: ['once', 'twice'] },
    { id: 'left-2', draws: [[0.5, 1]], channels: { lower: [0, null] } },
    { id: 'right-1', scores: [0.1, null] },
    { id: 'right-2', scores: [1, 1] },
  ]
  const { folder, coverage } = await run(
    tinyBenchmark(),
    ...REPLAY,
    '--predictions',
    predictionsFile(lines),
  )
  const kept = ['left', 'right'].flatMap((name) => linesOf(folder, name))
  expect(kept.map((line) => JSON.parse(line))).toEqual(lines)
  expect(coverage.steps).toEqual({ expected: 8, scored: 7 })
})

test('a problem is failed as a whole when the file lacks it', async () => {
  const file = predictionsFile([{ id: 'p-2', scores: [[0.1, 0.2], [0.9]] }])
  const { folder, code } = await run(
    'best-of-n',
    '--data',
    tinyPool(),
    ...REPLAY,
    '--predictions',
    file,
  )
  expect(JSON.parse(linesOf(folder, 'all')[0] ?? '')).toEqual({
    id: 'p-1',
    scores: [
      [null, null],
      [null, null],
    ],
    error: 'The file has no prediction for this item',
  })
  expect(json(folder, 'run.json').partial).toBe(true)
  expect(code).toBe(3)
})

test.for([
  ['step-labels.jsonl', 'stepmark-mini-steps', 'takes scores, not verdicts'],
  ['best-of-n.jsonl', 'stepmark-mini-pool', 'Give scores, one list a candidate'],
] as const)('%s takes no verdicts', async ([name, benchmark, message]) => {
  const data = readFileSync(join('bench-runner/stepmark-mini/data', name), 'utf8')
  const { id, problem_id = id } = JSON.parse(data.split('\n')[0] ?? '')
  const file = predictionsFile([{ id: problem_id, verdicts: [0] }])
  const { code, stdout, stderr } = await stepmark([
    ['run', '-b', benchmark, ...REPLAY, '--predictions', file, '-o', temporaryFolder()],
  ])
  expect(stderr).toContain(message)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

interface RunReport {
  readonly folder: string
  readonly benchmark: string
  readonly coverage: Record<'items' | 'steps', { expected: number; scored: number }>
  readonly results: readonly MetricResult[]
  readonly subsets: readonly string[]
  readonly code: number | null
}

async function run(benchmark: string, ...args: readonly string[]): Promise<RunReport> {
  const { code, stdout, stderr } = await stepmark([
    ['run', '-b', benchmark, '-o', temporaryFolder(), '-q', '--format', 'json', ...args],
  ])
  if (stdout === '') throw new Error(stderr)
  const report = JSON.parse(stdout)
  const files = Object.keys(json(report.folder, 'files.json').files)
  const subsets = files.flatMap((path) => /^predictions\/(.+)\.jsonl$/.exec(path)?.[1] ?? [])
  return { ...report, code, subsets }
}

function json(folder: string, path: string) {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'))
}

function linesOf(folder: string, subset: string): string[] {
  return readFileSync(join(folder, 'predictions', `${subset}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1)
}
