import { expect, test } from 'vitest'
import {
  forestFinding,
  forestLayout,
  forestPanels,
  forestParts,
} from '../../site/lib/forest-chart.ts'
import { publishedBenchmark } from './benchmark.ts'
import { interval, standing } from './standing.ts'

type Value = readonly [value: number, half?: number]

/** The panels of runs A, B, … whose F1 on each subset is a value with half an interval. */
function panelsOf(...runs: readonly (readonly Value[])[]) {
  const shown = runs.map((values, index) => ({
    letter: 'ABC'[index] ?? '',
    row: standing('run', {
      results: values.map(([value, half], subset) => ({
        policy: 'fixed:0.5',
        subset: 'ab'[subset] ?? '',
        metric: 'f1',
        status: 'ok',
        n: 10,
        value,
        ...(half !== undefined && {
          interval: interval(value - half, value + half),
        }),
      })),
    }),
  }))
  return forestPanels(publishedBenchmark('first_error'), shown)
}

test('has a panel for each subset, with the places that intervals allow', () => {
  const panels = panelsOf(
    [
      [0.8, 0.05],
      [0.5, 0.1],
    ],
    [
      [0.6, 0.05],
      [0.45, 0.1],
    ],
    [[0.2, 0.05]],
  )
  expect(
    panels.map(({ name, rows }) => [name, rows.map(({ letter, places }) => letter + places)]),
  ).toEqual([
    ['A', ['A1', 'B2', 'C3']],
    ['B', ['A1–2', 'B1–2']],
  ])
})

test('has no places where some run has no interval', () => {
  const [panel] = panelsOf([[0.8, 0.05]], [[0.6]])
  expect(panel?.rows.map(({ places }) => places)).toEqual([undefined, undefined])
  expect(forestFinding(panelsOf([[0.8, 0.05]], [[0.6]]))).toBeUndefined()
})

test('says who is first on every part, and whether beyond doubt', () => {
  expect(
    forestFinding(
      panelsOf(
        [
          [0.8, 0.05],
          [0.7, 0.05],
        ],
        [
          [0.6, 0.05],
          [0.5, 0.05],
        ],
      ),
    ),
  ).toBe('A is first on every part, and no interval reaches its own')
  expect(
    forestFinding(
      panelsOf(
        [
          [0.8, 0.05],
          [0.7, 0.2],
        ],
        [
          [0.6, 0.05],
          [0.5, 0.2],
        ],
      ),
    ),
  ).toBe('A is first on every part, beyond doubt on one of two')
  expect(
    forestFinding(
      panelsOf(
        [
          [0.8, 0.2],
          [0.7, 0.2],
        ],
        [
          [0.6, 0.2],
          [0.5, 0.2],
        ],
      ),
    ),
  ).toBe('A is first on every part, beyond doubt on none')
})

test('says so where the first differs, and nothing where it is shared', () => {
  expect(
    forestFinding(
      panelsOf(
        [
          [0.8, 0.1],
          [0.4, 0.1],
        ],
        [
          [0.6, 0.1],
          [0.5, 0.1],
        ],
      ),
    ),
  ).toBe('No model is first on every part')
  expect(
    forestFinding(
      panelsOf(
        [
          [0.8, 0.1],
          [0.5, 0.1],
        ],
        [
          [0.8, 0.1],
          [0.4, 0.1],
        ],
      ),
    ),
  ).toBeUndefined()
  expect(forestFinding(panelsOf([[0.8, 0.1]]))).toBeUndefined()
  expect(forestFinding([])).toBeUndefined()
})

test('a single panel tells how many places are settled', () => {
  expect(forestFinding(panelsOf([[0.8, 0.05]], [[0.6, 0.05]]))).toBe('Both places are settled')
  expect(forestFinding(panelsOf([[0.8, 0.05]], [[0.6, 0.05]], [[0.3, 0.05]]))).toBe(
    'All three places are settled',
  )
  expect(forestFinding(panelsOf([[0.8, 0.05]], [[0.6, 0.1]], [[0.55, 0.1]]))).toBe(
    'One of three places is settled',
  )
  expect(forestFinding(panelsOf([[0.6, 0.1]], [[0.55, 0.1]]))).toBe(
    'No place is settled: intervals overlap',
  )
})

test('shows the groups of step labels, and else the whole', () => {
  const steps = publishedBenchmark('step_labels')
  const groups = [{ id: 'g', name: 'G', subsets: ['a', 'b'] }]
  expect(forestParts({ ...steps, groups }).parts.map(({ id }) => id)).toEqual(['g'])
  expect(forestParts(steps).parts.map(({ id }) => id)).toEqual(['overall'])
  expect(forestParts(publishedBenchmark('preference')).parts.map(({ id }) => id)).toEqual([
    'average',
  ])
  expect(forestParts(publishedBenchmark('best_of_n')).parts).toEqual([])
})

test('lays marks out on a scale from 0 to 100, a row below the other', () => {
  const [panel] = panelsOf([[0.8, 0.1]], [[0.5]])
  if (!panel) throw new Error('No panel')
  const { rows, bottom } = forestLayout(panel, { left: 20, right: 220, top: 30, gap: 24 })
  // 20 + 0.8 × 200 = 180
  expect(rows.map(({ x, y }) => [x, y])).toEqual([
    [180, 30],
    [120, 54],
  ])
  expect(rows[0]?.bar?.from).toBeCloseTo(160)
  expect(rows[0]?.bar?.to).toBeCloseTo(200)
  expect(rows[1]?.bar).toBeUndefined()
  expect(bottom).toBe(78)
})
