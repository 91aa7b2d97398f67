import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { MetricResult } from '#schema/metric.ts'
import { evaluateFile } from '../../../bench-runner/evaluate-file.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'

const DATA = '../shared/data'
const POLICIES = ['fixed:0.5', 'tuned:gsm8k', 'oracle']
const DEFAULTS = { scoreKind: { kind: 'probability' }, variant: 'strict', seed: 0 } as const
const Answer = z.object({ results: z.array(MetricResult) })
const MODELS = [
  'Llama-3.1-8B-Instruct',
  'Llama3.1-8B-PRM-Deepseek-Data',
  'Qwen2.5-7B-Instruct',
  'Qwen2.5-Math-7B-PRM800K',
  'Qwen2.5-Math-PRM-7B',
]

test.skipIf(!existsSync(DATA)).for(MODELS)(
  'agrees with an independent implementation on %s',
  async (model) => {
    const expected = JSON.parse(await readFile(`${DATA}/EXPECTED.json`, 'utf8'))
    const { stdout } = await stepmark([
      ['evaluate', '--benchmark', 'processbench', '--data', `${DATA}/processbench-1000`],
      ['--predictions', `${DATA}/scores/processbench-1000/${model}.jsonl`, '--format', 'json'],
      POLICIES.flatMap((policy) => ['--policy', policy]),
    ])
    const { results } = Answer.parse(JSON.parse(stdout))
    expect(results).toHaveLength(3 * 5 * 3)
    for (const { metric, policy, subset, counts, threshold, ...result } of results) {
      if (metric !== 'f1') continue
      const own = expected['processbench-1000'][model][policy]
      const average = subset === 'average'
      const { f1, threshold: cut = own.threshold ?? 0.5, ...rest } = own[subset]
      expect(result).toMatchObject({ status: 'ok', value: expect.closeTo(f1 ?? own.average, 12) })
      expect(counts).toEqual(average ? counts : rest)
      expect(threshold).toBe(average && policy === 'oracle' ? undefined : cut)
    }
  },
)

