import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Diagnostics } from '#schema/diagnostics.ts'
import { stepmark } from '../stepmark.ts'
import { predictionsFile, TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'

const Answer = z.object({ diagnostics: z.array(Diagnostics) })
const DATA = '../shared/data'
const skip = !existsSync(DATA)
const PROCESSBENCH = [
  ['evaluate', '-b', 'processbench', '--data', `${DATA}/processbench-1000`, '--diagnostics'],
  ['--predictions', `${DATA}/scores/processbench-1000/Qwen2.5-Math-PRM-7B.jsonl`],
]
const PRMBENCH = [
  ['evaluate', '-b', 'prmbench', '--data', `${DATA}/prmbench`, '--diagnostics'],
  ['--predictions', `${DATA}/scores/prmbench/r-prm.jsonl.gz`],
]
const POOL = [
  ['evaluate', '-b', 'best-of-n', '--data', `${DATA}/best-of-n-gsm8k`, '--diagnostics'],
  ['--predictions', `${DATA}/scores/best-of-n-gsm8k/qwen_prm.jsonl.gz`, '-p', 'best_of:min'],
]

/** The diagnostics in the JSON of a command. */
async function diagnosed(args: readonly string[][]) {
  const { stdout, stderr } = await stepmark([...args, ['--format', 'json']])
  if (stdout === '') throw new Error(stderr)
  return Answer.parse(JSON.parse(stdout)).diagnostics
}

const tiny = (lines: readonly object[], ...args: string[]) => [
  ['evaluate', '-b', tinyBenchmark(), '--diagnostics', '--predictions', predictionsFile(lines)],
  args,
]

test('each policy has diagnostics of its own', async () => {
  const found = await diagnosed(tiny(TINY_PREDICTIONS))
  expect(found.map(({ policy }) => policy)).toEqual(['fixed:0.5', 'tuned:left', 'oracle'])
  // Right steps score 0.8 or 0.9, wrong ones 0.1: Brier (4 · 0.1² + 2 · 0.2² + 2 · 0.1²) / 8
  expect(found[0]).toMatchObject({
    outcomes: { hit: 2, passed: 2 },
    steps: {
      overall: {
        thresholdFree: { wrong: { auroc: { value: 1 }, auprc: { value: 1 } } },
        calibration: { brier: { value: expect.closeTo(0.14 / 8, 12) } },
      },
    },
    slices: { length: [{ key: { length: '1-4' }, n: 4 }] },
  })
})

test('without the option there are none', async () => {
  const args = ['evaluate', '-b', tinyBenchmark(), '--format', 'json', '--predictions']
  const { stdout } = await stepmark([args, [predictionsFile(TINY_PREDICTIONS)]])
  expect(JSON.parse(stdout)).not.toHaveProperty('diagnostics')
})

test('--allow-partial gives threshold-free metrics of what is scored', async () => {
  const lines = TINY_PREDICTIONS.slice(1)
  const [full] = await diagnosed(tiny(lines))
  expect(full).toMatchObject({
    steps: { overall: { thresholdFree: { right: { auroc: { status: 'undefined', n: 6 } } } } },
  })
  const [partial] = await diagnosed(tiny(lines, '--allow-partial'))
  expect(partial).toMatchObject({
    steps: {
      overall: {
        steps: { expected: 8, scored: 6 },
        thresholdFree: { right: { auroc: { status: 'ok', value: 1, n: 6 } } },
      },
    },
  })
})

test('scores that are no probabilities are not held to be calibrated', async () => {
  const [found] = await diagnosed(tiny(TINY_PREDICTIONS, '--score-kind', 'unbounded'))
  expect(found).toMatchObject({
    steps: { overall: { calibration: { brier: { reason: 'the scores are no probabilities' } } } },
  })
})

test('diagnostics are refused as CSV', async () => {
  const { code, stderr } = await stepmark([...tiny(TINY_PREDICTIONS), ['--format', 'csv']])
  expect(stderr).toBe('error: Diagnostics are no rows; write them with --format json or table\n')
  expect(code).toBe(2)
})

test('the table stays within 80 columns, with draws, intervals and every outcome', async () => {
  const lines = [
    {
      id: 'left-1',
      draws: [
        [0.9, 0.1],
        [0.9, 0.7],
      ],
      channels: { lower: [0.8, 0.1], upper: [1, 0.7] },
    },
    { id: 'left-2', scores: [0.9, null] },
    { id: 'right-1', scores: [0.9, 0.8] },
    { id: 'right-2', scores: [0.9, 0.1] },
  ]
  const policies = ['-p', 'fixed:0.12345678901', '-p', 'delta>fixed:-0.05']
  const { stdout } = await stepmark([...tiny(lines), policies])
  const block = stdout.slice(stdout.indexOf('\nStep scores'))
  expect(Math.max(...block.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(block).toContain('– only 3 of 4 labelled steps have a score')
  expect(block).toContain('After delta:')
  expect(block).toContain('Intervals of 2 steps: mean width 0.400; 50.0 % hold the label,')
  // Standard deviations 0 and 0.6 / √2; the first draw flags step 1 at 0.123, the second nothing.
  expect(block).toContain('Draws, fixed:0.12345…: deviation 0.212; 1 of 1 decisions differ.')
  expect(block).toMatch(/fixed:0.12345… +0 +2 +1 +1\n/)
})

test.skipIf(skip)('ProcessBench: outcomes are those that the accuracies count', async () => {
  const found = await diagnosed([...PROCESSBENCH, ['-p', 'fixed:0.5']])
  const [fixed] = found
  if (fixed?.kind !== 'first_error' || !fixed.steps) throw new Error('no steps')
  // The items of each class in EXPECTED.json: 90 + 96 + 92 + 109 errors, 124 + 89 + 70 + 47 passed.
  expect(fixed.outcomes).toMatchObject({ hit: 387, passed: 330 })
  const { overall } = fixed.steps
  expect(overall.steps).toEqual({ expected: 4647, scored: 4647 })
  expect(overall.thresholdFree.wrong.counts).toEqual({ right: 4647 - 635, wrong: 635 })
  expect(fixed.slices.subset.map(({ n }) => n)).toEqual([250, 250, 250, 250])
  expect(fixed.slices.generator.reduce((sum, { n }) => sum + n, 0)).toBe(1000)
  const { subsets } = fixed.flawedProcess
  const withAnswer = subsets.map(
    ({ right_answer, wrong_answer }) => right_answer.n + wrong_answer.n,
  )
  expect(withAnswer).toEqual([123, 150, 167, 195])
})

test.skipIf(skip)('PRMBench: confusion and scores cover every step', async () => {
  const [found] = await diagnosed([...PRMBENCH, ['--allow-partial']])
  if (found?.kind !== 'step_labels') throw new Error('no steps')
  const { tp, fp, tn, fn } = found.confusion.overall.counts
  expect(tp + fp + tn + fn).toBe(found.steps.overall.steps.expected)
  expect(found.steps.overall.thresholdFree.wrong.counts.wrong).toBe(13_149)
  expect(found.steps.overall.thresholdFree.right.auroc.status).toBe('ok')
})

test.skipIf(skip)('a pool: keeping more loses fewer winners, and saves less', async () => {
  const [found] = await diagnosed(POOL)
  const [all] = found?.kind === 'best_of_n' ? found.subsets : []
  const half = (all?.earlyRejection ?? []).filter(
    ({ cut }) => cut.kind === 'fraction' && cut.fraction === 0.5,
  )
  expect(half.map(({ keep }) => keep)).toEqual([1, 2, 4, 8, 16])
  expect(half.map(({ survival }) => survival.k)).toEqual(
    half.map(({ survival }) => survival.k).toSorted((a, b) => a - b),
  )
  expect(half.map(({ saved }) => saved.k)).toEqual(
    half.map(({ saved }) => saved.k).toSorted((a, b) => b - a),
  )
  // best_of:min from all 32 is right on 444 of 500 (EXPECTED.json).
  expect(half[0]?.accuracy.all).toMatchObject({ k: 444, n: 500 })
})

test.skipIf(skip).for([
  ['ProcessBench', PROCESSBENCH],
  ['PRMBench', PRMBENCH],
  ['a pool', POOL],
] as const)('%s: the block fits in 80 columns', async ([, args]) => {
  const { stdout } = await stepmark(args)
  const start = Math.max(stdout.indexOf('\nStep scores'), stdout.indexOf('\nAggregations choose'))
  const block = stdout.slice(start)
  expect(start).toBeGreaterThan(0)
  expect(Math.max(...block.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})
