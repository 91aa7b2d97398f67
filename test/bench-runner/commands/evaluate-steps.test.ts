import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { kindOf } from '#schema/kinds/kinds.ts'
import { MetricResult } from '#schema/metric.ts'
import { stepCountOf } from '#schema/prediction.ts'
import { prmBench } from '../../../bench-runner/benchmarks/prmbench.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { stepmark } from '../stepmark.ts'
import { predictionsFile } from '../tiny-benchmark.ts'

const shared = (path: string) => fileURLToPath(new URL(`data/${path}`, SHARED))

const Cell = z.object({
  prm_score: z.number(),
  f1: z.number().optional(),
  negative_f1: z.number().optional(),
  tp: z.int().optional(),
  fp: z.int().optional(),
  tn: z.int().optional(),
  fn: z.int().optional(),
})
const Expected = z.object({
  prmbench: z.record(z.string(), z.record(z.string(), z.record(z.string(), Cell))),
})
const Answer = z.object({ results: z.array(MetricResult) })

describe.skipIf(!hasSharedData)('evaluate on PRMBench', () => {
  const evaluate = (predictions: string, ...args: string[]) =>
    stepmark([
      ['evaluate', '--benchmark', 'prmbench', '--data', shared('prmbench')],
      ['--predictions', predictions, '--format', 'json', ...args],
    ])

  test.for([
    ['r-prm', 'fixed:0.5'],
    ['r-prm', 'fixed:0.3'],
    ['r-prm', 'fixed:0.61'],
    ['constant-good', 'fixed:0.5'],
  ] as const)('agrees with an independent implementation on %s at %s', async ([model, policy]) => {
    const predictions =
      model === 'r-prm' ? shared('scores/prmbench/r-prm.jsonl.gz') : await allGood()
    const { stdout } = await evaluate(predictions, '--policy', policy)
    const { results } = Answer.parse(JSON.parse(stdout))
    const file = Expected.parse(JSON.parse(readFileSync(shared('EXPECTED.json'), 'utf8')))
    const subsets = Object.entries(file.prmbench[model]?.[policy] ?? {})
    expect(subsets).toHaveLength(9 + 3 + 1)
    for (const [subset, { prm_score, f1, negative_f1, ...counts }] of subsets) {
      for (const [metric, value] of Object.entries({ prm_score, f1, negative_f1 })) {
        if (value === undefined) continue
        const ours = results.find((result) => result.subset === subset && result.metric === metric)
        expect(ours).toMatchObject({ status: 'ok', value: expect.closeTo(value, 12) })
        // A group has no counts of its own there.
        expect(counts.tp === undefined || ours?.counts).toEqual(counts.tp === undefined || counts)
      }
    }
  })

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
      'channels.redundancy: 1 scores for 7 steps',
    ],
    ['{"id":"x","scores":[1]}', 'x: id: No such item'],
  ] as const)('refuses %s by name', async ([line, message]) => {
    const { code, stdout, stderr } = await evaluate(predictionsFile([line]))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })
})

/** A model that passes every step, on every item. */
async function allGood(): Promise<string> {
  const loaded = await prmBench.load({ data: shared('prmbench'), cache: '', fetch })
  if (loaded.status === 'failed') throw new Error(loaded.message)
  const { expectedOf } = kindOf('step_labels')
  return predictionsFile(
    loaded.revision.items.map((item) => ({
      id: item.id,
      scores: Array<number>(stepCountOf(expectedOf(item))).fill(1),
    })),
  )
}

test.for([
  [['--policy', 'tuned:gsm8k'], 'Not a policy for stepmark-mini-steps'],
  [['--score-kind', 'unbounded'], 'say where with --policy fixed:<t>'],
  [['--variant', 'loose'], 'Allowed choices are strict, official'],
] as const)('%s is wrong usage', async ([args, message]) => {
  const { code, stderr } = await stepmark([
    ['evaluate', '--benchmark', 'stepmark-mini-steps', '--predictions', predictionsFile([])],
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
