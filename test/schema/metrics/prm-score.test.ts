import { describe, expect, test } from 'vitest'
import { type PrmScoreReport, prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import { type JudgedSteps, stepCoverageOf, type StepRule } from '#schema/metrics/step-counts.ts'
import { stepSimilarity } from '#schema/metrics/step-similarity.ts'
import type { MetricValue } from '#schema/metric.ts'

const STRICT = { threshold: 0.5, variant: 'strict' } as const
const OFFICIAL = { threshold: 0.5, variant: 'official' } as const

/** An item with the id `<class>_<name>`; its wrong steps count from 1, as in PRMBench. */
function judged(id: string, wrong: readonly number[], scores: readonly number[]): JudgedSteps {
  return {
    id,
    classification: id.replace(/_[^_]*$/, ''),
    steps: scores.length,
    wrongSteps: wrong.map((step) => step - 1),
    scores: Float64Array.from(scores),
  }
}

const valueOf = (value: MetricValue | undefined) =>
  value?.status === 'ok' ? value.value : value?.reason

function classOf({ classes }: PrmScoreReport, id: string) {
  const found = classes.find((scores) => scores.id === id)
  if (found === undefined) throw new Error(`no class ${id}`)
  return found
}

/** f1, negative F1 and PRMScore of one item of the class confidence. */
function valuesOf(item: JudgedSteps, rule: StepRule) {
  const { f1, negative_f1, prm_score } = classOf(prmScoreReport([item], rule), 'confidence')
  return [f1, negative_f1, prm_score].map(valueOf)
}

describe('PRMScore', () => {
  // circular 1,1,0,1: tp 2, fp 1, tn 1. confidence 0,1,1,0: tp 2, tn 1, fn 1. multi 1,1,0: tp 2, fn 1.
  const items = [
    judged('circular_q1', [2, 3], [0.9, 0.6, 0.3, 0.8]),
    judged('confidence_q1', [4], [0.4, 0.9, 0.9, 0.1]),
    judged('multi_solutions_q1', [], [0.9, 0.9, 0.4]),
  ]
  const correct = [judged('correct_q1', [], [0.9, 0.9, 0.9, 0.2])]

  test('of classes and of all steps pooled, with counts', () => {
    const report = prmScoreReport(items, STRICT)
    // f1 4/5, negative F1 2/3
    for (const id of ['circular', 'confidence']) {
      expect(valueOf(classOf(report, id).prm_score)).toBe((0.8 + 2 / 3) / 2)
    }
    const { overall } = report
    expect(overall.counts).toEqual({ tp: 6, fp: 1, tn: 2, fn: 2 })
    // 2 * 6 / (12 + 3), 2 * 2 / (4 + 3)
    expect([overall.f1, overall.negative_f1].map(valueOf)).toEqual([12 / 15, 4 / 7])
    expect(overall.prm_score).toEqual({ status: 'ok', value: (12 / 15 + 4 / 7) / 2, n: 11 })
  })

  test('of multi_solutions is its F1', () => {
    const { f1, negative_f1, prm_score } = classOf(prmScoreReport(items, STRICT), 'multi_solutions')
    // tp 2, fn 1: 4/5, and 0 / (0 + 1)
    expect([f1, negative_f1, prm_score].map(valueOf)).toEqual([0.8, 0, 0.8])
  })

  test('of a group is the mean of its classes, undefined when one of them is', () => {
    const full = [...items, judged('redundency_q1', [1], [0.9, 0.9])]
    const [simplicity, soundness] = prmScoreReport(full, STRICT).groups
    // redundency: tp 1, fp 1: f1 2/3, negative F1 0. circular: 4/5 and 2/3
    expect(valueOf(simplicity?.prm_score)).toBeCloseTo((1 / 3 + (0.8 + 2 / 3) / 2) / 2, 15)
    expect(valueOf(simplicity?.f1)).toBeCloseTo((2 / 3 + 0.8) / 2, 15)
    expect(simplicity?.counts).toEqual({ tp: 3, fp: 2, tn: 1, fn: 0 })
    expect(soundness?.prm_score).toEqual({
      status: 'undefined',
      reason: 'counterfactual: f1: no step',
      n: 4,
    })
  })

  test('stands beside accuracies with their k and n', () => {
    const { overall } = prmScoreReport(items, STRICT)
    expect(overall.step_accuracy).toEqual({ status: 'ok', value: 8 / 11, k: 8, n: 11 })
    expect(overall.correct_step_accuracy).toMatchObject({ k: 6, n: 8 })
    expect(overall.erroneous_step_accuracy).toMatchObject({ k: 2, n: 3 })
    // circular's first wrong step (2) passed, confidence's (4) is flagged
    expect(overall.first_error_accuracy).toMatchObject({ value: 0.5, k: 1, n: 2 })
  })

  test('is undefined without items', () => {
    for (const rule of [STRICT, OFFICIAL]) {
      const { overall, classes } = prmScoreReport([], rule)
      expect(classes).toHaveLength(9)
      expect(overall.prm_score).toMatchObject({ status: 'undefined', n: 0 })
      expect(overall.step_accuracy).toEqual({ status: 'undefined', reason: 'no step', k: 0, n: 0 })
      const noFirst = { reason: 'no item with a wrong step', k: 0, n: 0 }
      expect(overall.first_error_accuracy).toMatchObject(noFirst)
    }
  })

  test('lists groups as they are given, and every class that occurs', () => {
    const groups = { form: ['padding'] }
    const report = prmScoreReport([judged('length_1', [1], [0.1])], { ...STRICT, groups })
    expect(report.classes.map(({ id }) => id)).toEqual(['padding', 'length'])
    expect(report.groups.map(({ id }) => id)).toEqual(['form'])
    // tn 1 only: 2 / 2, and no right step
    const { f1, negative_f1, prm_score } = classOf(report, 'length')
    expect(valueOf(negative_f1)).toBe(1)
    expect(valueOf(f1)).toBe('no right step, and no wrong step passed')
    expect(valueOf(prm_score)).toBe('f1: no right step, and no wrong step passed')
  })

  test('is undefined for steps of one class that are all judged rightly', () => {
    const item = judged('confidence_q1', [], [0.9, 0.9])
    const none = 'no wrong step, and no right step flagged'
    expect(valuesOf(item, STRICT)).toEqual([1, none, `negative_f1: ${none}`])
    // P = R = 1; P = R = -1 -> -1; 0.5 * 1 + 0.5 * -1
    expect(valuesOf(item, OFFICIAL)).toEqual([1, expect.stringContaining('answers -1'), 0])
  })

  test('official keeps the order of operations of the evaluator', () => {
    const { overall } = prmScoreReport(items, OFFICIAL)
    expect([overall.f1, overall.negative_f1, overall.prm_score].map(valueOf)).toEqual([
      0.7999999999999999, 0.5714285714285715, 0.6857142857142857,
    ])
  })

  test('similarity compares an item with the correct solution it was made from', () => {
    // |3/4 - 3/4|, |2/4 - 3/4|, |2/3 - 3/4|: 1 - (0 + 1/4 + 1/12) / 3
    const similarity = stepSimilarity(items, correct, OFFICIAL)
    expect(similarity).toEqual({ status: 'ok', value: 1 - 0.11111111111111112, n: 3 })
    expect(stepSimilarity(items, correct, STRICT)).toEqual(similarity)
    expect(stepSimilarity(items, [], STRICT)).toMatchObject({ status: 'undefined', n: 0 })
  })

  test('official similarity leaves out a correct solution of which no step passes', () => {
    const both = [...correct, judged('correct_q2', [], [0.1, 0.1])]
    const pairs = [judged('circular_q1', [], [0.9, 0.1]), judged('circular_q2', [], [0.9, 0.1])]
    // |1/2 - 3/4|; strict also |1/2 - 0|
    expect(stepSimilarity(pairs, both, OFFICIAL)).toEqual({ status: 'ok', value: 0.75, n: 1 })
    expect(stepSimilarity(pairs, both, STRICT)).toEqual({ status: 'ok', value: 0.625, n: 2 })
  })
})

describe('one item', () => {
  const sentinel = expect.stringContaining('the official evaluator answers -1')

  test.for([
    ['every step passes', [2], [0.9, 0.9, 0.9], [0.8, 0, 0.4], [0.8, 0, 0.4]],
    ['every step is flagged', [2], [0.1, 0.1, 0.1], [0, 0.5, 0.25], [0, 0.5, 0.25]],
    // 2 * 0 / 3 twice; there both are -1, and so is their mean before it is clamped
    ['every judgement is wrong', [2], [0.1, 0.9, 0.1], [0, 0, 0], [sentinel, sentinel, 0]],
    ['a wrong step that does not exist', [2, 9], [0.9, 0.1, 0.9], [1, 1, 1], [1, 1, 1]],
    ['only such a step', [9], [0.9, 0.1, 0.9], [0.8, 0, 0.4], [0.8, 0, 0.4]],
    // A missing score: step 2 counts as fp, step 3 as fn. There both are flagged: tn and fn.
    ['missing scores', [2], [0.9, NaN, NaN], [0.5, 0, 0.25], [2 / 3, 2 / 3, 2 / 3]],
    ['scores at the threshold', [2], [0.9, 0.5, 0.5], [2 / 3, 2 / 3, 2 / 3], [2 / 3, 2 / 3, 2 / 3]],
  ] as const)('%s', ([, wrong, scores, strict, official]) => {
    const item = judged('confidence_q1', wrong, scores)
    expect(valuesOf(item, STRICT)).toEqual(strict)
    expect(valuesOf(item, OFFICIAL)).toEqual(official)
  })

  test('whose first wrong step does not exist has no first error', () => {
    for (const rule of [STRICT, OFFICIAL]) {
      const { overall } = prmScoreReport([judged('confidence_q1', [9], [0.9, 0.1])], rule)
      expect(overall.first_error_accuracy).toMatchObject({ status: 'undefined', k: 0, n: 0 })
    }
  })

  test('scored too short: the steps behind count as wrong, officially not at all', () => {
    const item = { ...judged('confidence_q1', [3], [0.9, 0.9]), steps: 4 }
    // tp 2, fp 1, fn 1: 4/6 and 0
    expect(valuesOf(item, STRICT)).toEqual([2 / 3, 0, 1 / 3])
    // tp 2: 1 and -1
    expect(valuesOf(item, OFFICIAL)).toEqual([1, sentinel, 0])
    const { overall } = prmScoreReport([item], OFFICIAL)
    expect(overall.erroneous_step_accuracy.status).toBe('undefined')
    expect(overall.first_error_accuracy.status).toBe('undefined')
  })

  test('scored too long: the scores behind count nowhere, officially as right steps', () => {
    const item = { ...judged('confidence_q1', [2], [0.9, 0.1, 0.9, 0.9]), steps: 2 }
    expect(prmScoreReport([item], STRICT).overall.counts).toEqual({ tp: 1, fp: 0, tn: 1, fn: 0 })
    expect(prmScoreReport([item], OFFICIAL).overall.counts).toEqual({ tp: 3, fp: 0, tn: 1, fn: 0 })
    expect(valuesOf(item, STRICT)).toEqual([1, 1, 1])
    expect(valuesOf(item, OFFICIAL)).toEqual([1, 1, 1])
  })

  test('not judged counts as wrong, officially not at all', () => {
    const perfect = judged('confidence_q1', [2], [0.9, 0.1, 0.9])
    const absent = { ...perfect, id: 'confidence_q2', scores: new Float64Array() }
    const official = prmScoreReport([absent, perfect], OFFICIAL).overall
    expect(valueOf(official.prm_score)).toBe(1)
    const strict = prmScoreReport([absent, perfect], STRICT).overall
    expect(strict.counts).toEqual({ tp: 2, fp: 1, tn: 1, fn: 2 })
    // 4/7 and 2/5
    expect(valueOf(strict.prm_score)).toBe((4 / 7 + 2 / 5) / 2)
    expect(strict.first_error_accuracy).toMatchObject({ k: 1, n: 2 })
    expect(stepCoverageOf([absent, perfect])).toEqual({
      items: { expected: 2, scored: 1 },
      steps: { expected: 6, scored: 3 },
    })
  })
})

describe('redundancy scores', () => {
  const redundancy = Float64Array.of(0.05, 0.4, 0.1)
  const items = [
    { ...judged('redundency_q1', [2], [0.9, 0.9, 0.9]), redundancy },
    { ...judged('counterfactual_q1', [3], [0.9, 0.9, 0.9]), redundancy },
  ]

  test.for([STRICT, OFFICIAL])('judge the steps of their classes alone: %o', (rule) => {
    const report = prmScoreReport(items, rule)
    expect(valueOf(classOf(report, 'redundency').prm_score)).toBe(1)
    // tp 2, fp 1: 4/5 and 0
    expect(valueOf(classOf(report, 'counterfactual').f1)).toBe(0.8)
    const { overall } = report
    expect(overall.counts).toEqual({ tp: 4, fp: 1, tn: 1, fn: 0 })
    expect(valueOf(overall.prm_score)).toBeCloseTo((8 / 9 + 2 / 3) / 2, 15)
  })

  test('flag a step above their own threshold, not at it', () => {
    const at = [
      { ...judged('circular_q1', [2], [0.9, 0.9]), redundancy: Float64Array.of(0.2, 0.3) },
    ]
    const counts = (redundancyThreshold: number) =>
      prmScoreReport(at, { ...STRICT, redundancyThreshold }).overall.counts
    expect(counts(0.2)).toEqual({ tp: 1, fp: 0, tn: 1, fn: 0 })
    expect(counts(0.1)).toEqual({ tp: 0, fp: 0, tn: 1, fn: 1 })
    expect(counts(0.3)).toEqual({ tp: 1, fp: 1, tn: 0, fn: 0 })
  })

  test('that are missing count as wrong, officially as not redundant', () => {
    const missing = Float64Array.of(NaN, NaN)
    const item = { ...judged('circular_q1', [2], [0.9, 0.1]), redundancy: missing }
    expect(prmScoreReport([item], STRICT).overall.counts).toMatchObject({ fp: 1, fn: 1 })
    expect(prmScoreReport([item], OFFICIAL).overall.counts).toMatchObject({ tp: 1, fp: 1 })
  })
})
