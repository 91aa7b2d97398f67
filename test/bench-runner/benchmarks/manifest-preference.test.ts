import { expect, test } from 'vitest'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { TINY_ROWS, tinyPreference } from '../tiny-preference.ts'

const [row] = TINY_ROWS

test('several paths are paragraphs of the context and steps of those compared', async () => {
  const opened = await openBenchmark({ benchmark: tinyPreference() })
  if (opened.status === 'failed') throw new Error(opened.message)
  expect(opened.revision.items).toEqual([
    {
      id: 'item-0',
      subset: 'web',
      problem: 'Buy milk\n\nOpened the shop\n\nSearched milk',
      chosen: ['It is there.', 'click(milk)'],
      // A member that lacks a part has fewer steps.
      rejected: [['Leave.', 'close()'], ['click(bread)']],
      task: '1',
    },
    expect.objectContaining({ id: 'item-1', problem: 'Buy milk', task: '1' }),
    expect.objectContaining({ id: 'item-2', subset: 'arena', chosen: ['type(bus)'] }),
  ])
})

test('texts, lists of texts and lists of lists are read from one path', async () => {
  const rows = [
    { id: 'a', context: 'C', good: 'yes', bad: ['no', 'never'], subset: 'web' },
    {
      id: 'b',
      context: 'C',
      good: ['one', 'two'],
      bad: [['three'], ['four', 'five']],
      subset: 'arena',
    },
    { id: 'c', context: 'C', good: 'yes', bad: [], subset: 'web' },
  ]
  const fields = { id: 'id', problem: 'context', chosen: 'good', rejected: 'bad', subset: 'subset' }
  const opened = await openBenchmark({ benchmark: tinyPreference(rows, { fields }) })
  if (opened.status === 'failed') throw new Error(opened.message)
  expect(opened.revision.items).toEqual([
    { id: 'a', subset: 'web', problem: 'C', chosen: ['yes'], rejected: [['no'], ['never']] },
    { id: 'c', subset: 'web', problem: 'C', chosen: ['yes'], rejected: [] },
    {
      id: 'b',
      subset: 'arena',
      problem: 'C',
      chosen: ['one', 'two'],
      rejected: [['three'], ['four', 'five']],
    },
  ])
})

test.for([
  [{ chosen: [] }, 'chosen.0.thought'],
  [{ rejected: undefined }, 'rejected.*.thought'],
  [{ rejected: [{}] }, 'rejected.0.thought'],
  [{ intent: 7 }, 'intent'],
  [{ intent: undefined, history: undefined }, 'intent'],
  [{ source_name: 'nowhere' }, 'subset'],
] as const)('a row with %o is refused by its field', async ([change, field]) => {
  const opened = await openBenchmark({ benchmark: tinyPreference([{ ...row, ...change }]) })
  expect(opened).toMatchObject({ status: 'failed', code: 'invalid', issues: [{ field }] })
})
