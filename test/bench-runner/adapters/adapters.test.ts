import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { canonicalJson } from '#schema/canonical-json.ts'
import { sha256 } from '#schema/sha256.ts'
import { Adapter, type CompleteAdapter } from '../../../bench-runner/adapters/adapter.ts'
import { compile, compilePasses, fitAdapter } from '../../../bench-runner/adapters/compile.ts'
import { REFUSALS } from '../../../bench-runner/adapters/refusal.ts'
import {
  chooseVariant,
  readAdapter,
  readAdapters,
} from '../../../bench-runner/adapters/read-adapter.ts'
import { openTokenizer } from '../../../bench-runner/adapters/tokenizer.ts'
import { temporaryFolder } from '../stepmark.ts'
import { readFed, tokensOf } from './fed-adapter.ts'
import { writeTinyTokenizer } from './tiny-tokenizer.ts'

const DOCS = readFileSync('docs/adapters.md', 'utf8')

const read = await readAdapters()
if (read.status === 'failed') throw new Error(read.message)
const ADAPTERS = read.adapters
/** Those of models that are fed tokens, with their variants. */
const NAMES = ADAPTERS.flatMap((adapter) =>
  adapter.status === 'incomplete' || adapter.needs === 'generate'
    ? []
    : [adapter.id, ...Object.keys(adapter.variants).map((variant) => `${adapter.id}:${variant}`)],
)
const INCOMPLETE = ADAPTERS.flatMap(({ id, status }) => (status === 'incomplete' ? id : []))

const SOLUTION = { problem: 'What is 1 - 2 + 3?', steps: ['1 - 2 is −1.', 'So it is 2 + é.', 'x'] }

async function fit(name: string) {
  const chosen = await readFed(name)
  const folder = writeTinyTokenizer(temporaryFolder(), tokensOf(chosen.adapter))
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') throw new Error(opened.message)
  const fitted = fitAdapter(chosen.adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  return { ...chosen, fitted, tokenizer: opened.tokenizer }
}

/** The text up to and with each scored token. */
async function scoredTexts(name: string, solution = SOLUTION) {
  const { fitted, tokenizer } = await fit(name)
  const compiled = compile(fitted, solution)
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const { ids, positions } = compiled
  return positions.map((position) => tokenizer.decode(ids.slice(0, position + 1)))
}

test('the JSON Schema of docs/ is the one in force', async () => {
  const schema = `${JSON.stringify(z.toJSONSchema(Adapter, { io: 'input' }), null, 2)}\n`
  await expect(schema).toMatchFileSnapshot('../../../docs/adapter.schema.json')
})

test.for(NAMES)(
  '%s: one position a step, increasing, and the ids stand for the text',
  async (name) => {
    const { fitted, tokenizer, adapter } = await fit(name)
    const compiled = compilePasses(fitted, SOLUTION)
    if (compiled.status === 'refused') throw new Error(compiled.message)
    const places = compiled.passes.flatMap(({ positions }) => positions)
    const { at } = fitted.adapter.score
    const marks = at.anchor === 'mark' ? at.count : 1
    expect(places).toHaveLength(SOLUTION.steps.length * marks)
    for (const { ids, positions, text } of compiled.passes) {
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b))
      expect(positions.every((position) => position >= 0 && position < ids.length)).toBe(true)
      expect(tokenizer.decode(ids)).toBe(text)
    }
    const { text = '' } = compiled.passes.at(-1) ?? {}
    for (const part of [SOLUTION.problem, ...SOLUTION.steps]) expect(text).toContain(part)
    const { read } = adapter.score
    const labels = 'labels' in read ? read.labels : []
    const tokens: CompleteAdapter['tokens'] = tokensOf(adapter)
    expect(fitted.labels).toEqual(labels.map((label) => tokens[label]?.[0]))
  },
)

/** The authors of the others read one token into the next step. */
const BEFORE_NEXT = NAMES.filter((name) => !name.startsWith('eurus-prm'))

test.for(BEFORE_NEXT)('%s: a step is scored before anything of the next is seen', async (name) => {
  const { fitted } = await fit(name)
  const whole = compilePasses(fitted, SOLUTION)
  const first = compilePasses(fitted, { ...SOLUTION, steps: SOLUTION.steps.slice(0, 1) })
  if (whole.status === 'refused' || first.status === 'refused') throw new Error('refused')
  const [inWhole, alone] = [whole.passes[0], first.passes[0]]
  const end = (inWhole?.positions[0] ?? 0) + 1
  expect(alone?.positions[0]).toBe(inWhole?.positions[0])
  expect(alone?.ids.slice(0, end)).toEqual(inWhole?.ids.slice(0, end))
})

