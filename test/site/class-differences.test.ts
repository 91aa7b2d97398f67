import { expect, test } from 'vitest'
import { classChart, classSentence } from '../../site/lib/class-differences.ts'
import type { DifferenceRow } from '../../site/lib/comparison.ts'

/** A class with both values, and how far the interval of their difference reaches to either side. */
function row(name: string, a: number, b: number, half?: number): DifferenceRow {
  const ok = (value: number) => ({ status: 'ok', value, n: 10 }) as const
  const difference = a - b
  const interval = {
    level: 0.95,
    method: 'clustered_percentile',
    resamples: 2000,
    seed: 0,
    covers: 'problems',
  } as const
  const about = { subset: name, metric: 'prm_score', a: ok(a), b: ok(b) } as const
  const uncertainty =
    half === undefined
      ? ({ status: 'undefined', reason: 'nothing to draw' } as const)
      : ({
          status: 'ok',
          interval: { ...interval, lower: difference - half, upper: difference + half },
          standardError: half / 2,
          pValue: 0.01,
          smallestDetectable: half,
        } as const)
  return {
    name,
    isHeadline: false,
    difference: { ...about, difference: ok(difference), uncertainty },
  }
}
const letters = { a: 'A', b: 'B' }

test('says on which classes each is ahead, and how many are open', () => {
  const rows = [
    row('Deception', 0.7, 0.6, 0.05),
    row('Circular', 0.5, 0.55, 0.01),
    row('Rest', 0.5, 0.5, 0.1),
  ]
  expect(classSentence(rows, letters)).toBe(
    'A is ahead on Deception (+10.0); B is ahead on Circular (−5.0). One class does not tell them apart.',
  )
})

test('a difference whose interval touches 0, or that has none, tells nothing', () => {
  expect(classSentence([row('X', 0.75, 0.5, 0.25), row('Y', 0.9, 0.1)], letters)).toBe(
    'No class tells A and B apart.',
  )
})

test('draws both values on one scale from 0 to 100', () => {
  const chart = classChart([row('X', 0.75, 0.5, 0.1)], { left: 100, right: 300 })
  // 100 + 0.75 · 200 and 100 + 0.5 · 200
  expect(chart.lines).toMatchObject([
    { name: 'X', a: 250, b: 200, difference: '+25.0', isTold: true },
  ])
  expect(chart.ticks).toEqual([
    { text: '0', x: 100 },
    { text: '50', x: 200 },
    { text: '100', x: 300 },
  ])
})

test('leaves out a class that one of the two has no value of', () => {
  const given = row('X', 0.75, 0.5, 0.1)
  const without = {
    ...given,
    difference: {
      ...given.difference,
      b: { status: 'undefined', reason: 'no step', n: 0 } as const,
    },
  }
  expect(classChart([without], { left: 0, right: 1 }).lines).toEqual([])
})
