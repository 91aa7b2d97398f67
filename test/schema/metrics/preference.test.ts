import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { comparePreferences } from '#schema/metrics/compare-preference.ts'
import { drawClusters } from '#schema/metrics/cluster-draws.ts'
import { preferenceMargins } from '#schema/metrics/preference-margins.ts'
import {
  expectedReciprocalRank,
  isPreferred,
  rankChosen,
  reciprocalRank,
} from '#schema/metrics/preference-rank.ts'
import { preferenceRatios } from '#schema/metrics/preference-ratios.ts'
import { preferenceReport } from '#schema/metrics/preference-report.ts'
import { resamplePreferences } from '#schema/metrics/preference-resamples.ts'
import { percentileInterval } from '#schema/metrics/resampled.ts'
import { seededRandom } from '#schema/random.ts'
import { hasSharedData, SHARED } from '../../shared-data.ts'
import { copies, slowInterval } from './slow-bootstrap.ts'

const NONE = Number.NaN
const rank = (...scores: number[]) => rankChosen(Float64Array.from(scores))

test.for([
  // chosen, rejected…: one above, one equal: 1 / (1 + 1 + 1)
  [[0.8, 0.9, 0.8, 0.1], 1 / 3, false],
  [[0.8, 0.5, 0.1], 1, true],
  [[0.8, 0.8, 0.8], 1 / 3, false],
  // A missing chosen one ranks last: 1 / (1 + 2), also behind those that are missing
  [[NONE, 0.5, 0.1], 1 / 3, false],
  [[NONE, NONE], 1 / 2, false],
  // Missing rejected ones are beaten
  [[0.1, NONE, NONE], 1, true],
  [[0.1, NONE, 0.2], 1 / 2, false],
  // One rejected
  [[0.2, 0.1], 1, true],
  [[0.1, 0.1], 1 / 2, false],
  // Nothing rejected
  [[0.2], 0, false],
] as const)('%o: reciprocal rank %d, strictly first %s', ([scores, reciprocal, strict]) => {
  const found = rank(...scores)
  expect(reciprocalRank(found)).toBe(reciprocal)
  expect(isPreferred(found)).toBe(strict)
})

test('with ties broken at random, the mean over the places of a tie', () => {
  // Two tied below one above: places 2, 3, 4
  expect(expectedReciprocalRank(rank(0.5, 0.9, 0.5, 0.5))).toBeCloseTo((1 / 2 + 1 / 3 + 1 / 4) / 3)
  expect(expectedReciprocalRank(rank(0.2))).toBe(0)
})

describe.skipIf(!hasSharedData)('worked vectors', () => {
  test('of WebRewardBench', () => {
    const Vector = z.object({
      chosen: z.number(),
      rejected: z.array(z.number()),
      mrr: z.number(),
      acc: z.boolean(),
    })
    const text = readFileSync(new URL('reference/vectors.json', SHARED), 'utf8')
    const { webrewardbench } = z
      .object({ webrewardbench: z.array(Vector).min(1) })
      .parse(JSON.parse(text))
    // There, -100 stands for a missing score.
    const known = (score: number) => (score === -100 ? NONE : score)
    expect(
      webrewardbench.map(({ chosen, rejected }) => {
        const found = rank(...[chosen, ...rejected].map(known))
        return { mrr: reciprocalRank(found), acc: isPreferred(found) }
      }),
    ).toEqual(webrewardbench.map(({ mrr, acc }) => ({ mrr, acc })))
  })
})

const judged = (scores: readonly number[], task?: string) => ({
  scores: Float64Array.from(scores),
  task,
})
/** Task t: both right; task u: one of two; and one of no task. */
const ITEMS = [
  judged([0.9, 0.1, 0.2], 't'),
  judged([0.6, NONE], 't'),
  judged([0.5, 0.5, 0.1], 'u'),
  judged([0.8, 0.7], 'u'),
  judged([NONE, 0.1]),
]

