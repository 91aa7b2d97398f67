import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Engine } from '../../../bench-runner/backends/engine.ts'
import { chatTexts } from '../../../bench-runner/backends/http/chat.ts'
import { promptLogprobs } from '../../../bench-runner/backends/http/completions.ts'
import {
  openServedModel,
  type ServedModel,
} from '../../../bench-runner/backends/http/open-model.ts'
import { inputLogprobs } from '../../../bench-runner/backends/http/sglang-generate.ts'
import { misbehavingServer } from './misbehaving-server.ts'
import { sendJson } from './send-json.ts'
import { type Fault, standInServer } from './stand-in-server.ts'
import { linesOf, NEVER, refusalOf, run, tinyRequest } from './tiny-run.ts'

async function standIn(
  model: string,
  options: { fault?: Fault; without?: readonly string[] } = {},
) {
  const server = await standInServer(model, options)
  onTestFinished(() => server.close())
  return server
}

async function served(url: string, model: string): Promise<ServedModel> {
  const opened = await openServedModel('test', { model, engine: { baseUrls: [url], patience: 1 } })
  if (opened.status === 'failed') throw new Error(opened.message)
  onTestFinished(() => opened.servers.close())
  return opened
}

const Torch = z.object({
  sequences: z.array(z.object({ ids: z.array(z.int()), output: z.array(z.array(z.number())) })),
})

test.for<[string, (model: ServedModel) => NonNullable<Engine['sequenceLogprobs']>]>([
  ['vLLM', promptLogprobs],
  ['SGLang', inputLogprobs],
])('%s gives of each token the log-probability that torch gave', async ([, askedBy]) => {
  const server = await standIn('tiny-implicit')
  const model = await served(server.url, 'stepmark/tiny-implicit')
  const { sequences } = Torch.parse(
    JSON.parse(readFileSync('test/models/tiny-implicit/torch.json', 'utf8')),
  )
  const answers = await askedBy(model)(
    sequences.map(({ ids }) => ids),
    NEVER,
  )
  for (const [index, { output }] of sequences.entries()) {
    const answer = answers[index]
    if (answer?.status !== 'ok') throw new Error(answer?.reason)
    // torch.json has a 0 for the first token, of which nothing is known.
    expect(answer.rows).toHaveLength(1)
    const row = answer.rows[0] ?? []
    expect(row).toHaveLength(output.length - 1)
    for (const [place, value] of row.entries()) {
      expect(value).toBeCloseTo(output[place + 1]?.[0] ?? Number.NaN, 4)
    }
  }
})

test('an addresses’ trailing /v1 is no part of it', async () => {
  const server = await standIn('tiny-implicit')
  const model = await served(`${server.url}/v1/`, 'stepmark/tiny-implicit')
  expect(model).toMatchObject({ name: 'stepmark/tiny-implicit', maxTokens: 512 })
})

test.for<[string, string, Parameters<typeof tinyRequest>[1], string]>([
  ['no server', 'classes', { backend: 'vllm' }, 'vllm needs --base-url URL'],
  [
    'a backend that cannot serve the adapter',
    'classes',
    { backend: 'sglang', engine: { baseUrls: ['URL'] } },
    'needs token_vectors, which sglang does not give. Use onnx, vllm, http',
  ],
  [
    'another model',
    'classes',
    { backend: 'vllm', engine: { baseUrls: ['URL'], servedModel: 'other' } },
    'has no other; it has stepmark/tiny-class-head: name it with --served-model',
  ],
  [
    'another model in a sidecar',
    'classes',
    { backend: 'http', engine: { baseUrls: ['URL'], servedModel: 'other' } },
    'The sidecar serves stepmark/tiny-class-head, not other',
  ],
  [
    'a server that is not there',
    'classes',
    { backend: 'vllm', engine: { baseUrls: ['URL', 'http://127.0.0.1:9'] } },
    'No answer from http://127.0.0.1:9',
  ],
  [
    'a route of another server',
    'labels',
    { backend: 'vllm', engine: { baseUrls: ['URL'], route: 'score' } },
    'vLLM has no route score. Available: generative_scoring, completions, prompt_logprobs',
  ],
  [
    'a key that is not set',
    'classes',
    { backend: 'vllm', engine: { baseUrls: ['URL'], apiKeyEnv: 'NO_SUCH_VARIABLE' } },
    'the environment has no NO_SUCH_VARIABLE',
  ],
])('says what is wrong with %s', async ([, name, options, message]) => {
  const isLabels = name === 'labels'
  const server = await standIn(isLabels ? 'tiny-label-rows' : 'tiny-class-head')
  const baseUrls = options.engine?.baseUrls?.map((url) => (url === 'URL' ? server.url : url))
  const engine = { ...options.engine, ...(baseUrls && { baseUrls }) }
  const refusal = await refusalOf(
    tinyRequest(isLabels ? 'labels' : 'classes', { ...options, engine }),
  )
  expect(refusal.message).toContain(message)
})

