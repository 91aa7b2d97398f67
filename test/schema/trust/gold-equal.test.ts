import { expect, test } from 'vitest'
import type { FirstErrorVerdict, ItemVerdict } from '#schema/item-verdict.ts'
import { goldEqual } from '#schema/trust/gold-equal.ts'

const HIT: FirstErrorVerdict = {
  kind: 'first_error',
  outcome: 'hit',
  decision: { kind: 'at', step: 0 },
}
const MISS: FirstErrorVerdict = { ...HIT, outcome: 'missed', decision: { kind: 'none' } }

/** A run on two subsets of 400 items, so many of which it gets wrong. */
function run(wrong: { readonly a: number; readonly b: number }, errors = 200) {
  const items = ['a', 'b'].flatMap((subset) => Array.from({ length: 400 }, () => ({ subset })))
  const verdicts: readonly ItemVerdict[] = (['a', 'b'] as const).flatMap((subset) =>
    Array.from({ length: 400 }, (_, item) => (item < wrong[subset] ? MISS : HIT)),
  )
  const counts = { a: { error: errors }, b: { error: errors } }
  return { items, counts, verdicts: new Map([['oracle', verdicts]]), steps: undefined }
}

test('from 99.5 % of all items on, a run is held', () => {
  // 796 of 800 = 0.995; each subset has 398 of 400 = 0.995 too.
  expect(goldEqual(run({ a: 2, b: 2 }))).toEqual({
    tag: 'gold_equal',
    sentence: 'Under oracle it decides 796 of 800 items exactly as they are labelled.',
    numbers: { right: 796, decided: 800, share: 0.995 },
  })
  expect(goldEqual(run({ a: 3, b: 3 }))).toBeUndefined()
})

test('one subset is enough', () => {
  expect(goldEqual(run({ a: 400, b: 0 }))?.sentence).toBe(
    'Under oracle it decides 400 of 400 items of b exactly as they are labelled.',
  )
})

test('to find no fault where there is hardly any is no gold', () => {
  // 2 × 24 = 48 items with an error, of which 50 are needed.
  expect(goldEqual(run({ a: 0, b: 0 }, 24))).toBeUndefined()
  expect(goldEqual(run({ a: 0, b: 0 }, 25))?.numbers).toMatchObject({ right: 800 })
})

test('problems with nothing to choose do not count', () => {
  const moot: ItemVerdict = {
    kind: 'best_of_n',
    outcome: 'only_right',
    right: true,
    chosen: 0,
    tied: 1,
  }
  const { items, counts, verdicts } = run({ a: 0, b: 0 })
  const chosen = (verdicts.get('oracle') ?? []).map((_, index) =>
    index < 99 ? { ...moot, outcome: 'chose_right' as const } : moot,
  )
  const judged = { items, counts, steps: undefined }
  expect(goldEqual({ ...judged, verdicts: new Map([['best_of:min', chosen]]) })).toBeUndefined()
  const more = chosen.with(99, { ...moot, outcome: 'chose_right' })
  expect(
    goldEqual({ ...judged, verdicts: new Map([['best_of:min', more]]) })?.numbers,
  ).toMatchObject({ right: 100, decided: 100 })
})

test('scores that separate the steps are held whatever is decided; 50 of each class are needed', () => {
  const steps = (wrong: number) => ({
    scores: Float64Array.from({ length: 100 }, (_, step) => (step < wrong ? 0.8 : 0.9)),
    right: Uint8Array.from({ length: 100 }, (_, step) => (step < wrong ? 0 : 1)),
  })
  const poor = run({ a: 400, b: 400 })
  expect(goldEqual({ ...poor, steps: steps(50) })).toMatchObject({
    sentence: 'In every pair of a right and a wrong step, the right one scores higher.',
    numbers: { auroc: 1, steps: 100, right: 50, wrong: 50 },
  })
  expect(goldEqual({ ...poor, steps: steps(49) })).toBeUndefined()
})