describe('a report', () => {
  const results = preferenceReport([{ id: 's', ratios: preferenceRatios(ITEMS) }], 'rank')
  const of = (metric: string) => results.find((result) => result.metric === metric)

  test('MRR, with its ties', () => {
    // 1, 1, 1/2, 1, 1/2: 4 / 5. At random the tie gives (1 + 1/2) / 2: 4.25 / 5
    expect(of('mrr')).toEqual({
      policy: 'rank',
      subset: 's',
      metric: 'mrr',
      status: 'ok',
      value: 0.8,
      n: 5,
      tie_share: 1 / 5,
      random_ties: 0.85,
    })
  })

  test('strict accuracy counts a tie as wrong', () => {
    // 1, 1, 0 (tied, 1/2 at random), 1, 0
    expect(of('strict_accuracy')).toMatchObject({ value: 3 / 5, k: 3, n: 5, random_ties: 3.5 / 5 })
  })

  test('pairwise accuracy counts pairs', () => {
    // 2 of 2, 1 of 1, 1 of 2 (one tied), 1 of 1, 0 of 1: 5 of 7, 5.5 at random
    expect(of('pairwise_accuracy')).toMatchObject({
      value: 5 / 7,
      k: 5,
      n: 7,
      tie_share: 1 / 7,
      random_ties: 5.5 / 7,
    })
  })

  test('task accuracy counts tasks all of whose items are right', () => {
    expect(of('task_accuracy')).toMatchObject({ value: 1 / 2, k: 1, n: 2 })
    const untold = preferenceRatios([judged([1, 0])])
    expect(untold.map(({ metric }) => metric)).not.toContain('task_accuracy')
  })

  test('averages subsets, undefined as soon as one has nothing to tell', () => {
    const one = { id: 'x', ratios: preferenceRatios([judged([1, 0]), judged([0, 1])]) }
    const bare = { id: 'y', ratios: preferenceRatios([judged([1])]) }
    const averages = preferenceReport([one, bare], 'rank').filter(
      ({ subset }) => subset === 'average',
    )
    // MRR (1 + 1/2) / 2 and 0: 3/8; strict 1/2 and 0
    expect(averages).toMatchObject([
      { metric: 'mrr', value: 3 / 8, n: 3 },
      { metric: 'strict_accuracy', value: 1 / 4 },
      { metric: 'pairwise_accuracy', status: 'undefined', reason: 'y: no pair' },
    ])
  })

  test('of no item is undefined', () => {
    const empty = preferenceReport([{ id: 's', ratios: preferenceRatios([]) }], 'rank')
    expect(empty).toMatchObject([
      { metric: 'mrr', status: 'undefined', reason: 'no item', n: 0 },
      { metric: 'strict_accuracy', status: 'undefined' },
      { metric: 'pairwise_accuracy', status: 'undefined', reason: 'no pair' },
    ])
  })
})

/** Scores on a grid, so that many tie, and some missing. */
function drawnItems(seed: number, count: number) {
  const random = seededRandom(seed)
  const score = () => (random() < 0.1 ? NONE : Math.floor(random() * 5) / 4)
  return Array.from({ length: count }, (_, index) =>
    judged(
      Array.from({ length: 2 + Math.floor(random() * 4) }, score),
      random() < 0.3 ? undefined : `t${index % 7}`,
    ),
  )
}

/** The definitions once more, by sorting as the reference does: -100 for a missing score. */
function slowly(items: readonly ReturnType<typeof judged>[]): Record<string, number> {
  const seen = items.map(({ scores, task }) => {
    const [chosen = -100, ...rejected] = Array.from(scores, (score) =>
      Number.isNaN(score) ? -100 : score,
    )
    const sorted = [chosen, ...rejected].toSorted((a, b) => b - a)
    const ties = rejected.filter((other) => other === chosen).length
    return {
      task,
      reciprocal: 1 / (sorted.indexOf(chosen) + 1 + ties),
      strict: rejected.every((other) => chosen > other),
      won: rejected.filter((other) => chosen > other).length,
      pairs: rejected.length,
    }
  })
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    mrr: sum(seen.map(({ reciprocal }) => reciprocal)) / seen.length,
    strict_accuracy: seen.filter(({ strict }) => strict).length / seen.length,
    pairwise_accuracy: sum(seen.map(({ won }) => won)) / sum(seen.map(({ pairs }) => pairs)),
  }
}

