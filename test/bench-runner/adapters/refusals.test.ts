import { expect, test } from 'vitest'
import type { CompleteAdapter } from '../../../bench-runner/adapters/adapter.ts'
import { compile, fitAdapter } from '../../../bench-runner/adapters/compile.ts'
import { type ModelTokenizer, openTokenizer } from '../../../bench-runner/adapters/tokenizer.ts'
import { temporaryFolder } from '../stepmark.ts'
import { readFed } from './fed-adapter.ts'
import { writeTinyTokenizer } from './tiny-tokenizer.ts'

type Read = CompleteAdapter['score']['read']
type Render = CompleteAdapter['render']
type Tiny = Parameters<typeof writeTinyTokenizer>

async function adapterOf(name: string) {
  return (await readFed(name)).adapter
}

async function tokenizerOf(tokens: Tiny[1], options?: Tiny[2]): Promise<ModelTokenizer> {
  const opened = await openTokenizer(writeTinyTokenizer(temporaryFolder(), tokens, options))
  if (opened.status === 'failed') throw new Error(opened.message)
  return opened.tokenizer
}

async function fit(name: string, changes: Partial<ModelTokenizer> = {}) {
  const adapter = await adapterOf(name)
  const tokenizer = { ...(await tokenizerOf(adapter.tokens)), ...changes }
  const fitted = fitAdapter(adapter, tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  return fitted
}

test('a token with another id is of another tokenizer', async () => {
  const adapter = await adapterOf('math-shepherd')
  const tokenizer = await tokenizerOf({ ...adapter.tokens, ки: [7] })
  const refusal = fitAdapter(adapter, tokenizer)
  const message: unknown = expect.stringMatching(/^"ки" is token 7, not 12902/)
  expect(refusal).toMatchObject({ status: 'refused', code: 'other_tokenizer', message })
})

test('a stated token that is none is of another tokenizer', async () => {
  const adapter = await adapterOf('qwen25-math-prm')
  expect(fitAdapter(adapter, await tokenizerOf({}))).toMatchObject({ code: 'other_tokenizer' })
})

test('a label that is more than one token is refused', async () => {
  const adapter = await adapterOf('math-shepherd')
  const tokenizer = await tokenizerOf(adapter.tokens)
  const read: Read = { fn: 'softmax_labels', labels: ['good', '-'], good: 0 }
  const odd = { ...adapter, score: { ...adapter.score, read } }
  const refusal = fitAdapter(odd, tokenizer)
  const message: unknown = expect.stringMatching(/^"good" is 4 tokens/)
  expect(refusal).toMatchObject({ code: 'not_one_token', message })
})

test('a first token is needed where the adapter says so', async () => {
  const skywork = await adapterOf('skywork-o1-prm')
  const none = await tokenizerOf(skywork.tokens, { bos: null })
  expect(fitAdapter(skywork, none)).toMatchObject({ code: 'other_tokenizer' })
  const versaprm = await adapterOf('versaprm')
  const fitted = fitAdapter(versaprm, await tokenizerOf(versaprm.tokens, { bos: null }))
  if (fitted.status === 'refused') throw new Error(fitted.message)
  expect(compile(fitted, { problem: 'p', steps: ['a'] })).toMatchObject({
    text: 'p \n\na \n\n\n\n',
  })
})

test('a chat adapter needs a chat template, and says what the template refuses', async () => {
  const adapter = await adapterOf('qwen25-math-prm')
  const without = await tokenizerOf(adapter.tokens, { chatTemplate: null })
  expect(fitAdapter(adapter, without)).toMatchObject({ code: 'chat_template' })
  const chatTemplate = "{{ raise_exception('No system message') }}"
  const fitted = fitAdapter(adapter, await tokenizerOf(adapter.tokens, { chatTemplate }))
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const refusal = compile(fitted, { problem: 'p', steps: ['a'] })
  const message: unknown = expect.stringContaining('No system message')
  expect(refusal).toMatchObject({ code: 'chat_template', message })
})

test.for([
  ['math-shepherd', { problem: 'a ки b', steps: ['a'] }, 'The problem holds "ки"'],
  ['qwen25-math-prm', { problem: 'p', steps: ['a', 'b <extra_0>'] }, 'Step 2 holds "<extra_0>"'],
  ['rlhflow-mistral', { problem: 'p', steps: ['<|eot_id|>'] }, 'Step 1 holds "<|eot_id|>"'],
] as const)('%s refuses a text with a mark', async ([name, solution, start]) => {
  const refusal = compile(await fit(name), solution)
  const message: unknown = expect.stringContaining(start)
  expect(refusal).toMatchObject({ code: 'marker_in_text', message })
})

test('a template that loses a step leaves no position for it', async () => {
  const fitted = await fit('qwen25-math-prm', { chat: () => '<extra_0>' })
  const refusal = compile(fitted, { problem: 'p', steps: ['a', 'b'] })
  expect(refusal).toMatchObject({
    code: 'wrong_count',
    message: expect.stringContaining('1 positions for 2 steps'),
  })
})

test('positions that do not increase are refused', async () => {
  const fitted = await fit('pure-prm')
  const render: Render = { mode: 'pieces', bos: 'none', before: ['{problem}'], step: ['{step}'] }
  const solution = { problem: 'p', steps: ['a', ''] }
  const odd = { ...fitted, adapter: { ...fitted.adapter, render } }
  expect(compile(odd, solution)).toMatchObject({ code: 'not_increasing' })
  expect(compile(fitted, solution)).toMatchObject({ status: 'ok' })
})

test('ids that stand for another text are refused, composed characters aside', async () => {
  const lower = await tokenizerOf((await adapterOf('trl-prm')).tokens)
  const lossy = await fit('trl-prm', { encode: (text) => lower.encode(text.toLowerCase()) })
  const refusal = compile(lossy, { problem: 'p', steps: ['an Apple'] })
  const message: unknown = expect.stringContaining('"an apple" where the text has "an Apple"')
  expect(refusal).toMatchObject({ code: 'text_differs', message })
  const composing = await fit('trl-prm', { encode: (text) => lower.encode(text.normalize('NFC')) })
  const decomposed = { problem: 'p', steps: ['e\u0301'] }
  expect(compile(composing, decomposed)).toMatchObject({ status: 'ok', text: '<s>p\u00e9\n' })
})

test('a trajectory of just the limit is taken, one more token is refused', async () => {
  const fitted = await fit('math-shepherd')
  const at = (maxTokens: number) => ({ ...fitted, adapter: { ...fitted.adapter, maxTokens } })
  // <s>, "p ", "Step 1: a " and the mark: 1 + 2 + 10 + 1
  const solution = { problem: 'p', steps: ['a'] }
  expect(compile(at(14), solution)).toMatchObject({ status: 'ok', positions: [13] })
  expect(compile(at(13), solution)).toMatchObject({ code: 'too_long' })
})

test('a folder without a tokenizer is named', async () => {
  expect(await openTokenizer(temporaryFolder())).toMatchObject({ code: 'missing_file' })
})
