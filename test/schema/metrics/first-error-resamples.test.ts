import { describe, expect, test } from 'vitest'
import { drawSubsets, type SubsetDraws } from '#schema/metrics/cluster-draws.ts'
import {
  type FirstErrorResampled,
  resampleFirstError,
} from '#schema/metrics/first-error-resamples.ts'
import { percentileInterval } from '#schema/metrics/resampled.ts'
import { resampledCuts } from '#schema/metrics/resampled-cuts.ts'
import { resampledItems } from '#schema/metrics/right-ranges.ts'
import { seededRandom } from '#schema/random.ts'
import { at, NONE, UNPARSED } from '#schema/verdict.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, processBenchRun } from './real-judgements.ts'
import { copies, slowCounts, slowF1, slowInterval, slowTune } from './slow-bootstrap.ts'

type Run = ReturnType<typeof processBenchRun>
const FIXED = { kind: 'fixed', threshold: 0.5 } as const
const TUNED = { kind: 'tuned', subset: 'gsm8k' } as const

/** The vectors of one policy by `subset metric`, with the cut of each resample given. */
function slowVectors(subsets: Run, draws: SubsetDraws, cutOf: (resample: number) => number) {
  const vectors: Record<string, number[]> = {}
  const push = (key: string, value: number) => (vectors[key] ??= []).push(value)
  const resamples = [...draws.values()][0]?.resamples ?? 0
  for (let resample = 0; resample < resamples; resample++) {
    const rows = subsets.map(({ id, items }) => {
      const drawn = draws.get(id)
      if (!drawn) throw new Error(`no draws of ${id}`)
      const counts = slowCounts(copies(items, drawn, resample), cutOf(resample))
      const row = {
        f1: slowF1(counts),
        error_accuracy: counts.errorK / counts.errorN,
        correct_accuracy: counts.correctK / counts.correctN,
      }
      for (const [metric, value] of Object.entries(row)) push(`${id} ${metric}`, value)
      return row
    })
    for (const metric of ['f1', 'error_accuracy', 'correct_accuracy'] as const) {
      const sum = rows.reduce((total, row) => total + row[metric], 0)
      push(`average ${metric}`, sum / rows.length)
    }
  }
  return vectors
}

/** The values whose resamples or bounds are not those of the vectors, to 1e-12. */
function differences(rows: readonly FirstErrorResampled[], vectors: Record<string, number[]>) {
  expect(rows.map(({ subset, metric }) => `${subset} ${metric}`)).toEqual(Object.keys(vectors))
  return Object.entries(vectors).filter(([, values], index) => {
    const row = rows[index]
    const found = row && percentileInterval(row)
    if (row?.resamples.status !== 'ok' || found?.status !== 'ok') return true
    const [lower, upper] = slowInterval(values)
    return [
      ...row.resamples.values.map((value, resample) => value - (values[resample] ?? NaN)),
      found.interval.lower - lower,
      found.interval.upper - upper,
    ].some((off) => !(Math.abs(off) < 1e-12))
  })
}

describe.skipIf(!hasSharedData)('intervals of real runs on processbench-1000', () => {
  test.for(PROCESSBENCH_MODELS)('%s: the same from lists of copies, at 0.5', (model) => {
    const run = processBenchRun(model)
    const draws = drawSubsets(run, { seed: 7 })
    const vectors = slowVectors(run, draws, () => 0.5)
    expect(differences(resampleFirstError([FIXED], run, draws), vectors)).toEqual([])
  })

  test.for(PROCESSBENCH_MODELS)('%s: the same with every cut tried in every resample', (model) => {
    const run = processBenchRun(model)
    const draws = drawSubsets(run, { seed: 7, resamples: 100 })
    const gsm8k = draws.get('gsm8k')
    if (!gsm8k) throw new Error('no draws of gsm8k')
    const cuts = Array.from({ length: 100 }, (_, resample) =>
      slowTune(copies(run[0]?.items ?? [], gsm8k, resample)),
    )
    const vectors = slowVectors(run, draws, (resample) => cuts[resample] ?? Number.NaN)
    expect(differences(resampleFirstError([TUNED], run, draws), vectors)).toEqual([])
  })
})

test('a cut chosen anew is the one found by trying all scores, with ties and missing scores', () => {
  const random = seededRandom(3)
  const below = (limit: number) => Math.floor(random() * limit)
  for (let round = 0; round < 60; round++) {
    const items = Array.from({ length: 12 }, () => {
      const scores = Float64Array.from({ length: 1 + below(4) }, () =>
        random() < 0.1 ? Number.NaN : below(6) / 5,
      )
      return { label: random() < 0.5 ? NONE : at(below(scores.length)), scores }
    })
    const subset = { id: 'a', clusters: items.map((_, index) => index >> 1) }
    const draws = drawSubsets([subset], { seed: round, resamples: 40 }).get('a')
    if (!draws) throw new Error('no draws')
    const isError = Uint8Array.from(items, ({ label }) => (label.kind === 'at' ? 1 : 0))
    const cuts = resampledCuts(items, { draws, sizes: resampledItems(isError, draws) })
    expect([...cuts]).toEqual(
      Array.from(cuts, (_, resample) => slowTune(copies(items, draws, resample))),
    )
  }
})

