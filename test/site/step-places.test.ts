import { expect, test } from 'vitest'
import type { JudgedSteps } from '#schema/metrics/step-counts.ts'
import { stepConfusion } from '#schema/metrics/step-confusion.ts'
import { confusionFinding, placeFinding } from '../../site/lib/step-places.ts'

const RULE = { threshold: 0.5, variant: 'strict' } as const
const NAMES = { hard: 'Hard class' }

/** As many items as asked for, each of the same steps. */
function items(
  classification: string,
  count: number,
  { scores, wrongSteps }: { readonly scores: readonly number[]; readonly wrongSteps: number[] },
): readonly JudgedSteps[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${classification}_${index}`,
    classification,
    steps: scores.length,
    wrongSteps,
    scores: Float64Array.from(scores),
  }))
}
const FOUND = { scores: [0.1], wrongSteps: [0] }
const PASSED = { scores: [0.9], wrongSteps: [0] }

test('names the class whose wrong steps are surely flagged less often than all', () => {
  // hard: 10 of 100, interval 5.5–17.4; all: 110 of 200 = 55.0, interval 48.1–61.7.
  const judged = [
    ...items('hard', 10, FOUND),
    ...items('hard', 90, PASSED),
    ...items('easy', 100, FOUND),
  ]
  expect(confusionFinding(stepConfusion(judged, RULE), NAMES)).toBe(
    'It flags 10.0 % of the wrong steps of Hard class, 55.0 % of all',
  )
})

test('of several such classes the lowest is named, by its id where it has no name', () => {
  const judged = [
    ...items('hard', 10, FOUND),
    ...items('hard', 90, PASSED),
    ...items('worst', 100, PASSED),
    ...items('easy', 400, FOUND),
  ]
  // 410 of 600
  expect(confusionFinding(stepConfusion(judged, RULE), NAMES)).toBe(
    'It flags 0.0 % of the wrong steps of worst, 68.3 % of all',
  )
})

test('nothing is said where intervals meet, or where no step is wrong', () => {
  // hard: 4 of 10, interval 16.8–68.7; all: 14 of 20, from 48.1.
  const few = [...items('hard', 4, FOUND), ...items('hard', 6, PASSED), ...items('easy', 10, FOUND)]
  expect(confusionFinding(stepConfusion(few, RULE), NAMES)).toBeUndefined()
  const right = items('easy', 50, { scores: [0.9], wrongSteps: [] })
  expect(confusionFinding(stepConfusion(right, RULE), NAMES)).toBeUndefined()
})

const placesOf = (judged: readonly JudgedSteps[]) => stepConfusion(judged, RULE).overall.places

test('tells where steps before a mistake are flagged more often than where none comes', () => {
  // Before: 50 of 100, interval 40.4–59.6. Where none comes: 10 of 100, up to 17.4.
  const judged = [
    ...items('x', 50, { scores: [0.1, 0.1], wrongSteps: [1] }),
    ...items('x', 50, { scores: [0.9, 0.1], wrongSteps: [1] }),
    ...items('x', 10, { scores: [0.1], wrongSteps: [] }),
    ...items('x', 90, { scores: [0.9], wrongSteps: [] }),
  ]
  expect(placeFinding(placesOf(judged))).toBe(
    'It flags 50.0 % of the steps before a mistake, 10.0 % where none comes',
  )
})

test('says nothing of places that meet, run the other way, or are empty', () => {
  const before = items('x', 50, { scores: [0.9, 0.1], wrongSteps: [1] })
  const flagged = items('x', 50, { scores: [0.1], wrongSteps: [] })
  expect(placeFinding(placesOf([...before, ...flagged]))).toBeUndefined()
  expect(placeFinding(placesOf(before))).toBeUndefined()
  expect(placeFinding(placesOf(flagged))).toBeUndefined()
})
