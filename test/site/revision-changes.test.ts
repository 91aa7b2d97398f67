import { expect, test } from 'vitest'
import type { MetricResult } from '#schema/metric.ts'
import { movedResults } from '../../site/lib/revision-changes.ts'

const result = (subset: string, value: number): MetricResult => ({
  policy: 'fixed:0.5',
  subset,
  metric: 'f1',
  status: 'ok',
  value,
  n: 2,
})

test('tells which numbers moved between two sets of labels, and how many did not', () => {
  const undefinedNow: MetricResult = {
    policy: 'fixed:0.5',
    subset: 'c',
    metric: 'f1',
    status: 'undefined',
    reason: 'no correct item',
    n: 0,
  }
  const before = [result('a', 0.5), result('b', 1), result('c', 1)]
  const after = [result('a', 0.5), result('b', 0.25), undefinedNow]
  expect(movedResults(before, after)).toEqual({
    moved: [
      { name: 'f1 of b under fixed:0.5', before: before[1], after: after[1] },
      { name: 'f1 of c under fixed:0.5', before: before[2], after: undefinedNow },
    ],
    same: 1,
  })
})

test('a run without numbers before has moved in all of them', () => {
  const after = [result('a', 0.5)]
  expect(movedResults([], after).moved).toEqual([
    { name: 'f1 of a under fixed:0.5', before: undefined, after: after[0] },
  ])
})
