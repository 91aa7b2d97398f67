import { expect, test } from 'vitest'
import { detectable } from '../../site/lib/detectable.ts'
import { interval, standing } from './standing.ts'

test('takes the two best ranked models with intervals, whatever the order of the page', () => {
  const rows = [
    standing('c', { rank: 3, interval: interval(0.2, 0.3) }),
    standing('b', { rank: 2, interval: interval(0.5, 0.58) }),
    standing('none', { rank: 1 }),
    standing('a', { rank: 1, interval: interval(0.6, 0.66) }),
    standing('baseline', { interval: interval(0.9, 0.91) }),
  ]
  const found = detectable(rows)
  expect([found?.a.run, found?.b.run]).toEqual(['run_a', 'run_b'])
  // Half widths 0.03 and 0.04: together 0.05, of which 2.8016 / 1.95996 = 1.4294
  expect(found?.atMost).toBeCloseTo(0.05 * 1.4294, 5)
})

test('two runs of one model are no pair', () => {
  const rows = [1, 2].map((rank) => standing('a', { rank, interval: interval(0.5, 0.6) }))
  expect(detectable(rows)).toBeUndefined()
  expect(detectable([])).toBeUndefined()
})
