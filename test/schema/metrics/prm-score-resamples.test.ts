import { describe, expect, test } from 'vitest'
import type { ClusterDraws } from '#schema/metrics/cluster-draws.ts'
import { drawSources, resampleSteps } from '#schema/metrics/prm-score-resamples.ts'
import { percentileInterval } from '#schema/metrics/resampled.ts'
import { PRMBENCH_CLASSES, PRMBENCH_GROUPS, sourceId } from '#schema/metrics/step-classes.ts'
import type { JudgedSteps } from '#schema/metrics/step-counts.ts'
import { hasSharedData } from '../../shared-data.ts'
import { prmBenchRun } from './real-judgements.ts'
import { copies, slowInterval } from './slow-bootstrap.ts'

const RULE = { threshold: 0.5, variant: 'strict' } as const

/** prm_score, f1 and negative_f1 of some items, by counting every step. */
function slowScores(items: readonly JudgedSteps[], f1Only: boolean): readonly number[] {
  let [tp, fp, tn, fn] = [0, 0, 0, 0]
  for (const { steps, wrongSteps, scores } of items) {
    for (let step = 0; step < steps; step++) {
      const score = scores[step] ?? Number.NaN
      const isWrong = wrongSteps.includes(step)
      if (isWrong && score <= 0.5) tn += 1
      else if (isWrong) fp += 1
      else if (score > 0.5) tp += 1
      else fn += 1
    }
  }
  const f1 = (2 * tp) / (2 * tp + fp + fn)
  const negative = (2 * tn) / (2 * tn + fp + fn)
  return [f1Only ? f1 : (f1 + negative) / 2, f1, negative]
}

function slowVectors(items: readonly JudgedSteps[], draws: ClusterDraws) {
  const vectors = new Map<string, number[][]>()
  const push = (id: string, values: readonly number[]) =>
    vectors.set(id, [...(vectors.get(id) ?? []), [...values]])
  for (let resample = 0; resample < draws.resamples; resample++) {
    const drawn = copies(items, draws, resample)
    const classes = new Map(
      PRMBENCH_CLASSES.map((id) => [
        id,
        slowScores(
          drawn.filter(({ classification }) => classification === id),
          id === 'multi_solutions',
        ),
      ]),
    )
    for (const [id, values] of classes) push(id, values)
    for (const [id, members] of Object.entries(PRMBENCH_GROUPS)) {
      const rows = members.map((member) => classes.get(member) ?? [])
      const mean = (metric: number) =>
        rows.reduce((sum, row) => sum + (row[metric] ?? NaN), 0) / rows.length
      push(id, [mean(0), mean(1), mean(2)])
    }
    push('overall', slowScores(drawn, false))
  }
  return vectors
}

describe.skipIf(!hasSharedData)('intervals of R-PRM on PRMBench', () => {
  test('are the same from lists of copies', () => {
    const items = prmBenchRun()
    const draws = drawSources(items.map(sourceId), { seed: 5, resamples: 60 })
    expect(draws.clusters).toBe(758)
    const vectors = slowVectors(items, draws)
    const rows = resampleSteps(items, { ...RULE, draws })
    expect(rows).toHaveLength(vectors.size * 3)
    const wrong = rows.filter((row) => {
      const metric = ['prm_score', 'f1', 'negative_f1'].indexOf(row.metric)
      const values = (vectors.get(row.subset) ?? []).map((one) => one[metric] ?? Number.NaN)
      const found = percentileInterval(row)
      if (row.resamples.status === 'undefined' || found.status === 'undefined') return true
      const [lower, upper] = slowInterval(values)
      return [
        ...row.resamples.values.map((value, resample) => value - (values[resample] ?? NaN)),
        found.interval.lower - lower,
        found.interval.upper - upper,
      ].some((off) => !(Math.abs(off) < 1e-12))
    })
    expect(wrong.map(({ subset, metric }) => `${subset} ${metric}`)).toEqual([])
  })
})

test('a source is drawn with its items of every class, so that they vary together', () => {
  const item = (classification: string, idx: number, score: number): JudgedSteps => ({
    id: `${classification}_${idx}`,
    classification,
    steps: 2,
    wrongSteps: [1],
    scores: Float64Array.of(0.9, score),
  })
  const items = [0, 1, 2, 3].flatMap((idx) => [
    item('circular', idx, idx / 4),
    item('deception', idx, idx / 4),
  ])
  const draws = drawSources(items.map(sourceId), { seed: 0, resamples: 30 })
  expect(draws.clusters).toBe(4)
  const rows = resampleSteps(items, { ...RULE, draws })
  const valuesOf = (id: string) => {
    const row = rows.find(({ subset, metric }) => subset === id && metric === 'f1')
    return row?.resamples.status === 'ok' ? [...row.resamples.values] : []
  }
  expect(valuesOf('circular')).toEqual(valuesOf('deception'))
  expect(new Set(valuesOf('circular')).size).toBeGreaterThan(1)
})
