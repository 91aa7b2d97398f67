import { expect, test } from 'vitest'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { tinyBenchmark } from '../tiny-benchmark.ts'

const POOL = {
  kind: 'best_of_n',
  subsets: [{ id: 'left', name: 'Left' }],
  tuningSubset: undefined,
  files: { left: 'left.json' },
  fields: { problem: 'q', steps: 'solutions.*', answer: 'says.*.final', correct: 'ok' },
  indexBase: undefined,
  noError: undefined,
}
const POOL_ROW = {
  q: 'p',
  solutions: [['x', 'y'], ['z']],
  says: [{ final: '2' }, { final: null }],
  ok: [true, false],
}

test('reads a pool whose steps, answers and grades lie in lists of their own', async () => {
  const opened = await openBenchmark({ benchmark: tinyBenchmark(POOL, { left: [POOL_ROW] }) })
  if (opened.status === 'failed') throw new Error(opened.message)
  expect(opened.revision.items).toEqual([
    {
      id: 'left-0',
      subset: 'left',
      problem: 'p',
      candidates: [
        { steps: ['x', 'y'], answer: '2', correct: true },
        { steps: ['z'], answer: null, correct: false },
      ],
    },
  ])
})

test.for([
  [{ ok: [true] }, 'solutions.*', '2 solutions, 2 answers, 1 grades'],
  [{ ok: [true, 'no'] }, 'ok.1', ''],
  [{ says: [{ final: '2' }, {}] }, 'says.1.final', ''],
  [{ says: [{ final: '2' }, { final: 3 }] }, 'says.1.final', ''],
  [{ solutions: [['x'], []] }, 'solutions.1', ''],
  [{ solutions: 'x' }, 'solutions.*', ''],
] as const)('refuses a problem with %o', async ([changes, field, message]) => {
  const rows = { left: [{ ...POOL_ROW, ...changes }] }
  const opened = await openBenchmark({ benchmark: tinyBenchmark(POOL, rows) })
  if (opened.status === 'ok') throw new Error('It was read')
  expect(opened.issues).toContainEqual(
    expect.objectContaining({ field: `[0].${field}`, message: expect.stringContaining(message) }),
  )
})
