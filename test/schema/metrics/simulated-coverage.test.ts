import { sourceId } from '#schema/metrics/step-classes.ts'
import { expect, test } from 'vitest'
import { drawSubsets } from '#schema/metrics/cluster-draws.ts'
import type { JudgedItem } from '#schema/metrics/first-error-report.ts'
import { resampleFirstError } from '#schema/metrics/first-error-resamples.ts'
import { drawSources, resampleSteps } from '#schema/metrics/prm-score-resamples.ts'
import { percentileInterval, type Resampled } from '#schema/metrics/resampled.ts'
import { seededRandom } from '#schema/random.ts'
import { at, NONE } from '#schema/verdict.ts'

// 720 simulated runs, in 12 lots that each have draws of their own: over seeds a share of 0.95 has a
// deviation of √(0.95 · 0.05 / 720) = 0.008. With 1,500 the first nine lay from 0.943 to 0.953.
const LOTS = 12
const RUNS = 60
const SLOW = { timeout: 30_000 }
const random = seededRandom(2026)

/** Which of the intervals hold the true value. */
function hits(rows: readonly Resampled[], truth: readonly number[]): readonly boolean[] {
  return rows.map((row, index) => {
    const found = percentileInterval(row)
    const value = truth[index] ?? Number.NaN
    return found.status === 'ok' && found.interval.lower <= value && value <= found.interval.upper
  })
}

function shares(all: readonly (readonly boolean[])[]): readonly number[] {
  return (all[0] ?? []).map((_, index) => all.filter((row) => row[index]).length / all.length)
}

/** Three of five problems have one item, one has two, one has four; half of the items have an error. */
const SIZES = [1, 1, 1, 2, 4]
const PROBLEMS = 200
const clusters = Array.from({ length: PROBLEMS }, (_, problem) =>
  Array.from({ length: SIZES[problem % 5] ?? 1 }, () => problem),
).flat()

/** A problem is easy or hard for the model, all its items alike. */
function simulated(id: string, easy: number, hard: number) {
  const chances = Array.from({ length: PROBLEMS }, () => (random() < 0.5 ? easy : hard))
  const items = clusters.map((problem): JudgedItem => {
    const isRight = random() < (chances[problem] ?? 0)
    return random() < 0.5
      ? { label: at(1), scores: Float64Array.of(0.9, isRight ? 0.1 : 0.9) }
      : { label: NONE, scores: Float64Array.of(0.9, isRight ? 0.9 : 0.1) }
  })
  return { id, items, clusters }
}

test('of intervals over 200 problems a subset, 95 ± 2 % hold the true value', SLOW, () => {
  const covered = Array.from({ length: LOTS }, (_, seed) => {
    const subsets = [simulated('a', 0.9, 0.5), simulated('b', 0.8, 0.1)]
    const draws = drawSubsets(subsets, { seed })
    return Array.from({ length: RUNS }, () => {
      const run = [simulated('a', 0.9, 0.5), simulated('b', 0.8, 0.1)]
      const rows = resampleFirstError([{ kind: 'fixed', threshold: 0.5 }], run, draws)
      // a: (0.9 + 0.5) / 2 = 0.7 of either kind, so F1 0.7; b: 0.45; the average 0.575
      return hits(rows, [0.7, 0.7, 0.7, 0.45, 0.45, 0.45, 0.575, 0.575, 0.575])
    })
  }).flat()
  for (const share of shares(covered)) {
    expect(share).toBeGreaterThan(0.93)
    expect(share).toBeLessThan(0.97)
  }
})

test(
  'so do those of PRMScore, over 200 solutions with an item in each of two classes',
  SLOW,
  () => {
    const item = (classification: string, idx: number, chance: number) => ({
      id: `${classification}_${idx}`,
      classification,
      steps: 6,
      wrongSteps: [4, 5],
      scores: Float64Array.from({ length: 6 }, (_, step) =>
        random() < chance === step < 4 ? 0.9 : 0.1,
      ),
    })
    const simulate = () =>
      Array.from({ length: PROBLEMS }, (_, idx) => {
        const chance = random() < 0.5 ? 0.9 : 0.7
        return [item('circular', idx, chance), item('confidence', idx, chance)]
      }).flat()
    const groups = { all: ['circular', 'confidence'] }
    const covered = Array.from({ length: LOTS }, (_, seed) => {
      const draws = drawSources(simulate().map(sourceId), { seed, resamples: 500 })
      return Array.from({ length: RUNS }, () => {
        const options = { threshold: 0.5, variant: 'strict', groups, draws } as const
        return hits(resampleSteps(simulate(), options), Array(4).fill([SCORE, F1, NEGATIVE]).flat())
      })
    }).flat()
    for (const share of shares(covered)) {
      expect(share).toBeGreaterThan(0.93)
      expect(share).toBeLessThan(0.97)
    }
  },
)

// Of 6 steps, 4 right and 2 wrong, 0.8 are judged as labelled: tp 3.2, fn 0.8, tn 1.6, fp 0.4.
const F1 = 6.4 / (6.4 + 1.2)
const NEGATIVE = 3.2 / (3.2 + 1.2)
const SCORE = (F1 + NEGATIVE) / 2