test('EurusPRM is read where its authors count to: one token into the next step', async () => {
  const texts = await scoredTexts('eurus-prm', { problem: 'p', steps: ['a', 'b'] })
  // After "a" they count the end of the message and two line feeds; in the whole text two line feeds and "S".
  expect(texts[0]).toMatch(/Step 1: a\n\nS$/)
  expect(texts[1]).toMatch(/Step 1: a\n\nStep 2: b<\|im_end\|>$/)
})

test('ReasonEval is read one token before the last of a step, as its authors do', async () => {
  const solution = { problem: 'p', steps: ['one', 'two'] }
  const texts = await scoredTexts('reasoneval', solution)
  const prompt = "<s>Question:\np\nAnswer:\nLet's think step by step.\n"
  expect(texts).toEqual([`${prompt}on`, `${prompt}onetw`])
})

test('PathFinder is read before each mark of the current step', async () => {
  const { fitted, tokenizer } = await fit('pathfinder-prm')
  const compiled = compilePasses(fitted, { problem: 'p', steps: ['a', 'b'] })
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const [first, second] = compiled.passes
  expect(first?.text).toContain(
    'assistant\nCurrent Step: a Math reasoning: <extra>, Consistency: <',
  )
  const texts = second?.positions.map((place) => tokenizer.decode(second.ids.slice(0, place + 1)))
  const step = 'assistant\na\n\nCurrent Step: b Math reasoning:'
  expect(texts?.[0]).toMatch(new RegExp(`${step} $`))
  expect(texts?.[1]).toMatch(new RegExp(`${step} <extra>, Consistency: $`))
})

test('Universal-PRM is fed the steps up to each one, with its last token', async () => {
  const { fitted } = await fit('universal-prm')
  const compiled = compilePasses(fitted, { problem: 'p', steps: ['a', 'b'] })
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const [first, second] = compiled.passes
  expect(first?.text).toMatch(/this question\.<\|im_end\|>\n<\|im_start\|>assistant\na\n\n<\/s>$/)
  expect(second?.text).toMatch(/a\n\nb\n\n<\/s>$/)
  expect(second?.positions).toEqual([(second?.ids.length ?? 0) - 1])
})

test.for(['fover-llama', 'fover-qwen'])('%s is read where each answer begins', async (name) => {
  const texts = await scoredTexts(name, { problem: 'p', steps: ['a', 'b'] })
  const header = /assistant(<\|end_header_id\|>\n)?\n$/
  expect(texts[0]).toMatch(/\*\* Sotluion \*\*\na<\|/)
  expect(texts[0]).toMatch(header)
  expect(texts[1]).toMatch(header)
  expect(texts[1]?.slice(texts[0]?.length)).toMatch(/^correct<\|.*\nb<\|/s)
})

test('each step of Qwen2.5-Math-PRM is scored at its mark', async () => {
  const [first, second] = await scoredTexts('qwen25-math-prm')
  expect(first).toMatch(/final answer within \\boxed\{\}\.<\|eot_id\|>[^]*1 - 2 is −1\.<extra_0>$/)
  expect(second).toMatch(/So it is 2 \+ é\.<extra_0>$/)
})

test('PRMBench’s variant keeps its backspace and drops the numbers of steps', async () => {
  const solution = { problem: 'p', steps: ['Step 1. a', '2. b'] }
  const [, text] = await scoredTexts('qwen25-math-prm:prmbench', solution)
  expect(text).toContain('final answer within \boxed{}.')
  expect(text).toMatch(/\n\na<extra_0>b<extra_0>$/)
})

test('Math-Shepherd is fed as its card says, without a line feed at the end', async () => {
  const texts = await scoredTexts('math-shepherd', { problem: 'p', steps: ['a', 'b'] })
  expect(texts).toEqual(['<s>p Step 1: a ки', '<s>p Step 1: a ки\nStep 2: b ки'])
})

test('RLHFlow is read at the two line feeds before each plus, third from the end', async () => {
  const { fitted } = await fit('rlhflow-deepseek')
  const compiled = compile(fitted, { problem: 'p', steps: [' a ', 'b'] })
  if (compiled.status === 'refused') throw new Error(compiled.message)
  const { ids, positions, text } = compiled
  expect(positions.map((position) => ids[position])).toEqual([271, 271])
  expect(positions[1]).toBe(ids.length - 3)
  expect(text).toContain('\n\np a<|eot_id|>')
  const [processBench] = await scoredTexts('rlhflow-deepseek:processbench', SOLUTION)
  expect(processBench).toContain('3?\n\n1 - 2')
})

test('Skywork’s steps are lines', async () => {
  const texts = await scoredTexts('skywork-o1-prm', { problem: 'p', steps: ['a\nb', ''] })
  expect(texts).toEqual(['<s>p\na b\n', '<s>p\na b\n\n'])
})

