import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everyStep, firstErrorSteps, type LabelledSteps } from '#schema/metrics/labelled-steps.ts'
import { countScores } from '#schema/metrics/score-counts.ts'
import { POSITIVE_CLASSES, stepDiscrimination } from '#schema/metrics/step-discrimination.ts'
import { at, NONE } from '#schema/verdict.ts'
import { hasSharedData } from '../../shared-data.ts'
import { PROCESSBENCH_MODELS, prmBenchRun, processBenchRun } from './real-runs.ts'
import { counted, distance, EXAMPLE, labelled, valueOrReason } from './steps.ts'

const RIGHT = { positive: 'right' } as const

const areas = (scores: readonly number[], right: readonly number[], options = {}) =>
  POSITIVE_CLASSES.map((positive) => {
    const found = stepDiscrimination(counted(scores, right), { positive, ...options })
    return { auroc: valueOrReason(found.auroc), auprc: valueOrReason(found.auprc) }
  })

test('the worked example', () => {
  const { scores, right } = EXAMPLE
  // Pairs in order: .95 and .9 above all 4 wrong ones, .6 above .55, .3, .05, .2 above .05: 12 of 16.
  expect(stepDiscrimination(counted(scores, right), RIGHT)).toMatchObject({
    pairs: { n: 16, ordered: 12, tied: 0 },
    counts: { right: 4, wrong: 4 },
    auroc: { value: 0.75, n: 8 },
  })
  const [byRight, byWrong] = areas(scores, right)
  // Right: 1/4 (1/1 + 2/2 + 3/4 + 4/7). Wrong, from the lowest: 1/4 (1/1 + 2/3 + 3/4 + 4/6).
  expect(byRight?.auprc).toBeCloseTo(0.8303571428571428, 15)
  expect(byWrong?.auprc).toBeCloseTo(0.7708333333333333, 15)
  expect(byWrong?.auroc).toBe(0.75)
})

test('tied scores form one point of the curve', () => {
  // One point: precision 3/4 at recall 1; the wrong one: 1/4.
  expect(areas([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 1])).toEqual([
    { auroc: 0.5, auprc: 0.75 },
    { auroc: 0.5, auprc: 0.25 },
  ])
  // Pairs: .9 above both, .8 tied with one and above one: 3.5 / 4. Right: 1/2 (1/1) + 1/2 (2/3).
  const [byRight] = areas([0.9, 0.8, 0.8, 0.3], [1, 1, 0, 0])
  expect(byRight?.auroc).toBe(0.875)
  expect(byRight?.auprc).toBeCloseTo(0.8333333333333333, 15)
  // A negative zero is a zero.
  expect(areas([0, -0], [1, 0])[0]?.auroc).toBe(0.5)
})

test('is undefined without both classes, and without steps', () => {
  expect(areas([0.1, 0.2], [1, 1])[0]).toEqual({ auroc: 'no wrong step', auprc: 'no wrong step' })
  expect(areas([0.1, 0.2], [0, 0])[1]?.auprc).toBe('no right step')
  expect(areas([], [])[0]?.auroc).toBe('no labelled step')
})

test('a missing score leaves both undefined unless partial coverage is allowed', () => {
  const scores = [0.9, Number.NaN, 0.1]
  expect(areas(scores, [1, 1, 0])[0]?.auroc).toBe('only 2 of 3 labelled steps have a score')
  expect(areas(scores, [1, 1, 0], { allowPartial: true })[0]?.auroc).toBe(1)
  expect(areas([Number.NaN], [1], { allowPartial: true })[0]?.auroc).toBe(
    'no labelled step has a score',
  )
})

test('the labelled steps are those up to the first error, which alone is wrong', () => {
  const steps = firstErrorSteps([
    { label: at(1), scores: Float64Array.of(0.9, 0.2, Number.NaN) },
    { label: NONE, scores: Float64Array.of(0.8, 0.7) },
    { label: at(0), steps: 2, votes: [NONE] },
  ])
  expect([...steps.right]).toEqual([1, 0, 1, 1, 0])
  expect([...steps.scores]).toEqual([0.9, 0.2, 0.8, 0.7, Number.NaN])
})

