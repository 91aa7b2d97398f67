import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prmScoreReport } from '#schema/metrics/prm-score-report.ts'
import { STEP_PLACES, stepConfusion } from '#schema/metrics/step-confusion.ts'
import { type JudgedSteps, PRM_VARIANTS, type StepRule } from '#schema/metrics/step-counts.ts'
import { hasSharedData } from '../../shared-data.ts'
import { prmBenchRun } from './real-runs.ts'

const RULE = { threshold: 0.5, variant: 'strict' } as const

const item = (classification: string, wrongSteps: number[], ...scores: number[]): JudgedSteps => ({
  id: `${classification}_1`,
  classification,
  steps: scores.length,
  wrongSteps,
  scores: Float64Array.from(scores),
})

test('tells right and wrong steps passed and flagged, by class', () => {
  const { classes, overall } = stepConfusion(
    [
      // Right 0 and 3: passed, flagged as 0.5 is not above. Wrong 1 and 2: flagged, passed.
      item('deception', [1, 2], 0.9, 0.2, 0.8, 0.5),
      item('confidence', [0], 0.1),
    ],
    RULE,
  )
  expect(classes).toMatchObject([
    {
      id: 'deception',
      counts: { tp: 1, fn: 1, tn: 1, fp: 1 },
      right_passed: { k: 1, n: 2, value: 0.5 },
      wrong_flagged: { k: 1, n: 2 },
      places: {
        clean: { flagged: { reason: 'no step there' } },
        before: { flagged: { k: 0, n: 1 } },
        first: { flagged: { k: 1, n: 1 } },
        after: { flagged: { k: 1, n: 2 }, counts: { fp: 1, fn: 1, tp: 0, tn: 0 } },
      },
    },
    { id: 'confidence', right_passed: { reason: 'no right step' }, wrong_flagged: { k: 1, n: 1 } },
  ])
  expect(overall.counts).toEqual({ tp: 1, fn: 1, tn: 2, fp: 1 })
})

test('steps of items without a wrong one are apart', () => {
  const { overall } = stepConfusion([item('multi_solutions', [], 0.9, 0.2)], RULE)
  expect(overall.places.clean.flagged).toMatchObject({ k: 1, n: 2 })
  expect(overall.places.before.flagged).toMatchObject({ n: 0 })
})

test('a step without a score is judged wrongly at its place', () => {
  const { overall } = stepConfusion(
    [item('deception', [1], Number.NaN, Number.NaN, 0.9), { ...item('deception', [0]), steps: 1 }],
    RULE,
  )
  expect(overall.counts).toEqual({ tp: 1, fn: 1, fp: 2, tn: 0 })
  expect(overall.places.first.flagged).toMatchObject({ k: 0, n: 2 })
})

test('without items every rate is undefined', () => {
  expect(stepConfusion([], RULE)).toMatchObject({
    classes: [],
    overall: { counts: { tp: 0 }, right_passed: { status: 'undefined' } },
  })
})

const anyItem = fc
  .tuple(
    fc.constantFrom('deception', 'redundency'),
    fc.array(fc.tuple(fc.nat(9), fc.nat(1)), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([classification, steps, hasRedundancy, missing]): JudgedSteps => {
    const scores = steps.map(([tenths]) => (tenths === 9 ? Number.NaN : tenths / 8))
    const wrong = steps.flatMap(([, isWrong], index) => (isWrong === 1 ? [index] : []))
    return {
      ...item(classification, wrong, ...scores),
      steps: Math.max(1, steps.length + missing),
      ...(hasRedundancy && { redundancy: Float64Array.from(scores.toReversed()) }),
    }
  })

test('the places add up to what PRMScore counts', () => {
  fc.assert(
    fc.property(fc.array(anyItem), fc.constantFrom(...PRM_VARIANTS), (items, variant) => {
      const rule = { threshold: 0.5, variant }
      expect(sumsOf(items, rule)).toEqual(tallied(items, rule))
    }),
  )
})

describe.skipIf(!hasSharedData)('on a real run', () => {
  test('R-PRM: as PRMScore counts, and as every step of a place is', () => {
    const items = prmBenchRun()
    expect(sumsOf(items, RULE)).toEqual(tallied(items, RULE))
    const flagged = { clean: [0, 0], before: [0, 0], first: [0, 0], after: [0, 0] }
    for (const { steps, wrongSteps, scores } of items) {
      const first = wrongSteps[0]
      for (let step = 0; step < steps; step++) {
        const place =
          first === undefined
            ? 'clean'
            : step < first
              ? 'before'
              : step === first
                ? 'first'
                : 'after'
        const score = scores[step] ?? Number.NaN
        const isWrong = wrongSteps.includes(step)
        flagged[place][1] = (flagged[place][1] ?? 0) + 1
        if (Number.isNaN(score) ? !isWrong : score <= 0.5) {
          flagged[place][0] = (flagged[place][0] ?? 0) + 1
        }
      }
    }
    const { places } = stepConfusion(items, RULE).overall
    for (const place of STEP_PLACES) {
      expect([places[place].flagged.k, places[place].flagged.n]).toEqual(flagged[place])
    }
  })
})

/** Counts by class, and of first wrong steps those flagged; of the whole the same counts. */
function sumsOf(items: readonly JudgedSteps[], rule: StepRule) {
  const { classes, overall } = stepConfusion(items, rule)
  const rows = classes.map(({ id, counts, places }) => [id, counts, places.first.flagged.k])
  return [...rows, ['overall', overall.counts, overall.places.first.flagged.k]]
}

function tallied(items: readonly JudgedSteps[], rule: StepRule) {
  const { classes, overall } = prmScoreReport(items, { ...rule, groups: {} })
  return [...classes, { id: 'overall', ...overall }].map((scores) => [
    scores.id,
    scores.counts,
    scores.first_error_accuracy.k,
  ])
}
