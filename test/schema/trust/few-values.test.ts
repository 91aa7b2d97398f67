import { describe, expect, test } from 'vitest'
import { MODEL_KINDS, type ModelKind } from '#schema/manifest.ts'
import type { Series } from '#schema/trust/series.ts'
import { fewValues } from '#schema/trust/few-values.ts'

/** 200 scores in two subsets, the values in turn. */
function scores(...values: readonly number[]): readonly Series[] {
  const part = (subset: string) => ({
    subset,
    scores: Float64Array.from({ length: 100 }, (_, step) => values[step % values.length] ?? 0),
    votes: [],
  })
  return [part('a'), part('b')]
}

function votes(...items: readonly string[]): readonly Series[] {
  return [
    {
      subset: 'a',
      scores: new Float64Array(0),
      votes: Array.from({ length: 120 }, (_, item) => items[item % items.length] ?? ''),
    },
  ]
}

const tagOf = (series: readonly Series[], modelKind: ModelKind = 'discriminative_prm') =>
  fewValues(series, { modelKind })?.tag

test('one value alone is constant, missing scores aside', () => {
  expect(fewValues(scores(0.5, Number.NaN), { modelKind: 'generative_prm' })).toEqual({
    tag: 'constant',
    sentence: 'All 100 scores are 0.5.',
    numbers: { scores: 100, value: 0.5 },
  })
})

test('two values are suspicious of a model that gives many; three are not', () => {
  expect(tagOf(scores(0, 1))).toBe('two_valued')
  expect(fewValues(scores(1, 0), { modelKind: 'outcome_rm' })?.numbers).toMatchObject({
    low: 0,
    high: 1,
  })
  expect(tagOf(scores(0, 0.5, 1))).toBeUndefined()
})

describe('by the kind of model:', () => {
  test.each(MODEL_KINDS)('%s', (kind) => {
    const writes = kind === 'generative_prm' || kind === 'prompted_judge'
    const isBaseline = kind === 'baseline'
    expect(tagOf(scores(0, 1), kind)).toBe(writes || isBaseline ? undefined : 'two_valued')
    expect(tagOf(scores(1), kind)).toBe(isBaseline ? undefined : 'constant')
  })
})

test('fewer than a hundred scores tell nothing', () => {
  const short = [{ subset: 'a', scores: new Float64Array(99).fill(1), votes: [] }]
  expect(tagOf(short)).toBeUndefined()
})

test('votes have few values by nature, and one alone is constant', () => {
  expect(tagOf(votes('-1', '0'), 'generative_prm')).toBeUndefined()
  expect(fewValues(votes('-1,-1', 'null,-1'), { modelKind: 'generative_prm' })).toMatchObject({
    tag: 'constant',
    sentence: 'All 180 votes that can be read say that there is no error.',
  })
  expect(tagOf(votes('null'), 'generative_prm')).toBeUndefined()
})
