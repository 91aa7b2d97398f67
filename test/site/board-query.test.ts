import { expect, test } from 'vitest'
import { BoardChoice } from '../../schema/board-choice.ts'
import {
  BoardQuery,
  choiceQuery,
  isWhole,
  policyFilter,
  sortLink,
  unfiltered,
  whichBoard,
} from '../../site/lib/board-query.ts'
import { sizeChoices } from '../../site/lib/format.ts'
import { publishedBenchmark } from './benchmark.ts'

const here = '/boards/tiny'

/** A page of a board as its address asks for it. */
function viewOf(kind: 'first_error' | 'best_of_n', search: string) {
  const benchmark = publishedBenchmark(kind)
  const query = BoardQuery.parse(Object.fromEntries(new URLSearchParams(search)))
  const { cursor, class: rankingClass, policy, ...choice } = query
  const which = whichBoard(benchmark, { class: rankingClass, policy })
  return { benchmark, which, choice, cursor, here }
}

test.for([
  ['', true],
  ['class=tuned', true],
  ['sort=value&order=desc', true],
  ['order=asc', false],
  ['sort=date', false],
  ['q=qwen', false],
  ['min_params=0', false],
  ['license=mit', false],
  ['cursor=abc', false],
  ['policy=fixed:0.5', false],
] as const)('a board asked for by “%s” is whole: %s', ([search, whole]) => {
  expect(isWhole(viewOf('first_error', search))).toBe(whole)
})

test('a pool’s policy is the board itself, and filters nothing', () => {
  const view = viewOf('best_of_n', 'policy=vote:mean')
  expect(policyFilter(view)).toBeUndefined()
  expect(isWhole(view)).toBe(true)
  expect(unfiltered(viewOf('best_of_n', 'policy=vote:mean&q=qwen'))).toBe(
    `${here}?policy=vote%3Amean`,
  )
})

test('a policy of a class is filtered by, and given up without leaving the class', () => {
  const view = viewOf('first_error', 'policy=tuned:gsm8k')
  expect(policyFilter(view)).toBe('tuned:gsm8k')
  expect(view.which.class).toBe('tuned')
  expect(unfiltered(view)).toBe(`${here}?class=tuned`)
})

test('sorting by a column keeps the filters, and again turns the order round', () => {
  const { choice, ...rest } = viewOf('first_error', 'q=qwen&max_params=9e9')
  expect(sortLink({ ...rest, choice }, 'params')).toEqual({
    order: undefined,
    href: `${here}?class=label_free&q=qwen&max_params=9000000000&sort=params`,
  })
  const sorted = { ...rest, choice: { ...choice, sort: 'params' } } as const
  expect(sortLink(sorted, 'params')).toEqual({
    order: 'desc',
    href: `${here}?class=label_free&q=qwen&max_params=9000000000&sort=params&order=asc`,
  })
})

test('each column begins with its usual order, the board with the best', () => {
  const view = viewOf('first_error', '')
  expect(sortLink(view, 'model')).toEqual({
    order: undefined,
    href: `${here}?class=label_free&sort=model`,
  })
  expect(sortLink(view, 'value').order).toBe('desc')
  const byName = viewOf('first_error', 'sort=model')
  expect(sortLink(byName, 'model')).toEqual({
    order: 'asc',
    href: `${here}?class=label_free&sort=model&order=desc`,
  })
  expect(sortLink(byName, 'value').href).toBe(`${here}?class=label_free`)
})

test('an address says only what does not go without saying', () => {
  const given = Object.entries(
    choiceQuery(BoardChoice.parse({ order: 'desc', trust: 'recomputed' })),
  )
  expect(given.filter(([, value]) => value !== undefined)).toEqual([['trust', 'recomputed']])
})

test('a size that an address asks for is among those to choose from, once', () => {
  expect(sizeChoices(3e9)).toEqual([2e9, 3e9, 4e9, 9e9, 16e9, 36e9, 75e9])
  expect(sizeChoices(9e9)).toEqual(sizeChoices(undefined))
})
