import { expect, test } from 'vitest'
import { writeTinyTokenizer } from '../adapters/tiny-tokenizer.ts'
import { stepmark, temporaryFolder } from '../stepmark.ts'
import { tinyBenchmark } from '../tiny-benchmark.ts'

const TOKENS = { ки: [12902], '+': [648], '-': [387] }

function render(adapter: string, item: string, ...more: readonly string[]) {
  const tokenizer = writeTinyTokenizer(temporaryFolder(), TOKENS)
  const benchmark = ['--benchmark', tinyBenchmark(), '--item', item]
  return stepmark(['render', '--adapter', adapter, '--tokenizer', tokenizer, benchmark, more])
}

test('shows the text, the ids and the token each step is scored at', async () => {
  const { code, stdout } = await render('math-shepherd', 'left-1')
  expect(code).toBe(0)
  // <s>, "p ", "Step 1: a ", the mark: the first mark is token 13
  expect(stdout).toContain('<s>p Step 1: a ки\nStep 2: b ки\n')
  expect(stdout).toContain('step 1: token 13, id 12902 "ки"\nstep 2: token 25, id 12902 "ки"\n')
})

test('prints the same as JSON, with what a manifest says of the adapter', async () => {
  const { stdout } = await render('math-shepherd', 'right-2', '--json')
  const { adapter, item, ids, positions } = JSON.parse(stdout)
  expect(item).toBe('right-2')
  expect(ids).toHaveLength(26)
  expect(positions).toEqual([13, 25])
  expect(adapter).toMatchObject({ id: 'math-shepherd', version: '1' })
  expect(adapter.hash).toMatch(/^[0-9a-f]{64}$/)
})

test.for([
  ['actprm', 'left-1', 5, 'actprm is incomplete'],
  ['pure-prm', 'left-1', 5, 'other_tokenizer'],
  ['math-shepherd', 'left-9', 2, 'no item "left-9"'],
  ['math-shepherd', 'left-1/1', 2, 'no item "left-1/1"'],
  ['unknown', 'left-1', 2, 'Unknown adapter'],
] as const)('%s of %s ends in exit code %i', async ([adapter, item, exit, message]) => {
  const { code, stderr } = await render(adapter, item)
  expect(stderr).toContain(message)
  expect(code).toBe(exit)
})

test('adapters are listed with what they need and what they lack', async () => {
  const { stdout } = await stepmark(['list', 'adapters', '--format', 'json'])
  const rows: readonly Record<string, string>[] = JSON.parse(stdout)
  expect(rows).toContainEqual({
    id: 'rlhflow-deepseek',
    version: '1',
    variants: 'processbench prmbench',
    status: 'complete',
    needs: 'next_token_scores',
    weights: 'RLHFlow/Llama3.1-8B-PRM-Deepseek-Data',
    missing: '',
  })
  expect(rows.find(({ id }) => id === 'actprm')?.['missing']).toContain('separator token')
})
