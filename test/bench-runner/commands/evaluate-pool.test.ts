import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { MetricResult } from '#schema/metric.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { stepmark } from '../stepmark.ts'

const shared = (path: string) => fileURLToPath(new URL(`data/${path}`, SHARED))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepmark-'))
  const candidate = (answer: string, is_correct: boolean) => ({
    steps: ['x', 'y'],
    answer,
    is_correct,
  })
  const problems = [
    {
      problem_id: 'p-1',
      question: 'P',
      ground_truth: '1',
      candidates: [candidate('1', true), candidate('2', false)],
    },
    {
      problem_id: 'p-2',
      question: 'Q',
      ground_truth: '3',
      candidates: [candidate('2', false), candidate('3', true)],
    },
  ]
  await writeFile(join(folder, 'candidates.jsonl'), lines(problems))
})
afterAll(() => rm(folder, { recursive: true }))

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
/** min: 0.2 and 0.5, then 0.6 and 0.6; last: 0.2 and 0.5, then 0.6 and 0.9. */
const SCORES = [
  {
    id: 'p-1',
    scores: [
      [0.9, 0.2],
      [0.5, 0.5],
    ],
  },
  {
    id: 'p-2',
    scores: [
      [0.6, 0.6],
      [0.6, 0.9],
    ],
  },
]

async function evaluate(rows: readonly unknown[], ...args: string[]) {
  const predictions = join(folder, 'predictions.jsonl')
  await writeFile(predictions, lines(rows))
  const asked = ['--benchmark', 'best-of-n', '--data', folder, '--predictions', predictions]
  return stepmark(['evaluate', ...asked, '--format', 'json', ...args])
}

test('gives the accuracy of each policy at each number of candidates', async () => {
  const { stdout, code } = await evaluate(
    SCORES,
    '--policy',
    'best_of:min',
    '--policy',
    'first_n:best_of:last',
  )
  expect(code).toBe(0)
  const { results, ...report } = JSON.parse(stdout)
  expect(report).toMatchObject({
    benchmark: 'best-of-n',
    coverage: { items: { expected: 2, scored: 2 }, steps: { expected: 8, scored: 8 } },
  })
  const shown = results.map(
    (row: { policy: string; candidates: number; value: number; k?: number }) => [
      row.policy,
      row.candidates,
      row.value,
      row.k,
    ],
  )
  expect(shown).toEqual([
    // Each candidate alone: half of them are right.
    ['best_of:min', 1, 0.5, undefined],
    // 0.2 < 0.5 takes the wrong one; 0.6 = 0.6 takes the first, which is wrong.
    ['best_of:min', 2, 0, 0],
    ['first_n:best_of:last', 1, 0.5, 1],
    // 0.2 < 0.5 again; 0.6 < 0.9 takes the right one.
    ['first_n:best_of:last', 2, 0.5, 1],
  ])
  expect(results[1]).toMatchObject({
    tie_share: 0.5,
    random_ties: 0.25,
    metric: 'accuracy',
    subset: 'all',
  })
})

test('a problem without a line is warned of and loses', async () => {
  const { stdout, stderr, code } = await evaluate(SCORES.slice(1), '--policy', 'best_of:last')
  expect(code).toBe(0)
  expect(stderr).toContain('1 of 2 items have no prediction')
  expect(JSON.parse(stdout).results.at(-1)).toMatchObject({ candidates: 2, value: 0.5, k: 1 })
})

test.for([
  [
    'too few candidates',
    [{ id: 'p-1', scores: [[1, 1]] }],
    'p-1: scores: 1 lists of scores for 2 candidates',
  ],
  ['too few steps', [{ id: 'p-1', scores: [[1], [1, 1]] }], 'p-1: scores.0: 1 scores for 2 steps'],
  [
    'a score out of range',
    [
      {
        id: 'p-1',
        scores: [
          [1, 2],
          [1, 1],
        ],
      },
    ],
    'p-1: scores.0.1: 2 is outside 0 to 1',
  ],
  ['a flat line', [{ id: 'p-1', scores: [1, 1] }], 'expected array'],
  ['an unknown problem', [{ id: 'q', scores: [] }], 'q: id: No such item'],
  ['a problem given twice', [SCORES[0], SCORES[0]], 'p-1: id: This item was already given'],
] as const)('refuses %s by name', async ([, rows, message]) => {
  const { stdout, stderr, code } = await evaluate(rows)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(message)
})

test.for([
  [['--policy', 'fixed:0.5'], 'Not a policy for a pool: "fixed:0.5"'],
  [['--policy', 'best_of:median'], 'best_of:<aggregation>'],
  [['--policy', 'vote:prod', '--score-kind', 'unbounded'], 'put sigmoid> before it'],
  [['--transform', 'log'], 'identity, delta, sigmoid'],
  [['--seed', '-1'], 'whole number'],
] as const)('%s is wrong usage', async ([args, message]) => {
  const { stderr, code } = await evaluate(SCORES, ...args)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})

test('unbounded scores vote after a sigmoid, and choose as they are', async () => {
  const unbounded = [
    {
      id: 'p-1',
      scores: [
        [9, -2],
        [0, 1],
      ],
    },
    SCORES[1],
  ]
  const kind = ['--score-kind', 'unbounded']
  const plain = JSON.parse((await evaluate(unbounded, ...kind)).stdout)
  const policies = new Set(plain.results.map(({ policy }: { policy: string }) => policy))
  expect(policies).toEqual(
    new Set(['pass', 'majority', 'best_of:min', 'best_of:last', 'best_of:mean', 'best_of:max']),
  )
  const changed = JSON.parse((await evaluate(unbounded, ...kind, '--transform', 'sigmoid')).stdout)
  expect(changed.results.at(-1)).toMatchObject({ policy: 'sigmoid>vote:max', candidates: 2 })
})

const Expected = z.object({
  'best-of-n-gsm8k': z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
})

const Answer = z.object({ benchmark: z.string(), results: z.array(MetricResult) })

test.skipIf(!hasSharedData).for(['qwen_prm', 'math_shepherd', 'rlhflow_prm'])(
  'agrees with an independent implementation on %s',
  async (model) => {
    const file = Expected.parse(JSON.parse(readFileSync(shared('EXPECTED.json'), 'utf8')))
    const expected = Object.entries(file['best-of-n-gsm8k'][model] ?? {}).flatMap(
      ([policy, values]) =>
        Object.entries(values).map(([n, value]) => ({
          // `first_32` takes all 32 as they come.
          policy: n === 'first_32' ? `first_n:${policy}` : policy,
          candidates: Number(n.replace('first_', '')),
          value: expect.closeTo(value, 12),
        })),
    )
    // 6 n of pass and of 5 aggregations, their first_32, 5 votes and the majority
    expect(expected).toHaveLength(6 * 6 + 5 + 5 + 1)
    const policies = new Set(expected.map(({ policy }) => policy))
    const { code, stdout } = await stepmark([
      ['evaluate', '--benchmark', 'best-of-n', '--data', shared('best-of-n-gsm8k')],
      ['--predictions', shared(`scores/best-of-n-gsm8k/${model}.jsonl.gz`), '--format', 'json'],
      [...policies].flatMap((policy) => ['--policy', policy]),
    ])
    expect(code).toBe(0)
    const report = Answer.parse(JSON.parse(stdout))
    expect(report.benchmark).toBe('bon-gsm8k-500x32')
    for (const row of expected) {
      const { policy, candidates } = row
      const ours = report.results.find(
        (other) => other.policy === policy && other.candidates === candidates,
      )
      expect(ours).toMatchObject(row)
    }
  },
)
