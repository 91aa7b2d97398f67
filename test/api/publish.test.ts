import { expect, test } from 'vitest'
import { at } from '#schema/verdict.ts'
import {
  call,
  contents,
  ITEMS,
  manifest,
  newToken,
  OPERATOR,
  publish,
  putBenchmark,
  putItems,
  refusalOf,
  submit,
  TINY,
} from './tiny.ts'

test('a published benchmark is told of with its counts', async () => {
  const revision = await publish()
  const { rows } = await (await call('/benchmarks')).json<{ rows: unknown[] }>()
  expect(rows).toMatchObject([
    {
      id: 'tiny',
      revision,
      labelSet: '1',
      counts: { items: 4, steps: 7, error: 2, correct: 2, problems: 3 },
      subsetCounts: { a: { items: 2, problems: 1 }, b: { items: 2, problems: 2 } },
      runs: 0,
    },
  ])
})

test('publishing the same again changes nothing', async () => {
  await publish()
  const before = await contents()
  await publish(ITEMS.toReversed())
  expect(await contents()).toEqual(before)
})

test('a label fix is another revision of the same stored items', async () => {
  await publish()
  const before = await contents()
  const fixed = ITEMS.map((item) => (item.id === 'a-1' ? { ...item, label: at(0) } : item))
  const revision = await publish(fixed)
  const after = await contents()
  expect(after['items']).toBe(before['items'])
  expect(await (await call('/benchmarks/tiny')).json()).toMatchObject({ revision })
  expect(await (await call('/items/tiny/a-1')).json()).toMatchObject({
    content: { label: at(0) },
  })
})

test('items that runs judged stay as they are, and so does how they are counted', async () => {
  const revision = await publish()
  await submit((await newToken()).token, manifest(revision))
  const other = ITEMS.map((item) => (item.id === 'a-1' ? { ...item, steps: ['x', 'z'] } : item))
  await putItems(other.slice(0, 2), { kind: 'first_error', subset: 'a' })
  const before = await contents()
  const { tuningSubset: _, ...untuned } = TINY
  const refusal = await refusalOf(await putBenchmark(untuned, other))
  expect(refusal).toMatchObject({ status: 409, code: 'conflict' })
  expect(refusal.issues?.map(({ field }) => field)).toEqual([
    'subsets.a',
    'definition.tuningSubset',
  ])
  expect(await contents()).toEqual(before)
})

const [first, second] = ITEMS
test.for([
  ['no item', [''], ''],
  ['a line that is not JSON', ['{'], ''],
  ['an item given twice', [first, first, second], 'id'],
  ['a label beyond the steps', [{ ...first, label: at(9) }, second], 'label.step'],
  ['an item without steps', [{ ...first, steps: [] }, second], 'steps'],
  ['an item of another subset', [{ ...first, subset: 'z' }, second], 'subset'],
  [
    'an item too large for a database row',
    [{ ...first, steps: ['\u0001'.repeat(145_000), 'y'] }, second],
    'steps',
  ],
] as const)('items with %s are refused and nothing is stored', async ([, lines, field]) => {
  const before = await contents()
  const refusal = await refusalOf(await putItems(lines, { kind: 'first_error', subset: 'a' }))
  expect(refusal).toMatchObject({ status: 422, code: 'invalid_record' })
  expect(refusal.issues?.map((issue) => issue.field)).toContain(field)
  expect(await contents()).toEqual(before)
})

test.for([
  ['another id', { definition: { ...TINY, id: 'x' } }, 'definition.id'],
  ['an unknown key', { extra: 1 }, ''],
  [
    'a tuning subset that does not exist',
    { definition: { ...TINY, tuningSubset: 'z' } },
    'definition.tuningSubset',
  ],
  [
    'a group of a class that does not exist',
    { definition: { ...TINY, groups: [{ id: 'g', name: 'G', subsets: ['z'] }] } },
    'definition.groups.0.subsets',
  ],
  ['subsets left out', { subsets: [] }, 'subsets'],
] as const)('a benchmark with %s is refused and changes nothing', async ([, change, field]) => {
  await publish()
  const before = await contents()
  const refusal = await refusalOf(await putBenchmark(TINY, ITEMS, change))
  expect(refusal).toMatchObject({ status: 422, code: 'invalid_record' })
  expect(refusal.issues?.map((issue) => issue.field)).toContain(field)
  expect(await contents()).toEqual(before)
})

test('a benchmark whose items were not sent is refused', async () => {
  const refusal = await refusalOf(await putBenchmark(TINY, ITEMS))
  expect(refusal).toMatchObject({
    status: 422,
    issues: [{ field: 'subsets.0' }, { field: 'subsets.1' }],
  })
})

test('a benchmark in which two subsets hold an item of one id is refused', async () => {
  const items = ITEMS.map((item) => ({ ...item, id: item.id.slice(2) }))
  for (const subset of ['a', 'b']) {
    const own = items.filter((item) => item.subset === subset)
    await putItems(own, { kind: 'first_error', subset })
  }
  const refusal = await refusalOf(await putBenchmark(TINY, items))
  expect(refusal.issues).toEqual([
    expect.objectContaining({ item: '1', field: 'id' }),
    expect.objectContaining({ item: '2', field: 'id' }),
  ])
})

test('a benchmark whose revision is not the hash of its content is refused', async () => {
  await publish()
  const before = await contents()
  const refusal = await refusalOf(await putBenchmark(TINY, ITEMS, { revision: '0'.repeat(64) }))
  expect(refusal).toMatchObject({ status: 422, code: 'digest_mismatch' })
  expect(await contents()).toEqual(before)
})

test('a body of another type is refused by name', async () => {
  const response = await call('/admin/benchmarks/tiny', {
    method: 'PUT',
    token: OPERATOR,
    body: '{}',
    headers: { 'content-type': 'application/x-ndjson' },
  })
  expect(await refusalOf(response)).toMatchObject({
    status: 400,
    code: 'invalid_request',
    message: 'Send the body as application/json',
  })
})
