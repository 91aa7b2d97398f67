import { expect, onTestFinished, test } from 'vitest'
import type { Route } from '../../../bench-runner/backends/engine-options.ts'
import { standInServer } from './stand-in-server.ts'
import { linesOf, run, TINY_ADAPTERS, type TinyName, tinyRequest } from './tiny-run.ts'

// The server computes its answers with the model that the onnx backend runs. Engines may pad and batch in
// different ways, which moves a float32 score by less than this.
const TOLERANCE = 1e-6

test.for<[string, TinyName, { route?: Route; without?: readonly string[]; path: string }]>([
  ['vllm', 'classes', { path: '/pooling' }],
  ['vllm', 'value', { path: '/pooling' }],
  ['vllm', 'labels', { path: '/generative_scoring' }],
  ['vllm', 'vocabulary', { path: '/generative_scoring' }],
  ['vllm', 'labels', { without: ['/generative_scoring'], path: '/v1/completions' }],
  ['vllm', 'vocabulary', { route: 'completions', path: '/v1/completions' }],
  ['vllm', 'labels', { route: 'prompt_logprobs', path: '/v1/completions' }],
  ['vllm', 'vocabulary', { route: 'prompt_logprobs', path: '/v1/completions' }],
  ['sglang', 'labels', { path: '/generate' }],
  ['sglang', 'vocabulary', { route: 'generate', path: '/generate' }],
  ['sglang', 'labels', { route: 'score', path: '/v1/score' }],
  ['sglang', 'vocabulary', { route: 'score', path: '/v1/score' }],
  ['http', 'classes', { path: '/score' }],
  ['http', 'value', { path: '/score' }],
  ['http', 'labels', { path: '/score' }],
])(
  '%s reproduces the scores of onnx: %s %o',
  async ([backend, name, { route, without = [], path }]) => {
    const server = await standInServer(TINY_ADAPTERS[name].model, { without })
    onTestFinished(() => server.close())
    const engine = { baseUrls: [server.url], ...(route && { route }) }
    const local = await run(tinyRequest(name, { backend: 'onnx' }))
    const remote = await run(tinyRequest(name, { backend, engine }))
    expectEqual(linesOf(remote), linesOf(local))
    expect(server.got.at(-1)?.path).toBe(path)
  },
)

test.for(['vllm', 'sglang'])('%s reproduces the implicit scores of two models', async (backend) => {
  const own = await standInServer('tiny-implicit')
  const other = await standInServer('tiny-implicit-reference')
  onTestFinished(async () => {
    await own.close()
    await other.close()
  })
  const local = await run(
    tinyRequest('implicit', {
      backend: 'onnx',
      engine: { referenceDir: 'test/models/tiny-implicit-reference' },
    }),
  )
  const remote = await run(
    tinyRequest('implicit', {
      backend,
      engine: {
        baseUrls: [own.url],
        referenceUrls: [other.url],
        referenceModel: 'stepmark/tiny-implicit-reference',
      },
    }),
  )
  expectEqual(linesOf(remote), linesOf(local))
  expect(other.got.length).toBeGreaterThan(0)
})

type Lines = ReturnType<typeof linesOf>

/** The same items with the same scores, of which there are enough to tell. */
function expectEqual(found: Lines, expected: Lines) {
  expect(found.map(shapeOf)).toEqual(expected.map(shapeOf))
  const numbers = expected.flatMap(({ scores }) => scores.filter((score) => score !== null))
  expect(new Set(numbers).size).toBeGreaterThan(60)
  const others = found.flatMap(({ scores }) => scores.filter((score) => score !== null))
  const differences = numbers.map((score, index) => Math.abs(score - (others[index] ?? Infinity)))
  expect(Math.max(...differences)).toBeLessThan(TOLERANCE * Math.max(1, ...numbers.map(Math.abs)))
}

/** Which item it is, whether it failed, and which steps have scores. */
function shapeOf({ id, error, scores }: Lines[number]) {
  return { id, failed: error !== undefined, scored: scores.map((score) => score !== null) }
}