test.for([1, 2, 3])('intervals are those of lists of copies, seed %i', (seed) => {
  const items = drawnItems(seed, 60)
  const draws = drawClusters(
    items.map(({ task }, index) => task ?? index),
    { seed, resamples: 400, stream: 's' },
  )
  const rows = resamplePreferences([{ id: 's', ratios: preferenceRatios(items), draws }])
  const drawn = Array.from({ length: 400 }, (_, resample) => copies(items, draws, resample))
  for (const metric of ['mrr', 'strict_accuracy', 'pairwise_accuracy']) {
    const row = rows.find((one) => one.metric === metric)
    expect(row?.value).toMatchObject({ value: expect.closeTo(slowly(items)[metric] ?? NONE, 12) })
    const [lower, upper] = slowInterval(drawn.map((copy) => slowly(copy)[metric] ?? NONE))
    expect(row && percentileInterval(row)).toMatchObject({
      interval: { lower: expect.closeTo(lower, 12), upper: expect.closeTo(upper, 12) },
    })
  }
})

test('tasks are resampled whole: each is right or not in every resample', () => {
  // Two tasks, one right: a resample of two clusters holds 0, 1 or 2 right ones.
  const items = ITEMS.slice(0, 4)
  const draws = drawClusters(
    items.map(({ task = '' }) => task),
    { seed: 0, resamples: 100, stream: 's' },
  )
  const task = resamplePreferences([{ id: 's', ratios: preferenceRatios(items), draws }]).at(-1)
  if (task?.resamples.status !== 'ok') throw new Error('Not resampled')
  expect(new Set(task.resamples.values)).toEqual(new Set([0, 0.5, 1]))
})

test('two runs compare metric by metric and item by item', () => {
  const draws = drawClusters([0, 1, 2, 3, 4], { seed: 0, resamples: 200, stream: 's' })
  const b = ITEMS.map(({ task }) => judged([1, 0.5], task))
  const { differences, decisions } = comparePreferences([
    { id: 's', a: preferenceRatios(ITEMS), b: preferenceRatios(b), draws },
  ])
  expect(differences[0]).toMatchObject({
    subset: 's',
    metric: 'mrr',
    a: { value: 0.8 },
    b: { value: 1 },
    difference: { value: expect.closeTo(-0.2, 12) },
    uncertainty: { status: 'ok' },
  })
  expect(decisions).toMatchObject({
    all: { both: 3, onlyA: 0, onlyB: 2, neither: 0 },
    flips: [
      { subset: 's', item: 2, right: 'b' },
      { subset: 's', item: 4, right: 'b' },
    ],
  })
})

test('margins are of the chosen one over the best rejected one', () => {
  // 0.9 - 0.2, 0.5 - 0.5, 0.8 - 0.7; two lack a score
  const { measured, unmeasured, quantiles } = preferenceMargins(ITEMS.map(({ scores }) => scores))
  expect({ measured, unmeasured }).toEqual({ measured: 3, unmeasured: 2 })
  expect(quantiles.map(({ share, margin }) => [share, Number(margin.toFixed(12))])).toEqual([
    [0, 0],
    [0.05, 0.01],
    [0.25, 0.05],
    [0.5, 0.1],
    [0.75, 0.4],
    [0.95, 0.64],
    [1, 0.7],
  ])
  expect(preferenceMargins([]).quantiles).toEqual([])
})
