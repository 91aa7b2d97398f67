import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brierScore, calibrationError } from '#schema/metrics/calibration.ts'
import { firstErrorSteps, type LabelledSteps } from '#schema/metrics/labelled-steps.ts'
import {
  BIN_CONVENTIONS,
  type BinConvention,
  reliabilityCurve,
} from '#schema/metrics/reliability-curve.ts'
import { countScores } from '#schema/metrics/score-counts.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, processBenchRun } from './real-runs.ts'
import { counted, distance, EXAMPLE, labelled, valueOrReason } from './steps.ts'

const errorOf = (
  scores: readonly number[],
  right: readonly number[],
  rule: { convention: BinConvention; bins?: number; allowPartial?: boolean },
) => valueOrReason(calibrationError(reliabilityCurve(counted(scores, right), rule)))

test('the worked example under both conventions', () => {
  const { scores, right } = EXAMPLE
  // [lower, upper): {.95, .9} 2 · .075, {.8} .8, {.6, .55} 2 · .075 as the edge is .6000000000000001,
  // {.3, .2} 2 · .25 as the edge is .30000000000000004, {.05} .05: 1.65 / 8
  expect(errorOf(scores, right, { convention: 'lower_closed' })).toBeCloseTo(0.20625, 14)
  // (lower, upper]: .05 + .1 + .8 + 2 · .075 + .3 + .8 + .05 = 2.25, of 8
  expect(errorOf(scores, right, { convention: 'upper_closed' })).toBeCloseTo(0.28125, 14)
  // Five bins: {.95, .9, .8} acc 2/3, conf .88333: .65; {.6, .55} 2 · .075, the edge being
  // .6000000000000001; {.3, .2} 2 · .25; {.05} .05: 1.35 / 8
  const five = errorOf(scores, right, { convention: 'lower_closed', bins: 5 })
  expect(five).toBeCloseTo(0.16875, 14)
})

test('Brier score of the worked example', () => {
  // Right: .0025 + .01 + .16 + .64; wrong: .64 + .3025 + .09 + .0025: 1.8475 / 8
  const { scores, right } = EXAMPLE
  expect(valueOrReason(brierScore(counted(scores, right)))).toBeCloseTo(0.2309375, 14)
})

test('ties: four steps at 0.5, three of them right', () => {
  const [scores, right] = [
    [0.5, 0.5, 0.5, 0.5],
    [1, 0, 1, 1],
  ]
  for (const convention of BIN_CONVENTIONS) {
    expect(errorOf(scores, right, { convention })).toBe(0.25)
  }
  expect(valueOrReason(brierScore(counted(scores, right)))).toBe(0.25)
})

test('a score on an edge goes up or down by the convention; 0 and 1 are in the first and last bin', () => {
  const scores = [0, 0.5, 1]
  const placed = (convention: BinConvention) => {
    const curve = reliabilityCurve(counted(scores, [0, 1, 1]), { convention, bins: 2 })
    return curve.status === 'ok' ? curve.bins.map(({ accuracy: { k, n } }) => [k, n]) : curve.reason
  }
  expect(placed('lower_closed')).toEqual([
    [0, 1],
    [2, 2],
  ])
  expect(placed('upper_closed')).toEqual([
    [1, 2],
    [1, 1],
  ])
})

test('an empty bin has neither confidence nor accuracy', () => {
  const curve = reliabilityCurve(counted([0.9], [1]), { convention: 'lower_closed', bins: 2 })
  expect(curve).toMatchObject({
    n: 1,
    bins: [
      { lower: 0, upper: 0.5, confidence: { reason: 'no step in the bin' }, accuracy: { n: 0 } },
      {
        lower: 0.5,
        upper: 1,
        confidence: { value: 0.9 },
        accuracy: { k: 1, n: 1, value: 1, uncertainty: { interval: { upper: 1 } } },
      },
    ],
  })
})

test('scores that are no probabilities, missing ones and no steps give a reason', () => {
  const rule = { convention: 'lower_closed' } as const
  expect(errorOf([0.5, 1.5], [1, 1], rule)).toBe('the scores are no probabilities')
  expect(errorOf([-0.1], [1], rule)).toBe('the scores are no probabilities')
  expect(errorOf([], [], rule)).toBe('no labelled step')
  expect(errorOf([0.5, Number.NaN], [1, 1], rule)).toBe('only 1 of 2 labelled steps have a score')
  expect(errorOf([0.5, Number.NaN], [1, 1], { ...rule, allowPartial: true })).toBe(0.5)
  expect(valueOrReason(brierScore(counted([2], [1])))).toBe('the scores are no probabilities')
})

const bySteps = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat(1)), { minLength: 1, maxLength: 40 })
  .map((pairs) =>
    labelled(
      pairs.map(([score]) => score / 20),
      pairs.map(([, right]) => right),
    ),
  )

test('counts every step once and agrees with going step by step', () => {
  fc.assert(
    fc.property(bySteps, fc.integer({ min: 1, max: 12 }), (steps, bins) => {
      for (const convention of BIN_CONVENTIONS)
        expect(distances(steps, { convention, bins })).toBeLessThan(1e-12)
    }),
  )
})

describe.skipIf(!hasSharedData)('on real runs, against going step by step', () => {
  test.for(PROCESSBENCH_MODELS)('%s', (model) => {
    const steps = firstErrorSteps(processBenchRun(model).flatMap(({ items }) => items))
    for (const convention of BIN_CONVENTIONS) {
      expect(distances(steps, { convention, bins: 10 })).toBeLessThan(1e-12)
    }
  })
})

/** The largest difference to the slow values; no difference is small when a step is in no bin. */
function distances(
  steps: LabelledSteps,
  rule: { readonly convention: BinConvention; readonly bins: number },
): number {
  const counts = countScores(steps)
  const curve = reliabilityCurve(counts, { ...rule, allowPartial: true })
  if (curve.status === 'undefined') throw new Error(curve.reason)
  const inBins = curve.bins.reduce((sum, { accuracy }) => sum + accuracy.n, 0)
  return Math.max(
    distance(calibrationError(curve), slowError(steps, rule)),
    distance(brierScore(counts, { allowPartial: true }), slowBrier(steps)),
    Math.abs(inBins - pairsOf(steps).length),
  )
}

function pairsOf({ scores, right }: LabelledSteps) {
  return [...scores].flatMap((score, step) =>
    Number.isNaN(score) ? [] : [{ score, right: right[step] ?? 0 }],
  )
}

/** Puts every step into the bin whose edges hold it. */
function slowError(
  steps: LabelledSteps,
  { convention, bins }: { readonly convention: BinConvention; readonly bins: number },
): number {
  const pairs = pairsOf(steps)
  let sum = 0
  for (let bin = 0; bin < bins; bin++) {
    const [lower, upper] = [bin * (1 / bins), bin === bins - 1 ? 1 : (bin + 1) * (1 / bins)]
    const members = pairs.filter(({ score }) =>
      convention === 'lower_closed'
        ? score >= lower && (score < upper || bin === bins - 1)
        : (score > lower || bin === 0) && score <= upper,
    )
    if (members.length === 0) continue
    const accuracy = members.filter(({ right }) => right === 1).length / members.length
    const confidence = members.reduce((total, { score }) => total + score, 0) / members.length
    sum += (members.length / pairs.length) * Math.abs(accuracy - confidence)
  }
  return sum
}

function slowBrier(steps: LabelledSteps): number {
  const pairs = pairsOf(steps)
  return pairs.reduce((sum, { score, right }) => sum + (score - right) ** 2, 0) / pairs.length
}
