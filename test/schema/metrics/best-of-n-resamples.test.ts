import { describe, expect, test } from 'vitest'
import { drawProblems, resampleBestOfN } from '#schema/metrics/best-of-n-resamples.ts'
import { bestOfN } from '#schema/metrics/best-of-n.ts'
import { percentileInterval } from '#schema/metrics/resampled.ts'
import { hasSharedData } from '../../shared-data.ts'
import { poolRun } from './real-judgements.ts'
import { copies, slowInterval } from './slow-bootstrap.ts'

describe.skipIf(!hasSharedData)('intervals of real accuracies on the GSM8K pool', () => {
  test.for(['qwen_prm', 'math_shepherd', 'rlhflow_prm'])(
    '%s: the same from lists of copies',
    (model) => {
      const results = poolRun(model, ['pass', 'best_of:min', 'best_of:last', 'first_n:vote:prod'])
      const draws = drawProblems(Array(500).keys(), { seed: 2, resamples: 300 })
      const rows = resampleBestOfN(results, draws)
      expect(rows).toHaveLength(4 * 6)
      const wrong = rows.filter((row, index) => {
        const values = Array.from({ length: 300 }, (_, resample) => {
          const drawn = copies([...(results[index]?.perProblem ?? [])], draws, resample)
          return drawn.reduce((sum, accuracy) => sum + accuracy, 0) / drawn.length
        })
        const found = percentileInterval(row)
        const [lower, upper] = slowInterval(values)
        return !(
          found.status === 'ok' &&
          Math.abs(found.interval.lower - lower) < 1e-12 &&
          Math.abs(found.interval.upper - upper) < 1e-12
        )
      })
      expect(wrong).toEqual([])
    },
  )
})

test('a pool without candidates has no interval, for the reason it has no accuracy', () => {
  const results = bestOfN([{ answers: [], correct: [], steps: [] }], [{ kind: 'pass' }], {
    seed: 0,
  })
  const [row] = resampleBestOfN(results, drawProblems(Array(1).keys(), { seed: 0 }))
  expect(row && percentileInterval(row)).toEqual({
    status: 'undefined',
    reason: 'a problem without candidates',
  })
})
