import { expect, test } from 'vitest'
import { drawSubsets } from '#schema/metrics/cluster-draws.ts'
import { compareFirstError } from '#schema/metrics/compare-first-error.ts'
import { mcnemar } from '#schema/metrics/mcnemar.ts'
import type { Policy } from '#schema/policy.ts'
import { seededRandom } from '#schema/random.ts'
import { at, NONE } from '#schema/verdict.ts'

const PROBLEMS = 250
const random = seededRandom(7)

/** Problems with one to three solutions; the model tells good steps from bad, more or less well. */
const clusters = Array.from({ length: PROBLEMS }, (_, problem) =>
  Array.from({ length: 1 + (problem % 3) }, () => problem),
).flat()
const original = clusters.map((_, index) => {
  const isError = index % 2 === 0
  const scores = Float64Array.from({ length: 4 }, (__, step) =>
    rounded(isError && step === 2 ? random() * 0.8 : 0.3 + random() * 0.7),
  )
  return { label: isError ? at(2) : NONE, scores }
})

/** To 1/64, as coarse as real models' scores, which tie. */
function rounded(score: number): number {
  return Math.round(score * 64) / 64
}

/**
 * A run and a copy with noise in its scores, which swap places on half of the problems: whatever the
 * noise does to a score, neither is the better one.
 */
function pair(noise: number) {
  const isSwapped = Array.from({ length: PROBLEMS }, () => random() < 0.5)
  const noisy = original.map(({ label, scores }) => ({
    label,
    scores: scores.map((score) => rounded(score + (random() - 0.5) * noise)),
  }))
  const take = (swapped: boolean) =>
    clusters.map((problem, index) => (isSwapped[problem] === swapped ? noisy : original)[index])
  const items = (swapped: boolean) => take(swapped).flatMap((item) => item ?? [])
  return { a: [{ id: 'a', items: items(true) }], b: [{ id: 'a', items: items(false) }] }
}

/** The share of comparisons with a p-value of at most 0.05, and the items that told the runs apart. */
function alarms(policy: Policy, { noise, repetitions }: { noise: number; repetitions: number }) {
  const counts = { bootstrap: 0, swap: 0, mcnemar: 0, flips: 0 }
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = drawSubsets([{ id: 'a', clusters }], { seed: repetition, resamples: 300 })
    const { a, b } = pair(noise)
    const compared = compareFirstError({ policy, subsets: a }, { policy, subsets: b }, { draws })
    const headline = compared.differences.find(({ subset }) => subset === 'average')
    if (headline?.uncertainty.status !== 'ok' || compared.decisions.status !== 'ok') {
      throw new Error('undefined')
    }
    const { pValue, swapPValue = Number.NaN } = headline.uncertainty
    if (pValue <= 0.05) counts.bootstrap += 1
    if (swapPValue <= 0.05) counts.swap += 1
    // Where no test is given, the one that would have been.
    const { onlyA, onlyB, pValue: given } = compared.decisions.all
    if ((given ?? mcnemar(onlyA, onlyB)) <= 0.05) counts.mcnemar += 1
    counts.flips += compared.decisions.flips.length
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, count / repetitions]),
  )
}

const FIXED = { kind: 'fixed', threshold: 0.5 } as const
const SLOW = { timeout: 30_000 }

/** What a test at 5 % may raise over so many seeds: 5 %, and two deviations. */
function bound(repetitions: number): number {
  return 0.05 + 2 * Math.sqrt((0.05 * 0.95) / repetitions)
}

test('a run and its noisy copy are told apart no more often than 5 % of the time', SLOW, () => {
  const found = alarms(FIXED, { noise: 0.3, repetitions: 300 })
  expect(found['flips']).toBeGreaterThan(50)
  expect(found['swap']).toBeLessThan(bound(300))
  expect(found['bootstrap']).toBeLessThan(bound(300))
  expect(found['mcnemar']).toBeLessThan(bound(300))
})

test('nor where they part on a few items, of which a bootstrap makes too much', SLOW, () => {
  const found = alarms(FIXED, { noise: 0.04, repetitions: 300 })
  expect(found['flips']).toBeGreaterThan(4)
  expect(found['flips']).toBeLessThan(10)
  expect(found['swap']).toBeLessThan(0.05)
  expect(found['mcnemar']).toBeLessThan(0.05)
})

test('nor with a cut tuned for each, which only the bootstrap allows for', SLOW, () => {
  const found = alarms({ kind: 'tuned', subset: 'a' }, { noise: 0.3, repetitions: 200 })
  expect(found['bootstrap']).toBeLessThan(bound(200))
  // McNemar's test takes both cuts as given, so a comparison gives none.
  expect(found['mcnemar']).toBeGreaterThan(0.1)
})
