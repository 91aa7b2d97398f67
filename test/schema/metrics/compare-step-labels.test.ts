import { sourceId } from '#schema/metrics/step-classes.ts'
import { expect, test } from 'vitest'
import { Comparison } from '#schema/comparison.ts'
import { compareStepLabels } from '#schema/metrics/compare-step-labels.ts'
import { drawSources } from '#schema/metrics/prm-score-resamples.ts'
import type { JudgedSteps } from '#schema/metrics/step-counts.ts'

const rule = { threshold: 0.5, variant: 'strict' } as const
const item = (classification: string, idx: number, ...scores: number[]): JudgedSteps => ({
  id: `${classification}_${idx}`,
  classification,
  steps: 2,
  wrongSteps: [1],
  scores: Float64Array.from(scores),
})
const classes = ['circular', 'deception']
const items = (first: readonly [number, number]) =>
  [0, 1, 2, 3].flatMap((idx) =>
    classes.map((id) => (idx === 0 ? item(id, idx, ...first) : item(id, idx, 0.9, 0.1))),
  )
const groups = { all: classes }

test('PRMScore of two runs that part on one solution, in both of its items', () => {
  const [a, b] = [items([0.9, 0.1]), items([0.9, 0.9])]
  const draws = drawSources(a.map(sourceId), { seed: 0 })
  const compared = compareStepLabels({ items: a, rule }, { items: b, rule }, { draws, groups })
  const overall = compared.differences.find(
    ({ subset, metric }) => subset === 'overall' && metric === 'prm_score',
  )
  // B: tp 8, tn 6, fp 2: F1 16/18, negative 12/14, their mean 0.873016; A is right throughout.
  const theirs = (16 / 18 + 12 / 14) / 2
  expect(overall).toMatchObject({ a: { value: 1 }, b: { value: theirs } })
  expect(overall?.difference.status === 'ok' && overall.difference.value).toBeCloseTo(1 - theirs)
  // Swapping that solution turns the difference round: always as large.
  expect(overall?.uncertainty).toMatchObject({ swapPValue: 1, interval: { lower: 0 } })
  expect(compared.decisions).toMatchObject({
    // 2 against 0: 2 · 1/4; in either class 1 against 0
    all: { both: 6, onlyA: 2, onlyB: 0, neither: 0, pValue: 0.5 },
    subsets: [
      { subset: 'circular', onlyA: 1, pValue: 1 },
      { subset: 'deception', onlyA: 1, pValue: 1 },
    ],
    flips: classes.map((subset) => ({ subset, item: 0, right: 'a' })),
  })
  expect(Comparison.parse(JSON.parse(JSON.stringify(compared)))).toEqual(compared)
})

test('runs that are read by different rules are not swapped', () => {
  const [a, b] = [items([0.9, 0.1]), items([0.9, 0.9])]
  const draws = drawSources(a.map(sourceId), { seed: 0, resamples: 50 })
  const other = { items: b, rule: { ...rule, threshold: 0.4 } }
  for (const { uncertainty } of compareStepLabels({ items: a, rule }, other, { draws, groups })
    .differences) {
    expect(uncertainty).not.toHaveProperty('swapPValue')
  }
})
