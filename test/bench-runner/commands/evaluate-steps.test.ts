import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { evaluateSteps } from '../../../bench-runner/evaluate-steps.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { stepmark } from '../stepmark.ts'
import { predictionsFile } from '../tiny-benchmark.ts'

const shared = (path: string) => fileURLToPath(new URL(`data/${path}`, SHARED))

const Expected = z.object({
  prmbench: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
})
const Score = z.looseObject({ prm_score: z.number() })

describe.skipIf(!hasSharedData)('evaluate on PRMBench', () => {
  const evaluate = (predictions: string, ...args: string[]) =>
    stepmark([
      ['evaluate', '--benchmark', 'prmbench', '--data', shared('prmbench')],
      ['--predictions', predictions, '--format', 'json', ...args],
    ])

  test.for(['fixed:0.5', 'fixed:0.3', 'fixed:0.61'])(
    'agrees with an independent implementation on R-PRM at %s',
    async (policy) => {
      const evaluated = await evaluateSteps({
        data: shared('prmbench'),
        predictions: shared('scores/prmbench/r-prm.jsonl.gz'),
        policies: [policy],
        scoreKind: { kind: 'probability' },
        variant: 'strict',
      })
      if (evaluated.status === 'failed') throw new Error(evaluated.message)
      const file = Expected.parse(JSON.parse(readFileSync(shared('EXPECTED.json'), 'utf8')))
      const subsets = Object.entries(file.prmbench['r-prm']?.[policy] ?? {})
      const compared = subsets.flatMap(([subset, expected]) => {
        const score = Score.safeParse(expected).data?.prm_score
        if (score === undefined) return []
        const ours = evaluated.report.results.find(
          (result) => result.subset === subset && result.metric === 'prm_score',
        )
        return [[subset, ours?.status === 'ok' && Math.abs(ours.value - score) < 1e-12]]
      })
      expect(compared.length).toBeGreaterThanOrEqual(9)
      expect(compared.filter(([, equal]) => equal !== true)).toEqual([])
    },
  )

  test('counts a step without a score, and an item without a line, as wrong', async () => {
    const line = '{"id":"circular_prm_test_p1_0","scores":[1,1,1,null,1,1,1]}'
    const { code, stdout, stderr } = await evaluate(predictionsFile([line]))
    expect(code).toBe(0)
    expect(stderr).toContain('6210 of 6211 items have no prediction')
    const { coverage, results } = JSON.parse(stdout)
    expect(coverage.steps).toEqual({ expected: 83_371, scored: 6 })
    const overall = results.find((row: { subset: string }) => row.subset === 'overall')
    // 70,222 right and 13,149 wrong steps; six have a score above 0.5, and pass.
    expect(overall.counts.tp + overall.counts.fn).toBe(70_222)
    expect(overall.counts.fp + overall.counts.tn).toBe(13_149)
    expect(overall.counts).toMatchObject({ tn: 0, fp: 13_149 })
  })

  test.for([
    ['{"id":"circular_prm_test_p1_0","scores":[1]}', 'scores: 1 scores for 7 steps'],
    [
      '{"id":"circular_prm_test_p1_0","scores":[1,1,1,1,1,1,1],"channels":{"redundancy":[0]}}',
      'channels.redundancy: 1 values for 7 steps',
    ],
    ['{"id":"x","scores":[1]}', 'x: id: No such item'],
  ] as const)('refuses %s by name', async ([line, message]) => {
    const { code, stdout, stderr } = await evaluate(predictionsFile([line]))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })
})

test.for([
  [['--policy', 'tuned:gsm8k'], 'Not a policy for prmbench'],
  [['--score-kind', 'unbounded'], 'say where to cut with --policy fixed:<t>'],
  [['--variant', 'loose'], 'Allowed choices are strict, official'],
] as const)('%s is wrong usage', async ([args, message]) => {
  const { code, stderr } = await stepmark([
    ['evaluate', '--benchmark', 'prmbench', '--data', '.', '--predictions', 'x.jsonl'],
    args,
  ])
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('says which files it looked for', async () => {
  const { code, stderr } = await stepmark([
    ['evaluate', '--benchmark', 'prmbench', '--data', 'test', '--predictions', 'x.jsonl'],
  ])
  expect(stderr).toContain('test holds none of')
  expect(code).toBe(1)
})
