import { expect, test } from 'vitest'
import { z } from 'zod'
import { itemQuery, neighbourName, runList, withRun } from '../../site/lib/item-address.ts'
import { whichBoard } from '../../site/lib/board-query.ts'
import { judgementsWith } from '../../site/lib/judgements.ts'
import { address, readQuery, Refused, statusOf } from '../../site/lib/refused.ts'
import { judgement } from './judgement.ts'

test('writes an address without what is not given', () => {
  expect(address('/boards/x', { class: 'tuned', kind: undefined })).toBe('/boards/x?class=tuned')
  expect(address('/boards/x', {})).toBe('/boards/x')
  expect(address('/runs/x/items', { policy: 'fixed:0.5' })).toBe('/runs/x/items?policy=fixed%3A0.5')
})

test('reads an empty form field as one that was not given', () => {
  const Query = z.object({ kind: z.enum(['a']).optional() })
  expect(readQuery(new URL('http://x/?kind='), Query)).toEqual({})
  expect(() => readQuery(new URL('http://x/?kind=b'), Query)).toThrow(Refused)
})

test.for([
  [{ code: 'not_found', message: '' }, 404],
  [{ code: 'invalid_record', message: '', issues: [{ field: 'id', message: '' }] }, 404],
  [{ code: 'invalid_record', message: '', issues: [{ field: 'class', message: '' }] }, 400],
  [{ code: 'invalid_request', message: '' }, 400],
] as const)('answers %j with %i', ([body, status]) => {
  expect(statusOf({ ...body, issues: 'issues' in body ? [...body.issues] : [] })).toBe(status)
})

test('leads from a policy to the board that shows it', () => {
  expect(itemQuery('first_error', 'fixed:0.5')).toEqual({})
  expect(itemQuery('first_error', 'tuned:gsm8k')).toEqual({ class: 'tuned' })
  expect(itemQuery('first_error', 'oracle')).toEqual({ class: 'oracle' })
  expect(itemQuery('step_labels', 'fixed:0.5')).toEqual({})
  expect(itemQuery('best_of_n', 'best_of:min')).toEqual({})
  expect(itemQuery('best_of_n', 'vote:prod')).toEqual({ policy: 'vote:prod' })
  expect(itemQuery('best_of_n', 'majority')).toEqual({})
})

test('opens the board that an address names, or the usual one', () => {
  expect(whichBoard({ kind: 'first_error' }, {})).toEqual({ class: 'label_free' })
  expect(whichBoard({ kind: 'step_labels' }, { class: 'tuned' })).toEqual({ class: 'tuned' })
  expect(whichBoard({ kind: 'best_of_n' }, {})).toEqual({ policy: 'best_of:min' })
  expect(whichBoard({ kind: 'best_of_n' }, { policy: 'vote:mean' })).toEqual({
    policy: 'vote:mean',
  })
})

test('names a neighbour by what differs', () => {
  expect(neighbourName('olympiadbench-691', 'olympiadbench-690')).toBe('690')
  expect(neighbourName('math-1', 'gsm8k-2')).toBe('gsm8k-2')
  expect(neighbourName('a', 'b')).toBe('b')
})

test('swaps a run in for the last of five', () => {
  expect(withRun(['a', 'b', 'c', 'd', 'e'], 'f')).toBe('a,b,c,d,f')
  expect(withRun(['a'], 'f')).toBe('a,f')
  expect(runList('a,,b')).toEqual(['a', 'b'])
  expect(runList(undefined)).toEqual([])
})

test('reads on only while a run that was asked for is missing', async () => {
  const asked: (string | undefined)[] = []
  async function page(cursor: string | undefined) {
    asked.push(cursor)
    const number = Number(cursor ?? 0)
    return { rows: [judgement({ run: `run_${number}` })], next: String(number + 1) }
  }
  expect((await judgementsWith([], page)).rows).toHaveLength(1)
  expect((await judgementsWith(['run_2'], page)).rows).toHaveLength(3)
  asked.length = 0
  await judgementsWith(['run_never'], page)
  expect(asked).toEqual([undefined, '1', '2', '3'])
})
