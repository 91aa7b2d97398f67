import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { calculatorScore } from '../../../bench-runner/baselines/calculator.ts'
import { CANDIDATES, pools } from '../../../bench-runner/stepmark-mini/best-of-n.ts'
import { findableShare } from '../../../bench-runner/stepmark-mini/findable.ts'
import { firstErrorItems } from '../../../bench-runner/stepmark-mini/first-error.ts'
import { generated, PAGE } from '../../../bench-runner/stepmark-mini/generated.ts'
import { TEMPLATES } from '../../../bench-runner/stepmark-mini/registry.ts'
import { STEP_LABEL_GROUPS } from '../../../bench-runner/stepmark-mini/step-label-groups.ts'
import { stepLabelItems } from '../../../bench-runner/stepmark-mini/step-labels.ts'
import {
  areaOf,
  type Baseline,
  firstErrorLabels,
  stepLabels,
  SUSPICIONS,
} from '../../../bench-runner/stepmark-mini/suspicion.ts'
import { ERROR_KINDS, LEVELS } from '../../../bench-runner/stepmark-mini/template.ts'

const items = firstErrorItems()
const labelled = stepLabelItems()
const erroneous = items.filter(({ label }) => label >= 0)

test('generating again gives the committed files byte for byte', async () => {
  const read = (path: string) =>
    readFile(new URL(`../../../bench-runner/stepmark-mini/${path}`, import.meta.url), 'utf8')
  const files = generated(await read(PAGE))
  for (const [path, text] of Object.entries(files))
    expect(text === (await read(path)) || path).toBe(true)
})

test('has at least 400 first-error items in three subsets, of at least 200 problems', () => {
  expect(items.length).toBeGreaterThanOrEqual(400)
  expect(new Set(items.map(({ subset }) => subset))).toEqual(new Set(LEVELS))
  expect(new Set(items.map(({ problem }) => problem)).size).toBeGreaterThanOrEqual(200)
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
})

test('uses each of at least 40 templates and every error kind', () => {
  expect(TEMPLATES.length).toBeGreaterThanOrEqual(40)
  expect(new Set(items.map(({ generator }) => generator)).size).toBe(TEMPLATES.length)
  expect(new Set(erroneous.map((item) => item.error_kind))).toEqual(new Set(ERROR_KINDS))
})

test('labels a step that exists, or none', () => {
  for (const { label, steps } of items) {
    expect(label).toBeGreaterThanOrEqual(-1)
    expect(label).toBeLessThan(steps.length)
  }
  for (const { wrong_steps, steps } of labelled)
    for (const step of wrong_steps) expect(steps[step]).toBeDefined()
})

test('has right answers with and without a wrong step', () => {
  const flawed = erroneous.filter((item) => item.final_answer_correct)
  expect(flawed.length).toBeGreaterThan(20)
  for (const item of items.filter(({ label }) => label < 0))
    expect(item.final_answer_correct).toBe(true)
})

test('every equation in a right step holds', () => {
  const right = [
    ...items.flatMap(({ steps, label }) => (label < 0 ? steps : steps.slice(0, label))),
    ...labelled.flatMap((item) =>
      item.steps.filter((_, index) => !item.wrong_steps.includes(index)),
    ),
  ]
  expect(right.filter((step) => calculatorScore(step) < 1)).toEqual([])
})

test('at most a third of the errors can be found by evaluating one equation', () => {
  const { findable, erroneous: all } = findableShare(items)
  expect(findable / all).toBeLessThanOrEqual(1 / 3)
  expect(findable).toBeGreaterThan(0)
})

test('only arithmetic slips break an equation', () => {
  const broken = erroneous.filter(({ steps, label }) => calculatorScore(steps[label] ?? '') < 1)
  expect(new Set(broken.map((item) => item.error_kind))).toEqual(new Set(['arithmetic_slip']))
})

test.for(Object.keys(SUSPICIONS) as Baseline[])(
  '%s ranks no better than 0.80, nor backwards',
  (baseline) => {
    for (const steps of [firstErrorLabels(items), stepLabels(labelled)]) {
      const { overall } = areaOf(baseline, steps)
      expect(overall).toBeLessThanOrEqual(0.8)
      expect(overall).toBeGreaterThanOrEqual(0.2)
    }
  },
)

test('has at least 300 step-label items in nine classes', () => {
  expect(labelled.length).toBeGreaterThanOrEqual(300)
  const classes = Object.values(STEP_LABEL_GROUPS).flatMap((group) => Object.keys(group))
  expect(new Set(labelled.map((item) => item.class))).toEqual(new Set(classes))
  for (const item of labelled)
    expect(item.wrong_steps.length === 0).toBe(item.class === 'multi_solutions')
})

test('a pool holds eight candidates, right exactly where the answer is', () => {
  const all = pools()
  expect(all).toHaveLength(60)
  for (const { candidates, ground_truth } of all) {
    expect(candidates).toHaveLength(CANDIDATES)
    for (const { answer, is_correct } of candidates)
      expect(answer === ground_truth).toBe(is_correct)
  }
})

test('some majorities are wrong', () => {
  const misled = pools().filter(({ candidates }) => {
    const votes = Map.groupBy(candidates, ({ answer }) => answer)
    const right = candidates.filter((candidate) => candidate.is_correct).length
    return [...votes.values()].some((group) => group.length > right)
  })
  expect(misled.length).toBeGreaterThanOrEqual(10)
})

test('writes no broken text', () => {
  const texts = [...items, ...labelled].flatMap(({ problem, steps }) => [problem, ...steps])
  for (const text of texts) {
    expect(text).not.toMatch(
      /[{}](?![\d\\}]|$)(?<![\d]\})|undefined|NaN|Infinity|\[\[|\ba (?:8|11|18)\b/,
    )
    expect(text).not.toMatch(/(?<![\d,.])1 (?:pages|books|hours|minutes|dollars|kilometers)\b/)
    expect(text).toMatch(/^(?:[A-Z\d$\\(]|.*[=:])/)
  }
})
