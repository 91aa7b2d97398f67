import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type PrmScoreCurves,
  type PrmScorePoint,
  prmScoreCurves,
} from '#schema/metrics/prm-score-curve.ts'
import { prmScoreReport, type StepScores } from '#schema/metrics/prm-score-report.ts'
import { type JudgedSteps, PRM_VARIANTS, type StepRule } from '#schema/metrics/step-counts.ts'
import { hasSharedData } from '../../shared-data.ts'
import { prmBenchRun } from './real-runs.ts'

const STRICT = { variant: 'strict' } as const

const item = (classification: string, wrongSteps: number[], ...scores: number[]): JudgedSteps => ({
  id: `${classification}_1`,
  classification,
  steps: scores.length,
  wrongSteps,
  scores: Float64Array.from(scores),
})

test('has one point for each distinct score, at which a step no longer passes', () => {
  const { overall } = prmScoreCurves([item('deception', [1], 0.9, 0.2, 0.9)], STRICT)
  expect(overall).toEqual([
    // All pass: F1 4/5, negative 0/1; mean 0.4
    { prm_score: { status: 'ok', value: 0.4, n: 3 }, counts: { tp: 2, fp: 1, tn: 0, fn: 0 } },
    {
      from: 0.2,
      prm_score: { status: 'ok', value: 1, n: 3 },
      counts: { tp: 2, fp: 0, tn: 1, fn: 0 },
    },
    // None passes: F1 0/2, negative 2/4; mean 0.25
    {
      from: 0.9,
      prm_score: { status: 'ok', value: 0.25, n: 3 },
      counts: { tp: 0, fp: 0, tn: 1, fn: 2 },
    },
  ])
})

test('a step without a score stays judged wrongly, and one judged by redundancy as it is', () => {
  const missing = prmScoreCurves([item('deception', [1], Number.NaN, Number.NaN)], STRICT)
  expect(missing.overall).toMatchObject([{ counts: { tp: 0, fp: 1, tn: 0, fn: 1 } }])
  const redundant = { ...item('circular', [1], 0.9, 0.8), redundancy: Float64Array.of(0.1, 0.2) }
  const { classes } = prmScoreCurves([redundant], STRICT)
  expect(classes).toMatchObject([
    { id: 'circular', points: [{ counts: { tp: 1, fp: 0, tn: 1, fn: 0 } }] },
  ])
})

test('without items there is one point, undefined', () => {
  expect(prmScoreCurves([], STRICT)).toMatchObject({
    classes: [],
    overall: [{ prm_score: { status: 'undefined', reason: 'f1: no step' } }],
  })
})

const anyItem = fc
  .tuple(
    fc.constantFrom('deception', 'circular', 'multi_solutions'),
    fc.array(fc.tuple(fc.nat(9), fc.nat(1)), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
  )
  .map(([classification, steps, hasRedundancy]): JudgedSteps => {
    const scores = steps.map(([tenths]) => (tenths === 9 ? Number.NaN : tenths / 8))
    const wrong = steps.flatMap(([, isWrong], index) => (isWrong === 1 ? [index] : []))
    return {
      ...item(classification, wrong, ...scores),
      ...(hasRedundancy && { redundancy: Float64Array.from(scores.toReversed()) }),
    }
  })

test('agrees with judging every step at every score and between them', () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { maxLength: 8 }),
      fc.constantFrom(...PRM_VARIANTS),
      (items, variant) => {
        const curves = prmScoreCurves(items, { variant })
        for (let sixteenths = -1; sixteenths <= 17; sixteenths++) {
          const threshold = sixteenths / 16
          expect(at(curves, threshold)).toEqual(judged(items, { variant, threshold }))
        }
      },
    ),
  )
})

describe.skipIf(!hasSharedData)('on a real run, against judging every step', () => {
  test('R-PRM', () => {
    const items = prmBenchRun()
    const curves = prmScoreCurves(items, STRICT)
    const sample = curves.overall.filter((_, index) => index % 5 === 0)
    for (const threshold of [...sample.map(({ from = -1 }) => from), 0.61]) {
      const rule = { ...STRICT, threshold }
      expect(at(curves, threshold)).toEqual(judged(items, rule))
    }
  })
})

/** What the curves say at a threshold, by class. */
function at({ classes, overall }: PrmScoreCurves, threshold: number) {
  return {
    classes: new Map(classes.map(({ id, points }) => [id, pointAt(points, threshold)])),
    overall: pointAt(overall, threshold),
  }
}

/** The same with every step judged anew. */
function judged(items: readonly JudgedSteps[], rule: StepRule): ReturnType<typeof at> {
  const { classes, overall } = prmScoreReport(items, { ...rule, groups: {} })
  const pointOf = ({ prm_score, counts }: StepScores) => ({ prm_score, counts })
  return {
    classes: new Map(classes.map((scores) => [scores.id, pointOf(scores)])),
    overall: pointOf(overall),
  }
}

/** The last point that begins at or below the threshold, without where it begins. */
function pointAt(points: readonly PrmScorePoint[], threshold: number) {
  const point = points.findLast(({ from }) => from === undefined || from <= threshold)
  if (!point) throw new Error(`no point holds at ${threshold}`)
  return { prm_score: point.prm_score, counts: point.counts }
}
