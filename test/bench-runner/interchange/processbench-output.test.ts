import { expect, test } from 'vitest'
import { predictionsFile, tinyBenchmark } from '../tiny-benchmark.ts'
import { problemsOf } from './refused-rows.ts'
import { made, MODEL, predictionsOf } from './run-folder.ts'

const ROW = {
  id: 'left-1',
  problem: 'p',
  steps: ['a', 'b'],
  label: 1,
  generated_critique: 'The second step.',
  prediction: 1,
  match: true,
}

test.for([
  [{ ...ROW, match: false }, 'match: false, though prediction 1 and label 1'],
  [{ ...ROW, label: 0, match: false }, 'label: 0; this label set says 1'],
  [{ ...ROW, steps: ['a'] }, 'steps: Not the steps of the item'],
  [{ ...ROW, prediction: '1' }, 'prediction: Invalid input'],
  [{ ...ROW, id: 'x' }, 'x: id: No such item'],
] as const)('refuses %j', async ([row, problem]) => {
  const about = { format: 'processbench', benchmark: tinyBenchmark() }
  expect(await problemsOf(row, about)).toContain(problem)
})

test('the files of ProcessBench, of wrong and right solutions, make one run', async () => {
  const of = (id: string, label: number, prediction: number | null) => ({
    id,
    label,
    prediction,
    match: prediction === label,
  })
  const wrong = predictionsFile([of('left-1', 1, 1), of('right-1', 1, null)])
  // -7 names no step and is not the word for none: nothing was read from it
  const right = predictionsFile([of('left-2', -1, -1), of('right-2', -1, -7)])
  const about = ['--from', 'processbench', '--benchmark', tinyBenchmark(), ...MODEL]
  const folder = await made(['import', '-q', about, wrong, right])
  expect(predictionsOf(folder)).toEqual({
    'predictions/left.jsonl': '{"id":"left-1","verdicts":[1]}\n{"id":"left-2","verdicts":[-1]}\n',
    'predictions/right.jsonl':
      '{"id":"right-1","verdicts":[null]}\n{"id":"right-2","verdicts":[null]}\n',
  })
})