const two = [
  { label: at(0), scores: Float64Array.of(0.2, 0.9) },
  { label: NONE, scores: Float64Array.of(0.8) },
]
// Four problems with an item of either kind each: every resample has both kinds.
const subset = { id: 'a', clusters: [1, 1, 2, 2, 3, 3, 4, 4], items: [two, two, two, two].flat() }

test('a model that is always right has an interval without width', () => {
  const [f1] = resampleFirstError([FIXED], [subset], drawSubsets([subset], { seed: 0 }))
  expect(f1 && percentileInterval(f1)).toEqual({
    status: 'ok',
    interval: {
      lower: 1,
      upper: 1,
      level: 0.95,
      method: 'clustered_percentile',
      resamples: 2000,
      seed: 0,
      covers: 'problems',
    },
  })
})

test('there is no interval of an oracle, of one problem, or of a cut that is not there', () => {
  const draws = drawSubsets([subset], { seed: 0 })
  const [oracle] = resampleFirstError([{ kind: 'oracle' }], [subset], draws)
  expect(oracle && percentileInterval(oracle)).toMatchObject({ status: 'undefined' })

  const [cut] = resampleFirstError([TUNED], [subset], draws)
  expect(cut && percentileInterval(cut)).toMatchObject({
    reason: expect.stringContaining('no items of gsm8k'),
  })

  const one = { ...subset, clusters: subset.clusters.map(() => 0) }
  const [single] = resampleFirstError([FIXED], [one], drawSubsets([one], { seed: 0 }))
  expect(single && percentileInterval(single)).toEqual({
    status: 'undefined',
    reason: 'fewer than two problems to draw from',
  })
})

test('resamples without an item of one kind are left out, and too many leave nothing to say', () => {
  // Of n problems one has an item with an error: a resample lacks it with (1 - 1/n)^n, about 37 %.
  const items = [...two, ...two.slice(1), ...two.slice(1)]
  const rare = { id: 'a', clusters: [0, 1, 2, 3], items }
  const rows = resampleFirstError([FIXED], [rare], drawSubsets([rare], { seed: 0 }))
  expect(rows.map(percentileInterval)).toMatchObject([
    { status: 'undefined', reason: expect.stringMatching(/^undefined in \d+ of 2000 resamples$/) },
    { status: 'undefined' },
    { status: 'ok', interval: { lower: 1, upper: 1 } },
    { status: 'undefined' },
    { status: 'undefined' },
    { status: 'ok' },
  ])
})

test('votes are resampled as they were decided, without a cut', () => {
  const items = [
    { label: at(1), steps: 3, votes: [at(1), at(2), at(1)] },
    { label: NONE, steps: 3, votes: [UNPARSED] },
    { label: NONE, steps: 3, votes: [NONE, UNPARSED] },
    { label: at(1), steps: 3, votes: [NONE] },
  ]
  const voted = { id: 'a', clusters: [0, 0, 1, 1], items }
  const draws = drawSubsets([voted], { seed: 0, resamples: 50 })
  const rows = resampleFirstError([{ kind: 'vote' }], [voted], draws)
  const [f1, error] = rows.map(({ resamples }) =>
    resamples.status === 'ok' ? resamples.values : new Float64Array(0),
  )
  // Each problem has one item with an error: right in the first, wrong in the second. Of two draws
  // the first problem is drawn w times: error accuracy w / 2, correct accuracy (2 - w) / 2.
  const weights = draws.get('a')?.weights.subarray(0, 50) ?? []
  expect([...(error ?? [])]).toEqual(Array.from(weights, (w) => w / 2))
  expect([...(f1 ?? [])]).toEqual(Array.from(weights, (w) => (w === 1 ? 0.5 : 0)))
})

test('transforms come before the cut, which is chosen on what they leave', () => {
  // Differences are kept 0.9, -0.6 and 0.8, 0.1: at 0 both kinds are right, untransformed neither cut is.
  const items = [
    { label: at(1), scores: Float64Array.of(0.9, 0.3) },
    { label: NONE, scores: Float64Array.of(0.2, 0.3) },
  ]
  const rising = { id: 'gsm8k', clusters: [1, 1, 2, 2], items: [items, items].flat() }
  const draws = drawSubsets([rising], { seed: 0 })
  const transforms = [{ kind: 'delta' }] as const
  for (const policy of [{ kind: 'fixed', threshold: 0 } as const, TUNED]) {
    const [f1] = resampleFirstError([{ ...policy, transforms }], [rising], draws)
    expect(f1 && percentileInterval(f1)).toMatchObject({ interval: { lower: 1, upper: 1 } })
  }
})