test('a vLLM that softmaxes whatever it is asked is refused', async () => {
  const server = await misbehavingServer((_, response, { path, body }) => {
    if (path === '/v1/models') {
      sendJson(response, { data: [{ id: 'stepmark/tiny-class-head', max_model_len: 512 }] })
      return
    }
    const [ids = []] = z.object({ input: z.array(z.array(z.int())) }).parse(JSON.parse(body)).input
    sendJson(response, { data: [{ index: 0, data: ids.map(() => [0.25, 0.75]) }] })
  })
  const refusal = await refusalOf(
    tinyRequest('classes', { backend: 'vllm', engine: { baseUrls: [server.url] } }),
  )
  expect(refusal.message).toContain('gives probabilities, not the head’s numbers')
})

test('a null for a number that is none fails its item, and only that', async () => {
  let spoilt = 0
  const server = await standIn('tiny-class-head', {
    fault(count, response, { body }) {
      const input = z.object({ input: z.array(z.array(z.int())) }).parse(JSON.parse(body)).input
      if (input.length > 1 || count === 0) return false
      spoilt += 1
      sendJson(response, { data: [{ index: 0, data: (input[0] ?? []).map(() => [null, 1]) }] })
      return true
    },
  })
  const engine = { baseUrls: [server.url] }
  const ran = await run(tinyRequest('classes', { backend: 'vllm', engine, limit: 1 }))
  expect(spoilt).toBe(1)
  expect(linesOf(ran)).toMatchObject([
    { error: 'The model gives no finite number for step 1', scores: expect.any(Array) },
  ])
})

test('a wrong count is asked again one by one, and fails only who is alone with it', async () => {
  const server = await standIn('tiny-class-head', {
    fault(count, response, { body }) {
      const { input } = z.object({ input: z.array(z.array(z.int())) }).parse(JSON.parse(body))
      if (count === 0 || input.length === 1) return false
      sendJson(response, { data: [] })
      return true
    },
  })
  const engine = { baseUrls: [server.url] }
  const wrong = await run(tinyRequest('classes', { backend: 'vllm', engine }))
  const right = await run(tinyRequest('classes', { backend: 'onnx' }))
  expect(linesOf(wrong).map(({ id, error }) => [id, error === undefined])).toEqual(
    linesOf(right).map(({ id, error }) => [id, error === undefined]),
  )
})

test('samples that a server does not give at once are asked for', async () => {
  const server = await misbehavingServer((count, response) => {
    if (count === 0) sendJson(response, { data: [{ id: 'm' }] })
    else {
      sendJson(response, {
        choices: [{ index: 0, message: { role: 'assistant', content: `answer ${count}` } }],
        usage: { total_tokens: 7 },
      })
    }
  })
  const [answer] = await chatTexts(await served(server.url, 'm'))(
    [
      {
        messages: [{ role: 'user', content: 'Which step is wrong?' }],
        samples: 3,
        maxTokens: 100,
        temperature: 1,
        seed: 42,
      },
    ],
    NEVER,
  )
  expect(answer).toEqual({ status: 'ok', texts: ['answer 1', 'answer 2', 'answer 3'], tokens: 21 })
  const bodies = server.got.slice(1).map(({ body }): unknown => JSON.parse(body))
  expect(bodies).toMatchObject([
    { n: 3, seed: 42 },
    { n: 2, seed: 43 },
    { n: 1, seed: 44 },
  ])
})