test('braces of a text are no template', async () => {
  const texts = await scoredTexts('math-shepherd', { problem: '{step}', steps: ['{problem}'] })
  expect(texts).toEqual(['<s>{step} Step 1: {problem} ки'])
})

test.for(INCOMPLETE)('%s names what is missing and is refused', async (id) => {
  const chosen = await readAdapter(id)
  if (chosen.status === 'ok') throw new Error('It can be used')
  expect(chosen.code).toBe('refused')
  expect(chosen.issues?.map(({ field }) => field)).toContain('missing')
})

test('the hash is that of the format with its variant, whatever the order of keys', async () => {
  const { adapter, named } = await fit('rlhflow-deepseek:prmbench')
  expect(named).toMatchObject({ id: 'rlhflow-deepseek', version: '1', variant: 'prmbench' })
  expect(named.hash).toBe(await sha256(canonicalJson(adapter)))
  const reversed = Object.fromEntries(Object.entries(adapter).toReversed())
  expect(named.hash).toBe(await sha256(canonicalJson(reversed)))
  expect(named.hash).not.toBe((await fit('rlhflow-deepseek')).named.hash)
})

test('names that do not exist are refused with those that do', async () => {
  const adapter = await readAdapter('qwen')
  const variant = await readAdapter('math-shepherd:fast')
  const other = await readAdapter('qwen25-math-prm:fast')
  if (adapter.status === 'ok' || variant.status === 'ok' || other.status === 'ok') throw new Error()
  expect(adapter.message).toMatch(/^Unknown adapter "qwen"\. Available: .*math-shepherd/)
  expect(variant.message).toMatch(/^Unknown variant of math-shepherd "fast"/)
  expect(other.message).toContain('Available: no-boxed, prmbench')
})

test('an adapter of one’s own is read from its path, and a field that does not exist is refused', async () => {
  const { adapter } = await fit('math-shepherd')
  const path = join(temporaryFolder(), 'own.yaml')
  writeFileSync(path, JSON.stringify({ ...adapter, id: 'own' }))
  const own = await readAdapter(path)
  if (own.status === 'failed') throw new Error(own.message)
  expect(own.named.id).toBe('own')
  writeFileSync(path, JSON.stringify({ ...adapter, promptt: '' }))
  expect(await readAdapter(path)).toMatchObject({ status: 'failed', code: 'invalid' })
})

test.for<[string, unknown]>([
  ['a field that does not exist', { render: { prompt: 'x' } }],
  [
    'ends of steps in a text tokenized as a whole',
    { score: { at: { anchor: 'step_end', token: null } } },
  ],
  ['a step that is nowhere', { render: { step: ' ки' } }],
  ['a pattern that is none', { steps: { replace: [{ pattern: '(', flags: 'g', with: '' }] } }],
  ['a good label that is none', { score: { read: { good: 2 } } }],
])('a variant with %s is refused', async ([, changes]) => {
  const { adapter } = await fit('math-shepherd')
  const variants = { odd: { about: 'Odd', changes: changes as Record<string, unknown> } }
  const chosen = await chooseVariant({ ...(adapter satisfies CompleteAdapter), variants }, 'odd')
  expect(chosen).toMatchObject({ status: 'failed', code: 'invalid' })
})

test.for(ADAPTERS)('docs/adapters.md lists $id', (adapter) => {
  const { id, status, models } = adapter
  const variants = adapter.status === 'complete' ? Object.keys(adapter.variants) : []
  const cells = [`\`${id}\``, variants.map((name) => `\`${name}\``).join(' '), status]
  expect(DOCS).toContain(`| ${cells.join(' | ')} | ${models.join(', ')} |\n`)
})

test.for(REFUSALS)('docs/adapters.md explains %s', (code) => {
  expect(DOCS).toContain(`| \`${code}\` | `)
})

test('the documented adapter can be used, with its variant', async () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(DOCS) ?? []
  const adapter = Adapter.parse(parse(text))
  const chosen = await chooseVariant(adapter, 'numbered')
  if (chosen.status === 'failed' || chosen.adapter.needs === 'generate') throw new Error()
  const folder = writeTinyTokenizer(temporaryFolder(), chosen.adapter.tokens)
  const opened = await openTokenizer(folder)
  if (opened.status === 'failed') throw new Error(opened.message)
  const fitted = fitAdapter(chosen.adapter, opened.tokenizer)
  if (fitted.status === 'refused') throw new Error(fitted.message)
  const solution = { problem: 'p', steps: ['a', 'b'] }
  expect(compile(fitted, solution)).toMatchObject({ text: 'p\n1. a<step>2. b<step>' })
})
