import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NamedComparison } from '#schema/run-comparison.ts'
import { hasSharedData } from '../../shared-data.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { tinyBenchmark } from '../tiny-benchmark.ts'

/** Each item of the tiny benchmark with two scores: `left-1` and `right-1` go wrong at step 1. */
function predictions(scores: Readonly<Record<string, readonly [number, number]>>): string {
  const path = join(temporaryFolder(), 'scores.jsonl')
  const lines = Object.entries(scores).map(([id, pair]) => JSON.stringify({ id, scores: pair }))
  writeFileSync(path, lines.join('\n'))
  return path
}

const FINDS = { 'left-1': [0.9, 0.1], 'left-2': [0.9, 0.9] } as const
const ALL = { ...FINDS, 'right-1': [0.9, 0.1], 'right-2': [0.9, 0.9] } as const
const HALF = { ...FINDS, 'right-1': [0.9, 0.9], 'right-2': [0.9, 0.9] } as const

test('says by how much A is better, and on which items', async () => {
  const files = [predictions(ALL), predictions(HALF)]
  const ran = await stepmark(['compare', files, '-b', tinyBenchmark(), '--format', 'json'])
  expect(ran.code).toBe(0)
  const answer: unknown = JSON.parse(ran.stdout)
  expect(answer).toMatchObject({ benchmark: 'tiny', policy: 'fixed:0.5', a: files[0], b: files[1] })
  const { differences, decisions } = NamedComparison.parse(answer)
  const average = differences.find(({ subset, metric }) => subset === 'average' && metric === 'f1')
  // Left is 1 for both; right is 1 for A and 0 for B, which lets the wrong step pass.
  expect(average).toMatchObject({ a: { value: 1 }, b: { value: 0.5 }, difference: { value: 0.5 } })
  expect(decisions).toMatchObject({
    all: { both: 3, onlyA: 1, onlyB: 0, neither: 0 },
    flips: [{ item: 'right-1', subset: 'right', right: 'a' }],
  })
})

test.for([
  [['-p', 'vote'], 'vote needs verdicts'],
  [['-p', 'best_of:min'], 'Not a policy for tiny'],
  [['-p', 'fixed:0.5', '-p', 'oracle'], 'Give one policy'],
  [['--score-kind', 'unbounded'], 'unbounded scores have no cut of their own'],
] as const)('refuses %s', async ([options, message]) => {
  const files = [predictions(ALL), predictions(HALF)]
  const ran = await stepmark(['compare', files, '-b', tinyBenchmark(), options])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain(message)
  expect(ran.stdout).toBe('')
})

test('refuses to compare scores with votes', async () => {
  const votes = join(temporaryFolder(), 'votes.jsonl')
  writeFileSync(votes, '{"id":"left-1","verdicts":[1]}')
  const ran = await stepmark(['compare', predictions(ALL), votes, '-b', tinyBenchmark()])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('no policy reads both')
})

const SCORES = '../shared/data/scores'
test.skipIf(!hasSharedData)('two real models, in 80 columns', async () => {
  const model = (name: string) => `${SCORES}/processbench-1000/${name}.jsonl`
  const files = [model('Qwen2.5-Math-PRM-7B'), model('Qwen2.5-Math-7B-PRM800K')]
  const data = ['--data', '../shared/data/processbench-1000']
  const ran = await stepmark(['compare', files, '-b', 'processbench-1000', data])
  expect(ran.stdout).toMatch(/^average, F1 +73\.1 +58\.2 +14\.9 +11\.\d to 18\.\d +< 0\.001$/m)
  expect(ran.stdout).toContain('557 both right, 160 only A, 47 only B, 236 neither')
  for (const line of ran.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test.skipIf(!hasSharedData)(
  'two real models on a pool, at every number of candidates',
  async () => {
    const model = (name: string) => `${SCORES}/best-of-n-gsm8k/${name}.jsonl.gz`
    const files = [model('qwen_prm'), model('math_shepherd')]
    const data = ['--data', '../shared/data/best-of-n-gsm8k', '-p', 'best_of:prod']
    const ran = await stepmark([
      'compare',
      files,
      '-b',
      'bon-gsm8k-500x32',
      data,
      '--format',
      'csv',
    ])
    const lines = ran.stdout.trim().split('\n')
    expect(lines[0]).toContain('candidates,a,b,difference,lower,upper,p')
    expect(lines).toHaveLength(7)
    expect(lines.at(-1)).toContain('best_of:prod,all,accuracy,32,0.894,0.85,0.044')
  },
)