test('answers with one JSON document on stdout and exit code 0', async () => {
  const { code, stdout, stderr } = await stepmark([
    ['evaluate', '--benchmark', tinyBenchmark(), '--policy', 'fixed:.5', '--format', 'json'],
    ['--predictions', predictionsFile(TINY_PREDICTIONS)],
  ])
  expect(JSON.parse(stdout)).toMatchObject({
    benchmark: 'tiny',
    labelSet: 'custom',
    coverage: { items: { expected: 4, scored: 4 }, steps: { expected: 8, scored: 8 } },
  })
  // error 1/1, correct 1/1 in both subsets
  expect(JSON.parse(stdout).results).toContainEqual(
    expect.objectContaining({ policy: 'fixed:0.5', subset: 'average', metric: 'f1', value: 1 }),
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('reads gzip, whatever the name', async () => {
  const path = join(temporaryFolder(), 'predictions.jsonl')
  const lines = TINY_PREDICTIONS.map((line) => JSON.stringify(line)).join('\r\n')
  writeFileSync(path, gzipSync(lines))
  const evaluated = await evaluateFile({
    benchmark: tinyBenchmark(),
    predictions: path,
    ...DEFAULTS,
  })
  expect(evaluated).toMatchObject({ status: 'ok', warnings: [] })
})

test('says that a gzip file is cut off', async () => {
  const path = join(temporaryFolder(), 'predictions.jsonl.gz')
  writeFileSync(path, gzipSync(JSON.stringify(TINY_PREDICTIONS)).subarray(0, 30))
  const evaluated = await evaluateFile({
    benchmark: tinyBenchmark(),
    predictions: path,
    ...DEFAULTS,
  })
  expect(evaluated).toMatchObject({ status: 'failed', code: 'unreadable' })
})

test('counts a missing item as wrong, warns and ends with 0', async () => {
  const { code, stdout, stderr } = await stepmark([
    ['evaluate', '--benchmark', tinyBenchmark(), '--format', 'json', '-p', 'fixed:0.5'],
    ['--predictions', predictionsFile(TINY_PREDICTIONS.slice(1))],
  ])
  expect(JSON.parse(stdout).coverage.items).toEqual({ expected: 4, scored: 3 })
  expect(JSON.parse(stdout).results[0]).toMatchObject({ subset: 'left', metric: 'f1', value: 0 })
  expect(stderr).toContain('1 of 4 items have no prediction')
  expect(code).toBe(0)
})

test('names item, line and field of everything that is wrong', async () => {
  const { code, stdout, stderr } = await stepmark([
    ['evaluate', '--benchmark', tinyBenchmark(), '--predictions'],
    predictionsFile([
      '{"id":"left-1","scores":[NaN,1]}',
      '{"id":"left-1","scores":[1e999,1]}',
      '{"id":"left-1","scores":["0.5",1]}',
      { id: 'left-2', scores: [1] },
      { id: 'right-1', scores: [1, 2] },
      { id: 'right-1', scores: [1, 1] },
      { id: 'other', scores: [1, 1] },
    ]),
  ])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('line 1: Not a line of JSON (NaN and Infinity are not')
  expect(stderr).toContain('line 2: left-1: scores.0: Write a finite number')
  expect(stderr).toContain('line 3: left-1: scores.0: Write a finite number')
  expect(stderr).toContain('line 4: left-2: scores: 1 scores for 2 steps')
  expect(stderr).toContain('line 5: right-1: scores.1: 2 is outside 0 to 1')
  expect(stderr).toContain('line 6: right-1: id: This item was already given')
  expect(stderr).toContain('line 7: other: id: No such item')
})

test.for([
  [['-b', 'procesbench'], 'Unknown benchmark "procesbench". Available: processbench, '],
  [['-p', 'fixed'], 'Available: fixed:<t>, tuned:<subset>, oracle, vote'],
  [['-p', 'tuned:middle'], 'Subsets: left, right'],
  [['-p', 'vote'], 'vote needs verdicts'],
  [['--score-kind', 'bounded:1,0'], 'Available: probability, bounded'],
  [['--format', 'yaml'], 'Allowed choices are table, json, csv'],
  [['--labels', '7'], 'one label set only'],
  [['--transform', 'log'], 'Available: identity, delta, sigmoid'],
  [['-p', 'best_of:min'], 'Not a policy for tiny: "best_of:min"'],
] as const)('refuses %s as wrong usage', async ([args, message]) => {
  const { code, stdout, stderr } = await stepmark([
    ['evaluate', '-b', tinyBenchmark(), '--predictions', predictionsFile(TINY_PREDICTIONS)],
    ...args,
  ])
  expect(stderr).toContain(message)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('--transform stands before each policy that names none', async () => {
  const { stdout } = await stepmark([
    ['evaluate', '-b', tinyBenchmark(), '--predictions', predictionsFile(TINY_PREDICTIONS)],
    '--transform',
    'delta',
    '-p',
    'fixed:-0.05',
    '-p',
    'affine:2,0>oracle',
    '--format',
    'json',
  ])
  const policies = JSON.parse(stdout).results.map(({ policy }: { policy: string }) => policy)
  expect(new Set(policies)).toEqual(new Set(['delta>fixed:-0.05', 'affine:2,0>oracle']))
})

test('says which file is missing', async () => {
  const { code, stderr } = await stepmark([
    ['evaluate', '-b', tinyBenchmark(), '--predictions', 'nowhere.jsonl'],
  ])
  expect(stderr).toBe('error: No such file: nowhere.jsonl\n')
  expect(code).toBe(1)
})

test('ranks scores of another kind by no fixed cut', async () => {
  const evaluated = await evaluateFile({
    benchmark: tinyBenchmark(),
    predictions: predictionsFile([{ id: 'left-1', scores: [-3, 12] }]),
    ...DEFAULTS,
    scoreKind: { kind: 'unbounded' },
  })
  if (evaluated.status === 'failed') throw new Error(evaluated.message)
  const policies = new Set(evaluated.report.results.map(({ policy }) => policy))
  expect([...policies]).toEqual(['tuned:left', 'oracle'])
})

test('counts verdicts, which have no cut', async () => {
  const evaluated = await evaluateFile({
    benchmark: tinyBenchmark(),
    predictions: predictionsFile([
      { id: 'left-1', verdicts: [1, 1, 0] },
      { id: 'left-2', verdicts: [-1] },
      { id: 'right-1', verdicts: [null] },
      { id: 'right-2', verdicts: [0] },
    ]),
    ...DEFAULTS,
  })
  if (evaluated.status === 'failed') throw new Error(evaluated.message)
  const [left] = evaluated.report.results
  expect(left).toMatchObject({ policy: 'vote', subset: 'left', metric: 'f1', value: 1 })
})
