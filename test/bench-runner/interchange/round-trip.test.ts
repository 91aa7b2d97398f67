import { describe, expect, test } from 'vitest'
import { hasSharedData } from '../../shared-data.ts'
import { stepmark } from '../stepmark.ts'
import { TINY_PREDICTIONS, tinyBenchmark } from '../tiny-benchmark.ts'
import { made, MODEL, predictionsOf, realRun, runOf, thereAndBack } from './run-folder.ts'

const FORMATS = ['eee', 'lm-eval'] as const

describe.each(FORMATS)('%s', (format) => {
  test.for(['stepmark-mini', 'stepmark-mini-steps', 'stepmark-mini-pool'])(
    'scores of %s come back byte for byte, and validate',
    async (benchmark) => {
      const scorer = ['--backend', 'baseline', '--model', 'random']
      const folder = await made(['run', '-q', '--benchmark', benchmark, scorer])
      const model = ['--model', 'baseline/random', '--kind', 'baseline']
      const back = await thereAndBack(folder, format, [benchmark], ...model)
      expect(predictionsOf(back)).toEqual(predictionsOf(folder))
      expect(await stepmark(['validate', back])).toMatchObject({ code: 0 })
    },
  )

  test('votes come back, with those that could not be read', async () => {
    const benchmark = tinyBenchmark()
    const folder = await runOf(benchmark, [
      { id: 'left-1', verdicts: [1, 0, null, 1] },
      { id: 'left-2', verdicts: [null] },
      { id: 'right-1', verdicts: [1] },
      { id: 'right-2', verdicts: [-1, -1] },
    ])
    const back = await thereAndBack(folder, format, [benchmark])
    expect(predictionsOf(back)).toEqual(predictionsOf(folder))
  })

  test('numbers of every size and missing scores come back', async () => {
    const benchmark = tinyBenchmark()
    const lines = [
      { id: 'left-1', scores: [-1.7976931348623157e308, 5e-324] },
      { id: 'left-2', scores: [null, 0.1 + 0.2] },
      { id: 'right-1', scores: [1e21, 1e-7] },
      { id: 'right-2', scores: [0, -123456789.12345679] },
    ]
    const kind = ['--score-kind', 'unbounded', '--cut', '0']
    const folder = await runOf(benchmark, lines, ...kind)
    const back = await thereAndBack(folder, format, [benchmark], ...MODEL, ...kind)
    expect(predictionsOf(back)).toEqual(predictionsOf(folder))
  })
})

describe.skipIf(!hasSharedData)('with real scores', () => {
  test.for([
    ['eee', 'processbench-1000', 'Qwen2.5-Math-7B-PRM800K.jsonl', 'processbench-1000'],
    ['lm-eval', 'processbench-1000', 'Qwen2.5-Math-7B-PRM800K.jsonl', 'processbench-1000'],
    ['eee', 'prmbench', 'r-prm.jsonl.gz', 'prmbench'],
    ['eee', 'best-of-n', 'rlhflow_prm.jsonl.gz', 'best-of-n-gsm8k'],
  ] as const)('%s, on %s: %s', { timeout: 180_000 }, async ([format, benchmark, scores, data]) => {
    const folder = await realRun(benchmark, scores)
    const where = [benchmark, '--benchmark-data', `../shared/data/${data}`]
    const back = await thereAndBack(folder, format, where)
    expect(predictionsOf(back)).toEqual(predictionsOf(folder))
  })
})

test('eee carries channels, draws, spans, texts and attachments, and they come back', async () => {
  const benchmark = tinyBenchmark()
  const lines = [
    { ...TINY_PREDICTIONS[0], channels: { lower: [0.8, 0] }, text: ['why'] },
    {
      ...TINY_PREDICTIONS[1],
      draws: [
        [1, 0.9],
        [0.8, 0.7],
      ],
    },
    // a and b, joined by two line breaks, are the characters 0 to 4: one span over both steps
    { id: 'right-1', scores: [0.25], spans: [[0, 4]] },
    { ...TINY_PREDICTIONS[3], attachments: [{ kind: 'critique', step: 1, text: 'why' }] },
  ]
  const folder = await runOf(benchmark, lines)
  const back = await thereAndBack(folder, 'eee', [benchmark])
  expect(predictionsOf(back)).toEqual(predictionsOf(folder))
})
