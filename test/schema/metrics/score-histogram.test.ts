import { describe, expect, test } from 'vitest'
import { firstErrorSteps } from '#schema/metrics/labelled-steps.ts'
import { countScores } from '#schema/metrics/score-counts.ts'
import { scoreHistogram } from '#schema/metrics/score-histogram.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, processBenchRun } from './real-runs.ts'
import { counted } from './steps.ts'

test('counts steps by score and label; an edge belongs to the upper bar, the top to the last', () => {
  const counts = counted([0, 0.5, 0.5, 1, 0.4, Number.NaN], [0, 1, 0, 1, 1, 1])
  expect(scoreHistogram(counts, { bars: 2, range: [0, 1] })).toEqual({
    status: 'ok',
    bars: [
      { lower: 0, upper: 0.5, right: 1, wrong: 1 },
      { lower: 0.5, upper: 1, right: 2, wrong: 1 },
    ],
    outside: 0,
    unscored: 1,
  })
})

test('spans the scores that occur when no range is given, also a single one', () => {
  const found = scoreHistogram(counted([-3, 1, 5], [0, 1, 1]), { bars: 4 })
  expect(found).toMatchObject({ bars: [{ lower: -3, wrong: 1 }, {}, { lower: 1 }, { upper: 5 }] })
  const single = scoreHistogram(counted([2, 2], [0, 1]), { bars: 3 })
  expect(single).toMatchObject({ bars: [{}, {}, { lower: 2, upper: 2, right: 1, wrong: 1 }] })
})

test('keeps what a declared range does not hold apart', () => {
  const found = scoreHistogram(counted([-1, 0.2, 2, 2], [0, 1, 1, 1]), { bars: 2, range: [0, 1] })
  expect(found).toMatchObject({ outside: 3, bars: [{ right: 1, wrong: 0 }, { right: 0 }] })
})

test('without scores there is none', () => {
  expect(scoreHistogram(counted([Number.NaN], [1]), {})).toMatchObject({ status: 'undefined' })
  expect(scoreHistogram(counted([], []), {})).toMatchObject({ status: 'undefined' })
})

describe.skipIf(!hasSharedData)('on real runs, against looking at every step', () => {
  test.for(PROCESSBENCH_MODELS)('%s', (model) => {
    const steps = firstErrorSteps(processBenchRun(model).flatMap(({ items }) => items))
    const found = scoreHistogram(countScores(steps), { range: [0, 1] })
    if (found.status === 'undefined') throw new Error(found.reason)
    for (const [index, bar] of found.bars.entries()) {
      const isLast = index === found.bars.length - 1
      const members = [...steps.scores.keys()].filter((step) => {
        const score = steps.scores[step] ?? Number.NaN
        return score >= bar.lower && (score < bar.upper || (isLast && score === 1))
      })
      const right = members.filter((step) => steps.right[step] === 1).length
      expect([bar.right, bar.wrong]).toEqual([right, members.length - right])
    }
  })
})
