import { expect, test } from 'vitest'
import { at, NONE } from '#schema/verdict.ts'
import { reportTable } from '../../../bench-runner/output/report-table.ts'
import { reportOf, scoreBenchmark } from '../../../bench-runner/score-benchmark.ts'

const DEFINITION = {
  id: 'tiny',
  name: 'Tiny',
  kind: 'first_error' as const,
  description: '',
  subsets: [
    { id: 'left', name: 'Left' },
    { id: 'right', name: 'A subset of a very long name' },
  ],
  tuningSubset: 'left',
  license: '',
  source: '',
}
const ITEMS = [
  { id: 'a', subset: 'left', problem: '', steps: ['x', 'y'], label: at(1) },
  { id: 'b', subset: 'left', problem: '', steps: ['x'], label: NONE },
  { id: 'c', subset: 'right', problem: '', steps: ['x'], label: NONE },
]

test('fits in 80 columns and explains what is in-sample or undefined', () => {
  const scores = (...values: number[]) => ({
    kind: 'scores' as const,
    scores: Float64Array.from(values),
    channels: {},
    draws: [],
  })
  const byItem = new Map([
    ['a', scores(0.9, 1 / 3)],
    ['b', scores(0.9)],
    ['c', scores(0.9)],
  ])
  const labelled = {
    definition: DEFINITION,
    revision: { id: '0'.repeat(64), items: ITEMS },
    labelSet: '1',
  }
  const scored = scoreBenchmark(
    labelled,
    { kind: 'scores', byItem },
    { scoreKind: { kind: 'probability' } },
  )
  const report = reportOf(labelled, scored, ['tuned:left'])
  const table = reportTable(report, DEFINITION, process.stdout)
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(table).toContain('Scored 3 of 3 items and 4 of 4 labelled steps')
  expect(table).toMatch(/Left +100\.0\* +1\/1 100\.0 +1\/1 100\.0 +0\.9/)
  expect(table).toMatch(/A subset of a… +– +– +1\/1 100\.0/)
  expect(table).toContain('* The cut was chosen on the labels it is measured on (in-sample).')
  expect(table).toContain('– tuned:left, right: no item with an error')
})
