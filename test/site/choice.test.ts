import { expect, test } from 'vitest'
import { choiceFinding, choices } from '../../site/lib/choice.ts'

/** A ranked run: its rank, the best rank its interval allows, and its size. */
function row(id: string, rank: number | null, best: number | null, params?: number) {
  return {
    model: { id, kind: 'discriminative_prm' as const, ...(params !== undefined && { params }) },
    rank,
    rankRange: best === null ? null : { best, worst: 9 },
    value: 0.5,
    held: false,
  }
}

test('each model stands to the best as its range of ranks allows', () => {
  const rows = [
    row('o/a', 1, 1),
    row('o/b', 2, 1),
    row('o/a', 3, 1),
    row('o/c', 4, 2),
    row('o/d', 5, null),
  ]
  expect(choices(rows).map(({ row: { model }, standoff }) => [model.id, standoff])).toEqual([
    ['o/a', 'best'],
    ['o/b', 'open'],
    ['o/c', 'behind'],
    ['o/d', 'open'],
  ])
})

test('what is not ranked or is held is no choice', () => {
  expect(choices([row('o/a', null, null), { ...row('o/b', 1, 1), held: true }])).toEqual([])
})

test('the finding names the best, and a smaller one where it may be as good', () => {
  expect(
    choiceFinding([row('o/a', 1, 1, 7e9), row('o/b', 2, 1, 1.5e9), row('o/c', 3, 1, 3e9)]),
  ).toBe('a by value; b is smaller and may be as good')
  expect(choiceFinding([row('o/a', 1, 1, 7e9), row('o/b', 2, 2, 1e9)])).toBe(
    'a: no other may be as good',
  )
  expect(choiceFinding([row('o/a', 1, 1, 7e9), row('o/b', 2, 1, 7e9)])).toBe(
    'a by value; one other may be as good',
  )
  // Of unknown size, the best may be the smallest.
  expect(choiceFinding([row('o/a', 1, 1), row('o/b', 2, 1, 1e9), row('o/c', 2, 1)])).toBe(
    'a by value; 2 others may be as good',
  )
  expect(choiceFinding([row('o/a', 1, 1, 7e9), row('o/b', 1, 1, 7e9)])).toBe(
    'a and b: no other may be as good',
  )
  expect(choiceFinding([])).toBeUndefined()
})
