import { expect, test } from 'vitest'
import type { FirstErrorItem } from '#schema/item.ts'
import { at, NONE } from '#schema/verdict.ts'
import { fover, parseFover } from '../../../bench-runner/imports/fover.ts'

function item(id: string, steps: number, label: FirstErrorItem['label']): FirstErrorItem {
  const subset = id.slice(0, id.indexOf('-'))
  return { id, subset, problem: 'p', steps: Array(steps).fill('s'), label }
}

const ITEMS = [
  item('gsm8k-0', 2, NONE),
  item('gsm8k-77', 4, at(1)),
  item('math-421', 1, NONE),
  item('olympiadbench-421', 1, at(0)),
  item('omnimath-421', 1, NONE),
]

/** gsm8k-77 was published before gsm8k-0, up to its first error. */
const GSM8K = { scores: [0.9, 0.2, 0.8, 0.7], right: [true, false, true, true] }

function files(gsm8k: object = GSM8K) {
  const parts = [
    gsm8k,
    { scores: [0.6], right: [true] },
    { scores: [0.5], right: [false] },
    { scores: [null], right: [true] },
  ] as { scores: unknown; right: unknown }[]
  return parts.map(({ scores, right }, index) => ({
    path: `${index}/test.json`,
    text: JSON.stringify({ y_pred_step_level: scores, y_true_step_level: right }),
  }))
}

test('gives scores without ids to the items in the order they were published', () => {
  expect(parseFover(files(), { items: ITEMS })).toEqual({
    status: 'ok',
    warnings: [],
    lines: [
      // Steps 2 and 3 come after the first error, at step 1, and were dropped.
      { id: 'gsm8k-77', scores: [0.9, 0.2, null, null] },
      { id: 'gsm8k-0', scores: [0.8, 0.7] },
      { id: 'math-421', scores: [0.6] },
      { id: 'olympiadbench-421', scores: [0.5] },
      { id: 'omnimath-421', scores: [null] },
    ],
  })
})

test('refuses scores in another order, which their labels give away', () => {
  const sorted = { scores: [0.8, 0.7, 0.9, 0.2], right: [true, true, true, false] }
  expect(parseFover(files(sorted), { items: ITEMS })).toMatchObject({
    message: '0/test.json does not follow the items',
    issues: [{ item: 'gsm8k-77', field: 'y_true_step_level.0', message: 'Not true, false' }],
  })
})

test.for([
  [{ scores: [0.9, 0.2, 0.8], right: GSM8K.right }, '3 steps, not the 4'],
  [{ scores: GSM8K.scores, right: [...GSM8K.right, true] }, '5 steps, not the 4'],
  [{ scores: ['0.9', 0.2, 0.8, 0.7], right: GSM8K.right }, 'fields that cannot be read'],
] as const)('refuses a file that does not have a score a step', ([gsm8k, message]) => {
  const parsed = parseFover(files(gsm8k), { items: ITEMS })
  expect(parsed).toMatchObject({ code: 'invalid', message: expect.stringContaining(message) })
})

test('refuses what is no JSON, and a file that is not there', () => {
  const [first, ...others] = files()
  const torn = { path: '0/test.json', text: first?.text.slice(0, 20) ?? '' }
  expect(parseFover([torn, ...others], { items: ITEMS })).toMatchObject({ code: 'invalid' })
  expect(parseFover(files().slice(0, 2), { items: ITEMS })).toMatchObject({
    message: 'There is no file for olympiadbench',
  })
})

test('knows 21 models, each of its own id and with a file a subset', () => {
  expect(new Set(fover.models.map(({ model }) => model.id)).size).toBe(21)
  const paths = fover.models.flatMap((model) => model.paths)
  expect(new Set(paths).size).toBe(21 * 4)
})
