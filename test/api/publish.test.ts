import { expect, test } from 'vitest'
import { revise } from '#schema/revision.ts'
import { at } from '#schema/verdict.ts'
import {
  call,
  contents,
  ITEMS,
  manifest,
  newToken,
  OPERATOR,
  publish,
  refusalOf,
  submit,
  TINY,
} from './tiny.ts'

async function put(lines: readonly unknown[]) {
  const body = lines
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .join('\n')
  return call('/admin/benchmarks/tiny', { method: 'PUT', token: OPERATOR, body })
}

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
  expect(await (await call('/items/tiny/a-1')).json()).toMatchObject({ label: at(0) })
})

test('labels that runs are scored on stay until runs can be rescored', async () => {
  const revision = await publish()
  await submit((await newToken()).token, manifest(revision))
  const fixed = ITEMS.map((item) => (item.id === 'a-1' ? { ...item, label: at(0) } : item))
  const next = await revise(TINY, fixed)
  const head = { definition: TINY, labelSet: '2', revision: next.id }
  const before = await contents()
  expect(await refusalOf(await put([head, ...fixed]))).toMatchObject({
    status: 409,
    code: 'conflict',
  })
  expect(await contents()).toEqual(before)
})

const head = { definition: TINY, labelSet: '1', revision: '0'.repeat(64) }
const [first, ...others] = ITEMS
test.for([
  ['no first line', [''], 'invalid_record', ''],
  ['a line that is not JSON', [head, '{'], 'invalid_record', ''],
  ['an item given twice', [head, first, ...ITEMS], 'invalid_record', 'id'],
  [
    'a label beyond the steps',
    [head, { ...first, label: at(9) }, ...others],
    'invalid_record',
    'label.step',
  ],
  ['an item without steps', [head, { ...first, steps: [] }, ...others], 'invalid_record', 'steps'],
  [
    'an item of no subset',
    [head, { ...first, subset: 'z' }, ...others],
    'invalid_record',
    'subset',
  ],
  ['a subset without items', [head, ...others.slice(1)], 'invalid_record', 'definition.subsets'],
  [
    'another id',
    [{ ...head, definition: { ...TINY, id: 'x' } }, ...ITEMS],
    'invalid_record',
    'definition.id',
  ],
  ['an unknown key', [{ ...head, extra: 1 }, ...ITEMS], 'invalid_record', ''],
] as const)(
  'a benchmark with %s is refused and changes nothing',
  async ([, lines, code, field]) => {
    const before = await contents()
    const refusal = await refusalOf(await put(lines))
    expect(refusal).toMatchObject({ status: 422, code })
    expect(refusal.issues?.map((issue) => issue.field)).toContain(field)
    expect(await contents()).toEqual(before)
  },
)

test('a benchmark whose revision is not the hash of its content is refused', async () => {
  const before = await contents()
  const refusal = await refusalOf(await put([head, ...ITEMS]))
  expect(refusal).toMatchObject({ status: 422, code: 'digest_mismatch' })
  expect(await contents()).toEqual(before)
})
