import { expect, test } from 'vitest'
import { readFed } from '../adapters/fed-adapter.ts'
import { adapterBackend } from '../../../bench-runner/backends/adapter-backend.ts'
import { planOpened } from '../../../bench-runner/run/plan-run.ts'
import { openBenchmark } from '../../../bench-runner/benchmarks/open-benchmark.ts'
import { writeTinyTokenizer } from '../adapters/tiny-tokenizer.ts'
import { temporaryFolder } from '../stepmark.ts'
import { standInEngine } from './stand-in-engine.ts'

const { engine } = standInEngine()

const backend = adapterBackend({
  id: 'stand-in',
  description: 'A formula of the tokens',
  capabilities: ['token_vectors'],
  openEngine: async () => ({ status: 'ok', engine, weights: 'a'.repeat(64) }),
})

async function plan(adapter: string | undefined, tokenizer: string | undefined) {
  const benchmark = await openBenchmark({ benchmark: 'stepmark-mini' })
  if (benchmark.status === 'failed') throw new Error(benchmark.message)
  return planOpened(
    {
      inputs: { benchmark: 'stepmark-mini' },
      model: { id: 'lab/prm', kind: 'discriminative_prm' },
      backend: 'stand-in',
      scoreKind: { kind: 'probability' },
      seed: 0,
      ...(adapter !== undefined && { adapter }),
      ...(tokenizer !== undefined && { engine: { tokenizer } }),
    },
    { backend, benchmark },
  )
}

async function tokenizerOf(adapter: string) {
  const chosen = await readFed(adapter)
  return { chosen, folder: writeTinyTokenizer(temporaryFolder(), chosen.adapter.tokens) }
}

test('a run is planned with the digests of its adapter and of its weights', async () => {
  const { chosen, folder } = await tokenizerOf('qwen25-math-prm:no-boxed')
  const planned = await plan('qwen25-math-prm:no-boxed', folder)
  if (planned.status === 'failed') throw new Error(planned.message)
  expect(planned.config).toMatchObject({
    adapter: 'qwen25-math-prm:no-boxed',
    adapterHash: chosen.named.hash,
    weights: 'a'.repeat(64),
    engine: { tokenizer: folder },
    backendVersion: '1',
  })
  expect(planned.scorer.describe().adapter).toEqual({
    id: 'qwen25-math-prm',
    version: '1',
    variant: 'no-boxed',
    hash: chosen.named.hash,
  })
})

test.for<[string | undefined, string]>([
  [undefined, 'stand-in needs --adapter ID: see stepmark list adapters'],
  ['math-shepherd', 'math-shepherd needs next_token_scores, which stand-in does not give'],
  ['qwen25-math-prm', 'Give the model’s tokenizer: --tokenizer DIR'],
  ['qwen25', 'Unknown adapter "qwen25"'],
])('adapter %s without a tokenizer is refused', async ([adapter, message]) => {
  expect(await plan(adapter, undefined)).toMatchObject({
    status: 'failed',
    message: expect.stringContaining(message),
  })
})

test('a tokenizer of another model is refused before anything is asked', async () => {
  const { folder } = await tokenizerOf('math-shepherd')
  expect(await plan('qwen25-math-prm', folder)).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(/^qwen25-math-prm: other_tokenizer: "<extra_0>"/),
  })
})
