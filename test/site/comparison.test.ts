import { describe, expect, test } from 'vitest'
import type { Difference } from '#schema/comparison.ts'
import {
  ahead,
  axisOf,
  differenceFinding,
  differenceSections,
  leadSentence,
  onAxis,
  pValue,
  signedPoints,
} from '../../site/lib/comparison.ts'

const LETTERS = { a: 'A', b: 'B' }
const ok = (value: number) => ({ status: 'ok', value, n: 100 }) as const

/** A difference whose interval reaches so far to both sides. */
function difference(subset: string, value: number, half: number | null): Difference {
  return {
    subset,
    metric: 'f1',
    a: ok(0.5 + value),
    b: ok(0.5),
    difference: ok(value),
    uncertainty:
      half === null
        ? { status: 'undefined', reason: 'one problem only' }
        : {
            status: 'ok',
            interval: {
              method: 'wilson',
              covers: 'items',
              level: 0.95,
              lower: value - half,
              upper: value + half,
            },
            standardError: half / 2,
            pValue: 0.01,
            smallestDetectable: half,
          },
  }
}

const rows = (...differences: readonly Difference[]) =>
  differences.map((one) => ({ name: one.subset, isHeadline: false, difference: one }))

test('a run is ahead where the interval does not reach 0', () => {
  expect(ahead(difference('x', 0.1, 0.05))).toBe('a')
  expect(ahead(difference('x', -0.1, 0.05))).toBe('b')
  expect(ahead(difference('x', 0.1, 0.1))).toBeUndefined()
  expect(ahead(difference('x', 0.1, null))).toBeUndefined()
})

describe('the lead in a sentence', () => {
  const sentence = (headline: Difference | null) =>
    leadSentence({ kind: 'first_error' }, headline, LETTERS)

  test('names who leads, always by a positive number', () => {
    expect(sentence(difference('average', 0.149, 0.03))).toBe(
      'A leads by 14.9 points of average F1 (95 % interval 11.9 to 17.9).',
    )
    expect(sentence(difference('average', -0.149, 0.03))).toBe(
      'B leads by 14.9 points of average F1 (95 % interval 11.9 to 17.9).',
    )
  })

  test('names nobody where nothing is settled', () => {
    expect(sentence(difference('average', 0.01, 0.03))).toBe(
      'The two are not separable by average F1: A − B is +1.0 points (95 % interval −2.0 to +4.0).',
    )
    expect(sentence(difference('average', 0.01, null))).toContain('with no interval: one problem')
    expect(sentence(null)).toContain('undefined')
  })

  test('keeps the case of a name', () => {
    const of = leadSentence({ kind: 'step_labels' }, difference('overall', 0.1, 0.01), LETTERS)
    expect(of).toContain('points of PRMScore (')
  })
})

test('a table says on how many subsets one is ahead', () => {
  const finding = (...differences: readonly Difference[]) =>
    differenceFinding(rows(difference('average', 0.1, 0.01), ...differences), LETTERS)
  const [up, down, open] = [0.1, -0.1, 0].map((value) => difference('x', value, 0.05))
  if (!up || !down || !open) throw new Error('There are three')
  expect(finding(up, up)).toBe('A is ahead on every subset')
  expect(finding(down, down)).toBe('B is ahead on every subset')
  expect(finding(open, open)).toBe('No subset tells the two apart')
  expect(finding(up, open, down, up)).toBe('A is ahead on 2, B is ahead on 1 of 4 subsets')
  expect(finding(up)).toBeUndefined()
})

test('the metric that runs rank by comes first, and the whole before its parts', () => {
  const at = (metric: Difference['metric'], subset: string) => ({
    ...difference(subset, 0.1, 0.05),
    metric,
  })
  const headline = at('f1', 'average')
  const differences = [at('error_accuracy', 'a'), at('f1', 'a'), headline]
  const subsets = [{ id: 'a', name: 'Algebra' }]
  const sections = differenceSections({ kind: 'first_error', subsets }, { differences, headline })
  expect(sections.map(({ words, rows: own }) => [words, own.map(({ name }) => name)])).toEqual([
    ['F1', ['Average', 'Algebra']],
    ['Accuracy on errors', ['Algebra']],
  ])
  expect(sections[0]?.rows.map(({ isHeadline }) => isHeadline)).toEqual([true, false])
})

test('of a pool only the differences at all candidates are rows', () => {
  const of = (candidates: number) => ({ ...difference('all', 0.1, 0.05), candidates })
  const differences = [of(1), of(32), of(8)]
  const subsets = [{ id: 'all', name: 'All' }]
  const about = { kind: 'best_of_n', subsets } as const
  const [section] = differenceSections(about, { differences, headline: of(32) })
  expect(section?.rows.map(({ difference: { candidates } }) => candidates)).toEqual([32])
})

test('an axis holds every interval, to the next 10 points, and 0 is in its middle', () => {
  const shown = rows(difference('x', 0.149, 0.08), difference('y', -0.02, null))
  expect(axisOf(shown)).toBe(30)
  expect([onAxis(0, 30), onAxis(0.149, 30), onAxis(-0.3, 30)]).toEqual([50, 74.8, 0])
})

test('numbers have their sign, and no sign where nothing is left of them', () => {
  expect([0.149, -0.032, 0.0001, -0.0001].map(signedPoints)).toEqual([
    '+14.9',
    '−3.2',
    '0.0',
    '0.0',
  ])
  expect([0.00005, 0.0222, null].map(pValue)).toEqual(['< 0.0001', '0.0222', '–'])
})
