import { expect, test } from 'vitest'
import { bestThreshold, type ScoredItem } from '#schema/metrics/best-threshold.ts'
import { decide, outcome } from '#schema/metrics/decision.ts'
import { countOutcomes, processBenchF1 } from '#schema/metrics/processbench-f1.ts'
import { seededRandom } from '#schema/random.ts'
import { at, NONE } from '#schema/verdict.ts'

const item = (label: number, ...scores: number[]): ScoredItem => ({
  label: label < 0 ? NONE : at(label),
  scores: Float64Array.from(scores),
})

test('takes the lowest of equally good scores', () => {
  // Right from t > 0.2 (first item) up to t <= 0.8 (second): the candidates are 0.6 and 0.8.
  const items = [
    item(1, 0.9, 0.2),
    item(-1, 0.8, 0.9),
    item(-1, 0.9, 0.95, 0.99),
    item(0, 0.6, 0.6),
  ]
  expect(bestThreshold(items)).toEqual({ status: 'ok', threshold: 0.8 })
  expect(bestThreshold(items.slice(0, 3))).toEqual({ status: 'ok', threshold: 0.8 })
  expect(bestThreshold([...items.slice(0, 3), item(1, 0.7, 0.3)])).toEqual({
    status: 'ok',
    threshold: 0.7,
  })
})

test('tries scores that come after the gold error', () => {
  // Only 0.5, after the gold step, lies between 0.2 and 0.9.
  const items = [item(1, 0.9, 0.2, 0.5), item(-1, 0.9)]
  expect(bestThreshold(items)).toEqual({ status: 'ok', threshold: 0.5 })
})

test('is undefined without scores, and without one of the classes', () => {
  expect(bestThreshold([item(0, NaN), item(-1, NaN)])).toEqual({
    status: 'undefined',
    reason: 'no scores to choose a cut from',
  })
  expect(bestThreshold([item(0, 0.5)])).toMatchObject({ reason: 'no item without an error' })
})

test('agrees with trying every candidate one by one', () => {
  const random = seededRandom(7)
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: 12 }, () => {
      const length = 1 + Math.floor(random() * 5)
      const scores = Array.from({ length }, () =>
        random() < 0.1 ? NaN : Math.floor(random() * 8) / 8,
      )
      return item(random() < 0.5 ? -1 : Math.floor(random() * length), ...scores)
    })
    expect(bestThreshold(items)).toEqual(bySearch(items))
  }
})

/** The definition, slowly: decides every item at every candidate. */
function bySearch(items: readonly ScoredItem[]) {
  const candidates = [...new Set(items.flatMap(({ scores }) => [...scores]))]
    .filter((score) => !Number.isNaN(score))
    .toSorted((a, b) => a - b)
  let best: { threshold: number; f1: number } | undefined
  for (const threshold of candidates) {
    const counts = countOutcomes(
      items.map(({ label, scores }) => [label, outcome(label, decide(scores, threshold))]),
    )
    const f1 = processBenchF1(counts)
    if (f1.status === 'undefined') return { status: 'undefined', reason: f1.reason, n: f1.n }
    // A difference in the last digits is none.
    if (!best || f1.value > best.f1 + 1e-12) best = { threshold, f1: f1.value }
  }
  return best && { status: 'ok', threshold: best.threshold }
}