test('every step of a step-label item is labelled, scored or not', () => {
  const item = { id: 'a', classification: 'c', steps: 3, wrongSteps: [1, 7] }
  const steps = everyStep([
    { ...item, scores: Float64Array.of(0.9, 0.2, 0.8) },
    { ...item, scores: new Float64Array(0) },
  ])
  expect([...steps.right]).toEqual([1, 0, 1, 1, 0, 1])
  expect([...steps.scores.subarray(3)]).toEqual([Number.NaN, Number.NaN, Number.NaN])
})

const bySteps = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.nat(1)), { maxLength: 40 })
  .map((pairs) => ({
    scores: pairs.map(([score]) => score / 8),
    right: pairs.map(([, right]) => right),
  }))

test('a rising transform of the scores changes nothing; nor does the order of steps', () => {
  fc.assert(
    fc.property(bySteps, ({ scores, right }) => {
      const plain = areas(scores, right)
      const raised = scores.map((score) => Math.exp(3 * score) - 5)
      expect(areas(raised, right)).toEqual(plain)
      expect(areas(scores.toReversed(), right.toReversed())).toEqual(plain)
    }),
  )
})

test('stays within 0 and 1 and agrees with counting pair by pair', () => {
  fc.assert(
    fc.property(bySteps, ({ scores, right }) => {
      expect(distances(labelled(scores, right))).toBeLessThan(1e-12)
      const values = areas(scores, right).flatMap(({ auroc, auprc }) => [auroc, auprc])
      for (const value of values.filter((one) => typeof one === 'number')) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('swapping the labels mirrors the AUROC', () => {
  fc.assert(
    fc.property(bySteps, ({ scores, right }) => {
      const [one] = areas(scores, right)
      const swapped = right.map((side) => 1 - side)
      const [other] = areas(scores, swapped)
      if (typeof one?.auroc !== 'number' || typeof other?.auroc !== 'number') return
      expect(one.auroc + other.auroc).toBeCloseTo(1, 12)
    }),
  )
})

describe.skipIf(!hasSharedData)('on real runs, against counting pair by pair', () => {
  test.for(PROCESSBENCH_MODELS)('%s', (model) => {
    for (const { items } of processBenchRun(model)) {
      expect(distances(firstErrorSteps(items))).toBeLessThan(1e-12)
    }
  })

  test('R-PRM, on a tenth of each class', () => {
    const items = prmBenchRun().filter((_, index) => index % 10 === 0)
    for (const members of Map.groupBy(items, ({ classification }) => classification).values()) {
      expect(distances(everyStep(members))).toBeLessThan(1e-12)
    }
  })
})

/** The largest difference to the slow values. */
function distances(steps: LabelledSteps): number {
  const counts = countScores(steps)
  const scored = withScore(steps)
  return Math.max(
    ...POSITIVE_CLASSES.flatMap((positive) => {
      const { auroc, auprc } = stepDiscrimination(counts, { positive, allowPartial: true })
      return [
        distance(auroc, slowAuroc(scored)),
        distance(auprc, slowAveragePrecision(scored, positive)),
      ]
    }),
  )
}

function withScore({ scores, right }: LabelledSteps): LabelledSteps {
  const isScored = (_: number, step: number) => !Number.isNaN(scores[step])
  return { scores: scores.filter(isScored), right: right.filter(isScored) }
}

/** The definition: every right step against every wrong one. */
function slowAuroc({ scores, right }: LabelledSteps): number {
  let sum = 0
  let pairs = 0
  for (const [a, score] of scores.entries()) {
    if (right[a] === 0) continue
    for (const [b, other] of scores.entries()) {
      if (right[b] === 1) continue
      pairs += 1
      sum += score > other ? 1 : score === other ? 0.5 : 0
    }
  }
  return sum / pairs
}

/**
 * The same area, step by step of the positive class: the mean over them of the precision among the
 * steps that look at least as positive. Without the other class it is not defined.
 */
function slowAveragePrecision({ scores, right }: LabelledSteps, positive: 'right' | 'wrong') {
  const side = positive === 'right' ? 1 : 0
  const sign = positive === 'right' ? 1 : -1
  let sum = 0
  let positives = 0
  for (const [step, score] of scores.entries()) {
    if (right[step] !== side) continue
    positives += 1
    let hits = 0
    let chosen = 0
    for (const [index, other] of scores.entries()) {
      if (sign * other < sign * score) continue
      chosen += 1
      if (right[index] === side) hits += 1
    }
    sum += hits / chosen
  }
  return positives === scores.length ? Number.NaN : sum / positives
}
